import { describe, expect, it } from 'vitest';
import type { Payee } from '../../domain/payout/payee.ts';
import type { Stores } from '../../functions/store/store.ts';
import { aBatch, aParkedResult, aPayout, aScope, NOON } from './facts.ts';
import { AWKWARD_IDS } from './large-facts.ts';

/** Where money goes and how it gets there: bank details, payouts, batches, what banks told. */
export function payoutsContract(storesOf: () => Stores): void {
  describe('bank details', () => {
    const payee = (owner: Payee['owner'], revision: number, change: Partial<Payee> = {}): Payee => ({
      owner,
      revision,
      status: 'draft',
      account: { scheme: 'zengin', bank: '0005-123', account: '****567', holder: 'ハ***' },
      sealed: 'local1.c2VhbGVk',
      fingerprint: 'print',
      sending: null,
      draftedBy: 'ptn_1',
      draftedAt: NOON,
      decidedBy: null,
      decidedAt: null,
      ...change,
    });

    it('are versions of one owner, in their order, that go on only from what was seen', async () => {
      const { merchantId } = aScope();
      const { payees } = storesOf();
      for (const owner of AWKWARD_IDS.flatMap((id) => [`partner/${id}`, `program/${id}`] as const)) {
        expect(await payees.payees(merchantId, owner)).toEqual([]);
        const versions = Array.from({ length: 11 }, (_, index) => payee(owner, index + 1));
        for (const version of [...versions].reverse()) {
          expect(await payees.advancePayee(merchantId, null, version)).toBe(true);
        }
        const [first] = versions;
        if (first === undefined) throw new Error('no version');
        const approved = { ...first, status: 'approved', decidedBy: 'checker', decidedAt: NOON + 1 } as const;
        const rejected = { ...first, status: 'rejected', decidedBy: 'other', decidedAt: NOON + 1 } as const;
        expect(await payees.advancePayee(merchantId, first, approved)).toBe(true);
        expect(await payees.advancePayee(merchantId, first, rejected)).toBe(false);
        expect(await payees.advancePayee(merchantId, first, approved)).toBe(true);
        expect(await payees.advancePayee(merchantId, null, payee(owner, 2, { draftedBy: 'other' }))).toBe(false);
        expect(await payees.payees(merchantId, owner)).toEqual([approved, ...versions.slice(1)]);
        expect(await payees.payees(aScope().merchantId, owner)).toEqual([]);
      }
    });

    it('tell every owner that ever gave an account, once', async () => {
      const { merchantId } = aScope();
      const { payees } = storesOf();
      const owners = ['partner/ptn_1', 'partner/注文#1', 'program/prg_1'] as const;
      for (const owner of [...owners, ...owners]) await payees.noteAccount(merchantId, 'print_1', owner);
      await payees.noteAccount(merchantId, 'print_2', 'partner/ptn_2');
      expect([...(await payees.ownersOf(merchantId, 'print_1'))].sort()).toEqual([...owners].sort());
      expect(await payees.ownersOf(aScope().merchantId, 'print_1')).toEqual([]);
    });
  });

  describe('payouts', () => {
    it('are one for a partner and period, and go on only from where they are expected to be', async () => {
      const scope = aScope();
      const { payouts } = storesOf();
      for (const partnerId of AWKWARD_IDS) {
        const draft = aPayout({ partnerId });
        const approved = { ...draft, status: 'approved', approvedAt: NOON, isPosted: true } as const;
        expect(await payouts.payout(scope, draft)).toBeNull();
        expect(await payouts.advancePayout(scope, null, draft)).toBe(true);
        expect(await payouts.advancePayout(scope, null, { ...draft, attempt: 2 })).toBe(false);
        expect(await payouts.advancePayout(scope, draft, approved)).toBe(true);
        expect(await payouts.advancePayout(scope, draft, { ...draft, status: 'cancelled' })).toBe(false);
        expect(await payouts.advancePayout(scope, draft, approved)).toBe(true);
        expect(await payouts.payout(scope, draft)).toEqual(approved);
      }
      await payouts.advancePayout(scope, null, aPayout({ periodId: '2026-11' }));
      const listed = await payouts.payouts(scope, '2026-10');
      expect(new Set(listed.map(({ partnerId }) => partnerId))).toEqual(new Set(AWKWARD_IDS));
      const first = await payouts.payoutsAfter(scope, '2026-10', { after: null, limit: 3 });
      const rest = { after: first.at(-1)?.partnerId ?? '', limit: 99 };
      expect([...first, ...(await payouts.payoutsAfter(scope, '2026-10', rest))]).toEqual(listed);
      expect(await payouts.payouts(scope, '2026-12')).toEqual([]);
      expect(await payouts.payouts(aScope(), '2026-10')).toEqual([]);
    });

    it('are approved for one of several who try at the same time', async () => {
      const scope = aScope();
      const { payouts } = storesOf();
      const draft = aBatch();
      await payouts.advanceBatch(scope, null, draft);
      const tries = Array.from({ length: 8 }, (_, index) => ({
        ...draft,
        status: 'approved' as const,
        approvedBy: `person ${index}`,
        approvedAt: NOON,
      }));
      const answers = await Promise.all(tries.map((next) => payouts.advanceBatch(scope, draft, next)));
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await payouts.batch(scope, draft.batchId)).toEqual(tries[answers.indexOf(true)]);
    });
  });

  describe('batches', () => {
    it('are listed by id, whole also when they are large, and go on only from what was seen', async () => {
      const scope = aScope();
      const { payouts } = storesOf();
      const [item] = aBatch().items;
      if (item === undefined) throw new Error('no item');
      // More than one item of a table holds.
      const items = Array.from({ length: 3000 }, (_, index) => ({
        ...item,
        payoutId: `2026-10/${(index * 7919) % 3000}-${index.toString(36)}`,
        transferMinor: BigInt(index * 104_729),
      }));
      const large = aBatch({ batchId: '2026-10-zengin-2', items });
      const small = aBatch();
      for (const batch of [large, small]) expect(await payouts.advanceBatch(scope, null, batch)).toBe(true);
      expect(await payouts.batches(scope)).toEqual([small, large]);
      expect(await payouts.batchesAfter(scope, { after: null, limit: 1 })).toEqual([small]);
      expect(await payouts.batchesAfter(scope, { after: small.batchId, limit: 2 })).toEqual([large]);
      const cancelled = { ...large, status: 'cancelled', cancelledBy: 'maker', cancelledAt: NOON } as const;
      expect(await payouts.advanceBatch(scope, small, cancelled)).toBe(false);
      expect(await payouts.advanceBatch(scope, large, cancelled)).toBe(true);
      expect(await payouts.batch(scope, large.batchId)).toEqual(cancelled);
      expect(await payouts.batch(scope, 'nothing')).toBeNull();
      expect(await payouts.batches(aScope())).toEqual([]);
    });
  });

  describe('parked results', () => {
    it('are kept once, until a person has said what they were', async () => {
      const scope = aScope();
      const { payouts } = storesOf();
      const [second, first] = [aParkedResult({ parkedId: 'b' }), aParkedResult({ parkedId: 'a' })];
      for (const parked of [second, first]) expect(await payouts.advanceParked(scope, null, parked)).toBe(true);
      expect(await payouts.advanceParked(scope, null, { ...first, parkedAt: NOON + 1 })).toBe(false);
      const settled = { ...first, settled: { at: NOON + 2, by: '経理', note: '家賃' } };
      expect(await payouts.advanceParked(scope, first, settled)).toBe(true);
      const other = { ...first, settled: { at: NOON + 2, by: 'other', note: 'x' } };
      expect(await payouts.advanceParked(scope, first, other)).toBe(false);
      expect(await payouts.parked(scope)).toEqual([settled, second]);
      expect(await payouts.parked(aScope())).toEqual([]);
    });
  });
}
