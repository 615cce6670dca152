import { describe, expect, it } from 'vitest';
import { LINES_MAX } from '../../functions/limits.ts';
import type { KeptReply } from '../../functions/store/reply-store.ts';
import type { Scope } from '../../functions/store/scope.ts';
import type { Stores } from '../../functions/store/store.ts';
import { aSettlement } from '../domain/settlement/build.ts';
import { anEntry, aPaidFee, aScope, aStatementTax, aTaxProfile, NOON } from './facts.ts';
import { AWKWARD_IDS, aLongEntry, inBatches } from './large-facts.ts';

/** What is owed and why: tax, settlements, what people decide, the ledger. */
export function moneyContract(storesOf: () => Stores): void {
  describe('replies', () => {
    const aReply = (changes: Partial<KeptReply> = {}): KeptReply => ({
      fingerprint: 'f1',
      state: 'in-flight',
      attempt: 'try_1',
      at: NOON,
      reply: null,
      ...changes,
    });

    it('are for one try at a time, and kept whole', async () => {
      const { merchantId } = aScope();
      for (const key of AWKWARD_IDS) {
        const { replies } = storesOf();
        expect(await replies.reply(merchantId, key)).toBeNull();
        const mine = aReply();
        expect(await replies.advanceReply(merchantId, key, null, mine)).toBe(true);
        expect(await replies.advanceReply(merchantId, key, null, aReply({ attempt: 'try_2' }))).toBe(false);
        const told = { status: 201, headers: { etag: '"1"' }, body: JSON.stringify({ text: '分配'.repeat(40_000) }) };
        const answered = aReply({ state: 'answered', reply: told });
        expect(await replies.advanceReply(merchantId, key, mine, answered)).toBe(true);
        expect(await replies.reply(merchantId, key)).toEqual(answered);
        expect(await replies.reply(aScope().merchantId, key)).toBeNull();
      }
    });
  });

  describe('tax', () => {
    const version = (number: number) => ({
      version: number,
      from: '2026-10-01',
      value: aTaxProfile({ legalName: `第${number}版` }),
      status: 'in-force' as const,
      draftedBy: 'fin_1',
      draftedAt: NOON,
      decidedBy: 'fin_1',
      decidedAt: NOON,
    });

    it('keeps a book of versions that only the one who saw its last state can go on with', async () => {
      const { merchantId } = aScope();
      for (const id of AWKWARD_IDS) {
        const name = { merchantId, book: 'profile', id } as const;
        expect(await storesOf().taxes.book(name)).toBeNull();
        const first = { versions: [version(1)] };
        const second = { versions: [version(1), version(2)] };
        expect(await storesOf().taxes.advanceBook(name, null, first)).toBe(true);
        expect(await storesOf().taxes.advanceBook(name, null, second)).toBe(false);
        expect(await storesOf().taxes.advanceBook(name, first, second)).toBe(true);
        expect(await storesOf().taxes.advanceBook(name, first, second)).toBe(true);
        expect(await storesOf().taxes.book(name)).toEqual(second);
        expect(await storesOf().taxes.book({ ...name, merchantId: aScope().merchantId })).toBeNull();
      }
    });

    it('keeps the tax of a statement once, found by itself and in the list of its partner', async () => {
      const { merchantId } = aScope();
      const made = ['2026-11', '2026-10'].flatMap((periodId) =>
        ['prg_2', 'prg_1'].map((programId) => aStatementTax({ periodId, programId })),
      );
      for (const tax of made) {
        expect(await storesOf().taxes.putStatementTax(merchantId, tax, NOON)).toBe('created');
        expect(await storesOf().taxes.putStatementTax(merchantId, tax, NOON + 1)).toBe('repeated');
        expect(await storesOf().taxes.statementTax(merchantId, tax)).toEqual(tax);
      }
      const [first] = made;
      if (first === undefined) throw new Error('nothing was made');
      const other = storesOf().taxes.putStatementTax(merchantId, { ...first, taxMinor: 1n }, NOON);
      await expect(other).rejects.toMatchObject({ code: 'tax.conflict' });
      expect(await storesOf().taxes.statementTaxes(merchantId, 'ptn_1')).toEqual([...made].reverse());
      expect(await storesOf().taxes.statementTaxes(merchantId, 'ptn_2')).toEqual([]);
    });

    it('keeps what payments paid by month and partner', async () => {
      const { merchantId } = aScope();
      const made = ['ptn_1', 'ptn_10', 'ptn_2'].flatMap((partnerId) =>
        ['pay_1', 'pay_2'].map((paymentId) => aPaidFee({ partnerId, paymentId })),
      );
      for (const paid of [...made].reverse()) {
        expect(await storesOf().taxes.putPaidFee(merchantId, paid, NOON)).toBe('created');
        expect(await storesOf().taxes.putPaidFee(merchantId, paid, NOON + 1)).toBe('repeated');
      }
      const other = storesOf().taxes.putPaidFee(merchantId, aPaidFee({ withheldMinor: 1n }), NOON);
      await expect(other).rejects.toMatchObject({ code: 'tax.conflict' });
      expect(await storesOf().taxes.paidFees(merchantId, '2026-11')).toEqual(made);
      expect(await storesOf().taxes.paidFeesOf(merchantId, 'ptn_1', '2026-11')).toEqual(made.slice(0, 2));
      expect(await storesOf().taxes.paidFees(merchantId, '2026-12')).toEqual([]);
      expect(await storesOf().taxes.paidFees(aScope().merchantId, '2026-11')).toEqual([]);
    });
  });

  describe('settlements', () => {
    it('advance from what the caller saw, and only from that', async () => {
      const scope = aScope();
      const open = aSettlement();
      const sealed = aSettlement({
        status: 'sealed',
        manifestHash: 'a'.repeat(64),
        sealedBy: '佐藤',
        sealedAt: NOON,
      });
      const calculated = { ...sealed, status: 'calculated', runId: 'run_1', calculatedAt: NOON } as const;

      expect(await storesOf().settlements.settlement(scope, '2026-10')).toBeNull();
      expect(await storesOf().settlements.advance(scope, open, sealed)).toBe(false);
      expect(await storesOf().settlements.advance(scope, null, open)).toBe(true);
      expect(await storesOf().settlements.advance(scope, null, sealed)).toBe(false);
      expect(await storesOf().settlements.advance(scope, open, sealed)).toBe(true);
      expect(await storesOf().settlements.advance(scope, open, calculated)).toBe(false);
      expect(await storesOf().settlements.settlement(scope, '2026-10')).toEqual(sealed);
    });

    it('advance for one of several who try at the same time', async () => {
      const scope = aScope();
      const open = aSettlement();
      await storesOf().settlements.advance(scope, null, open);
      const tries = Array.from({ length: 8 }, (_, index) =>
        aSettlement({ status: 'sealed', sealedBy: `person ${index}`, sealedAt: NOON }),
      );
      const answers = await Promise.all(tries.map((next) => storesOf().settlements.advance(scope, open, next)));

      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await storesOf().settlements.settlement(scope, '2026-10')).toEqual(tries[answers.indexOf(true)]);
    });

    it('answer yes to the same step once more, whose first answer was lost', async () => {
      const scope = aScope();
      const sealed = aSettlement({ status: 'sealed', sealedAt: NOON });
      await storesOf().settlements.advance(scope, null, aSettlement());
      await storesOf().settlements.advance(scope, aSettlement(), sealed);

      expect(await storesOf().settlements.advance(scope, aSettlement(), sealed)).toBe(true);
    });

    it('are listed by period', async () => {
      const scope = aScope();
      for (const periodId of ['2026-11', '2025-12', '2026-10']) {
        await storesOf().settlements.advance(scope, null, aSettlement({ periodId }));
      }

      expect((await storesOf().settlements.settlements(scope)).map(({ periodId }) => periodId)).toEqual([
        '2025-12',
        '2026-10',
        '2026-11',
      ]);
    });
  });

  describe('drafts of money', () => {
    const content = {
      adjustmentId: 'adj_1',
      partnerId: 'ptn_1',
      amountMinor: -750n,
      effectiveAt: 1,
      reason: 'fee',
      text: '手数料',
      reference: null,
    } as const;
    const undecided = { status: 'draft', draftedBy: 'a', draftedAt: 1, decidedBy: null, decidedAt: null } as const;
    const approved = { ...undecided, status: 'approved', decidedBy: 'b', decidedAt: 2 } as const;

    it('go on only from where they are expected to be', async () => {
      const scope = aScope();
      const { adjustments } = storesOf();
      expect(await adjustments.adjustment(scope, 'adj_1')).toBeNull();
      expect(await adjustments.advanceAdjustment(scope, null, { content, ...undecided })).toBe(true);
      const rejected = { content, ...approved, status: 'rejected' } as const;
      expect(await adjustments.advanceAdjustment(scope, { content, ...undecided }, { content, ...approved })).toBe(
        true,
      );
      expect(await adjustments.advanceAdjustment(scope, { content, ...undecided }, rejected)).toBe(false);
      expect(await adjustments.advanceAdjustment(scope, { content, ...undecided }, { content, ...approved })).toBe(
        true,
      );
      expect(await adjustments.adjustments(scope)).toEqual([{ content, ...approved }]);
      const ids = ['adj_0', 'adj_1', 'adj_2', 'adj_3'];
      for (const adjustmentId of ids)
        await adjustments.advanceAdjustment(scope, null, { content: { ...content, adjustmentId }, ...undecided });
      const page = await adjustments.adjustmentsAfter(scope, { after: 'adj_0', limit: 2 });
      expect(page.map((draft) => draft.content.adjustmentId)).toEqual(['adj_1', 'adj_2']);
      expect(await adjustments.adjustments(aScope())).toEqual([]);
    });

    it('hold a whole import of opening balances', async () => {
      const scope = aScope();
      const rows = Array.from({ length: 3000 }, (_, index) => ({
        importId: 'imp_1',
        partnerId: `ptn_${(index * 7919 * 104_729) % 1_000_003}`,
        heldMinor: BigInt(index),
        heldUntil: index,
        payableMinor: -1n,
      }));
      const draft = { content: { importId: 'imp_1', rows }, ...undecided };
      expect(await storesOf().adjustments.advanceOpenings(scope, null, draft)).toBe(true);
      expect(await storesOf().adjustments.openings(scope)).toEqual(draft);
      expect(await storesOf().adjustments.advanceOpenings(scope, null, { ...draft, ...approved })).toBe(false);
    });
  });

  describe('the ledger', () => {
    const idsOf = async (scope: Scope, partnerId = 'ptn_1', periodId = '2026-10'): Promise<string[]> => {
      const ids: string[] = [];
      for await (const { entryId } of storesOf().ledger.entries(scope, partnerId, periodId)) ids.push(entryId);
      return ids;
    };

    it('takes an entry once and never lets it change', async () => {
      const scope = aScope();
      const entry = anEntry(scope);
      expect(await storesOf().ledger.post(entry)).toBe('created');
      expect(await storesOf().ledger.post(anEntry(scope))).toBe('repeated');
      const changed = anEntry(scope, {
        postings: [{ from: 'expense/commission', to: 'partner/ptn_1/held', amountMinor: 51n }],
      });
      await expect(storesOf().ledger.post(changed)).rejects.toMatchObject({ code: 'ledger.conflict' });

      const found: unknown[] = [];
      for await (const posted of storesOf().ledger.entries(scope, 'ptn_1', '2026-10')) found.push(posted);
      expect(found).toEqual([entry]);
    });

    it('has no word for changing or removing', () => {
      expect(Object.keys(storesOf().ledger).sort()).toEqual(['entries', 'post']);
    });

    it('takes an entry once, however many post it at the same time', async () => {
      const scope = aScope();
      const answers = await Promise.all(Array.from({ length: 12 }, () => storesOf().ledger.post(anEntry(scope))));

      expect(answers.filter((answer) => answer === 'created')).toHaveLength(1);
    });

    it('takes one of several different entries under one id', async () => {
      const scope = aScope();
      const answers = await Promise.allSettled(
        Array.from({ length: 8 }, (_, index) => storesOf().ledger.post(anEntry(scope, { effectiveAt: NOON + index }))),
      );

      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('lists the entries of one partner and period by id, over all buckets', async () => {
      const scope = aScope();
      const ids = [...Array.from({ length: 200 }, (_, index) => `accrual:ord_${index}:ptn_1`), ...AWKWARD_IDS];
      await inBatches(ids, (entryId) => storesOf().ledger.post(anEntry(scope, { entryId })));
      await storesOf().ledger.post(anEntry(scope, { entryId: 'other', partnerId: 'ptn_2' }));
      await storesOf().ledger.post(anEntry(scope, { entryId: 'other', periodId: '2026-11' }));

      const inBytes = [...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(await idsOf(scope)).toEqual(inBytes);
      expect(await idsOf(scope, 'ptn_2')).toEqual(['other']);
      expect(await idsOf(scope, 'ptn_1', '2026-11')).toEqual(['other']);
      expect(await idsOf(scope, 'ptn_3')).toEqual([]);
    });

    it('lists a page of entries behind an id', async () => {
      const scope = aScope();
      const ids = [...Array.from({ length: 40 }, (_, index) => `accrual:ord_${index}:ptn_1`), ...AWKWARD_IDS];
      await inBatches(ids, (entryId) => storesOf().ledger.post(anEntry(scope, { entryId })));
      const all = await idsOf(scope);
      const found: string[] = [];
      for (let after: string | null = null; ; after = found.at(-1) ?? null) {
        const page: string[] = [];
        for await (const { entryId } of storesOf().ledger.entries(scope, 'ptn_1', '2026-10', { after, limit: 7 })) {
          page.push(entryId);
        }
        expect(page.length).toBeLessThanOrEqual(7);
        if (page.length === 0) break;
        found.push(...page);
      }
      expect(found).toEqual(all);
    });

    it('lists more entries than fit on one page', async () => {
      const scope = aScope();
      const ids = Array.from({ length: 120 }, (_, index) => `accrual:ord_${index}:ptn_1`);
      await inBatches(ids, (entryId) => storesOf().ledger.post(aLongEntry(scope, entryId)));

      expect(await idsOf(scope)).toEqual([...ids].sort());
    });

    it('keeps an entry of a thousand lines whole', async () => {
      const scope = aScope();
      const entry = aLongEntry(scope, 'long', LINES_MAX);
      expect(await storesOf().ledger.post(entry)).toBe('created');
      expect(await storesOf().ledger.post(entry)).toBe('repeated');

      for await (const found of storesOf().ledger.entries(scope, 'ptn_1', '2026-10')) expect(found).toEqual(entry);
    });
  });
}
