import { describe, expect, it } from 'vitest';
import type { IssuedFact } from '../../domain/statement/confirmation.ts';
import { statementPositionOf } from '../../functions/store/own-index.ts';
import type { DocumentPlace } from '../../functions/store/statement-store.ts';
import type { Stores } from '../../functions/store/store.ts';
import { aScope, aStatement, NOON } from './facts.ts';

/** Statements and the documents that are issued of them. */
export function statementsContract(storesOf: () => Stores): void {
  describe('documents', () => {
    const issued = (statementId: string, change: Partial<IssuedFact> = {}): IssuedFact => ({
      ...{ statementId, programId: 'prg_1', partnerId: 'ptn_1', periodId: '2026-10', currency: 'JPY' },
      ...{ kind: 'issued', sequence: 1, version: 1, at: NOON, by: null, confirmBy: NOON, issuedOn: '2026-11-02' },
      ...{ agreedOn: null, plannedOn: null },
      ...{ totalMinor: 500n, taxCarriedMinor: 7n, transferMinor: 400n, correction: null },
      ...change,
    });
    const page: { readonly after: string | null; readonly limit: number } = { after: null, limit: 10 };

    it('keep each step of a history once, in order, whoever comes second', async () => {
      const { merchantId } = aScope();
      const first = issued('stm_1');
      const {
        kind: _k,
        confirmBy: _c,
        issuedOn: _o,
        totalMinor: _t,
        taxCarriedMinor: _x,
        transferMinor: _f,
        agreedOn: _a,
        plannedOn: _p,
        correction: _r,
        ...frame
      } = first;
      const second = { ...frame, sequence: 2, kind: 'confirmed', means: 'explicit' } as const;
      expect(await storesOf().documents.appendStep(merchantId, first)).toBe(true);
      expect(await storesOf().documents.appendStep(merchantId, second)).toBe(true);
      expect(await storesOf().documents.appendStep(merchantId, second)).toBe(true);
      expect(await storesOf().documents.appendStep(merchantId, { ...second, by: 'somebody else' })).toBe(false);
      expect(await storesOf().documents.steps(merchantId, 'stm_1')).toEqual([first, second]);
      expect(await storesOf().documents.steps(aScope().merchantId, 'stm_1')).toEqual([]);
    });

    it('are found by date, by amount and by partner, in order, page by page', async () => {
      const { merchantId } = aScope();
      const facts = [
        issued('a', { issuedOn: '2026-11-03', totalMinor: -7n }),
        issued('b', { issuedOn: '2026-11-02', totalMinor: 10n ** 20n, partnerId: 'ptn_2' }),
        issued('c', { issuedOn: '2026-11-02', totalMinor: 0n }),
        issued('d', { issuedOn: '2026-12-01', totalMinor: 90n }),
        issued('e', { issuedOn: '2027-01-01', totalMinor: 90n }),
        issued('f', { issuedOn: '2026-11-02', totalMinor: 90n, currency: 'USD' }),
      ];
      for (const fact of facts) await storesOf().documents.appendStep(merchantId, fact);
      const found = async (place: DocumentPlace, from = page) =>
        (await storesOf().documents.indexed(merchantId, place, from)).map(({ fact }) => fact.statementId);
      const november = { by: 'date', month: '2026-11', from: '2026-11-02', to: '2026-11-03' } as const;
      expect(await found(november)).toEqual(['b', 'c', 'f', 'a']);
      expect(await found({ ...november, from: '2026-11-03' })).toEqual(['a']);
      const amounts = { by: 'amount', year: '2026', currency: 'JPY' } as const;
      expect(await found({ ...amounts, fromMinor: -100n, toMinor: 10n ** 21n })).toEqual(['a', 'c', 'd', 'b']);
      expect(await found({ ...amounts, fromMinor: 0n, toMinor: 90n })).toEqual(['c', 'd']);
      const own = { by: 'partner', partnerId: 'ptn_1', from: '2026-11-01', to: '2027-12-31' } as const;
      expect(await found(own)).toEqual(['c', 'f', 'a', 'd', 'e']);
      const [first] = await storesOf().documents.indexed(merchantId, november, { after: null, limit: 2 });
      expect(await found(november, { after: first?.position ?? '', limit: 2 })).toEqual(['c', 'f']);
      expect(await found(november, { after: null, limit: 1 })).toEqual(['b']);
    });

    it('with a deadline are found on its day, over all merchants', async () => {
      const { merchantId } = aScope();
      const confirmBy = NOON + 50 * 86_400_000;
      const day = new Date(confirmBy).toISOString().slice(0, 10);
      await storesOf().documents.appendStep(merchantId, issued('due', { confirmBy }));
      expect(await storesOf().documents.dueOn(day)).toContainEqual({ merchantId, statementId: 'due' });
      expect(await storesOf().documents.dueOn('2020-01-01')).toEqual([]);
    });
  });

  describe('statements', () => {
    it('are issued once and found by id', async () => {
      const { merchantId } = aScope();
      expect(await storesOf().statements.putStatement(merchantId, aStatement())).toBe('created');
      expect(await storesOf().statements.putStatement(merchantId, aStatement())).toBe('repeated');
      await expect(
        storesOf().statements.putStatement(merchantId, aStatement({ payoutMinor: 1n })),
      ).rejects.toMatchObject({ code: 'statement.conflict' });

      expect(await storesOf().statements.statement(merchantId, 'stm_1')).toEqual(aStatement());
      expect(await storesOf().statements.statement(merchantId, 'stm_2')).toBeNull();
      expect(await storesOf().statements.statement(aScope().merchantId, 'stm_1')).toBeNull();
    });

    it('of a partner come newest period first, over all programs', async () => {
      const { merchantId } = aScope();
      const issued = [
        aStatement({ statementId: 'a', periodId: '2026-09' }),
        aStatement({ statementId: 'b', periodId: '2026-11', programId: 'prg_2' }),
        aStatement({ statementId: 'c', periodId: '2026-11' }),
        aStatement({ statementId: 'd', periodId: '2026-10', payableMinor: -(2n ** 60n) }),
      ];
      for (const header of issued) await storesOf().statements.putStatement(merchantId, header);
      await storesOf().statements.putStatement(merchantId, aStatement({ statementId: 'e', partnerId: 'ptn_10' }));

      expect(await storesOf().statements.statementsOfPartner(merchantId, 'ptn_1')).toEqual([
        issued[1],
        issued[2],
        issued[3],
        issued[0],
      ]);
      const page = (after: string | null, limit: number) =>
        storesOf().statements.statementsAfter(merchantId, 'ptn_1', { after, limit });
      expect(await page(null, 3)).toEqual([issued[1], issued[2], issued[3]]);
      expect(await page(statementPositionOf(aStatement({ statementId: 'd', periodId: '2026-10' })), 3)).toEqual([
        issued[0],
      ]);
      expect(await storesOf().statements.statementsOfPartner(merchantId, 'ptn_2')).toEqual([]);
    });
  });
}
