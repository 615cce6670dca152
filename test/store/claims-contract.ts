import { describe, expect, it } from 'vitest';
import type { ClaimStep, FiledStep } from '../../domain/claim/claim.ts';
import { afterStep } from '../../domain/claim/claim-state.ts';
import type { Stores } from '../../functions/store/store.ts';
import { aScope, NOON } from './facts.ts';
import { AWKWARD_IDS, DAY } from './large-facts.ts';

const filing = (change: Partial<FiledStep> = {}): FiledStep => ({
  claimId: 'claim_1',
  sequence: 1,
  partnerId: 'ptn_1',
  at: NOON,
  by: '花',
  kind: 'filed',
  reference: 'C-1',
  content: { kind: 'appeal', conversionId: '#1001', text: '届いています', evidence: [] },
  answerBy: NOON + 14 * DAY,
  ...change,
});

/** Claims and appeals: their steps, and the places where they are found. */
export function claimsContract(storesOf: () => Stores): void {
  describe('claims', () => {
    it('keep their steps in order, each place in the history for the first who takes it', async () => {
      const scope = aScope();
      const { claims } = storesOf();
      for (const claimId of AWKWARD_IDS) {
        const first = filing({ claimId });
        const filed = afterStep(null, first);
        expect(await claims.appendStep(scope, first, filed)).toBe(true);
        expect(await claims.appendStep(scope, first, filed)).toBe(true);
        const { partnerId } = first;
        const second: ClaimStep = { claimId, sequence: 2, partnerId, at: NOON + 1, by: 'sato', kind: 'taken-up' };
        expect(await claims.appendStep(scope, second, afterStep(filed, second))).toBe(true);
        const other: ClaimStep = { ...second, kind: 'withdrawn' };
        expect(await claims.appendStep(scope, other, afterStep(filed, other))).toBe(false);
        expect(await claims.steps(scope, claimId)).toEqual([first, second]);
        expect(await claims.steps(aScope(), claimId)).toEqual([]);
      }
    });

    it('are listed by partner and by month, page by page, the oldest first, and are due on their deadline', async () => {
      const scope = aScope();
      const { claims } = storesOf();
      for (const minute of [3, 1, 2]) {
        const step = filing({ claimId: `claim_${minute}`, at: NOON + minute * 60_000 });
        await claims.appendStep(scope, step, afterStep(null, step));
      }
      for (const place of [
        { by: 'partner', partnerId: 'ptn_1' },
        { by: 'month', month: '2026-10' },
      ] as const) {
        const all = await claims.indexed(scope, place, { after: null, limit: 9 });
        expect(all.map(({ claimId }) => claimId)).toEqual(['claim_1', 'claim_2', 'claim_3']);
        expect(await claims.indexed(scope, place, { after: all[0]?.position ?? null, limit: 1 })).toEqual([all[1]]);
        expect(await claims.indexed(aScope(), place, { after: null, limit: 9 })).toEqual([]);
      }
      const due = (await claims.dueOn('2026-10-19')).filter(({ merchantId }) => merchantId === scope.merchantId);
      expect(due.map(({ claimId }) => claimId).sort()).toEqual(['claim_1', 'claim_2', 'claim_3']);
    });
  });
}
