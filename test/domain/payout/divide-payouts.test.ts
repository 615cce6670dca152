import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dividePayouts } from '../../../domain/payout/divide-payouts.ts';
import type { Payout } from '../../../domain/payout/payout.ts';
import { aPayout } from '../../store/facts.ts';

interface Draft {
  readonly before: Payout | null;
  readonly payout: Payout;
}

const draft = (partnerId: string, transferMinor: bigint, batchId: string | null = null): Draft => {
  const payout = aPayout({ partnerId, transferMinor, status: 'draft', batchId });
  return { before: batchId === null ? null : payout, payout };
};
const names = (batches: readonly (readonly Draft[])[]) =>
  batches.map((own) => own.map(({ payout }) => `${payout.partnerId} ${payout.transferMinor}`).join(', '));
const limit = { transfers: 2, totalMinor: 100n };

describe('payouts of a scheme are divided among batches', () => {
  it.each<[string, readonly Draft[], readonly string[]]>([
    ['into one while it has room', [draft('a', 60n), draft('b', 40n)], ['a 60, b 40']],
    ['by their number', [draft('a', 1n), draft('b', 1n), draft('c', 1n)], ['a 1, b 1', 'c 1']],
    ['by their sum', [draft('a', 60n), draft('b', 41n), draft('c', 40n)], ['a 60, c 40', 'b 41']],
    ['with all of a partner together', [draft('a', 1n), draft('b', 1n), draft('b', 2n)], ['a 1', 'b 1, b 2']],
    ['with what no batch has room for alone', [draft('a', 101n), draft('b', 1n)], ['a 101', 'b 1']],
  ])('%s', (_, drafts, wanted) => {
    expect(names(dividePayouts(drafts, [], limit))).toEqual(wanted);
  });

  it('and stay where they are, also when one before them has gone', () => {
    const drafts = [draft('b', 1n, 'one'), draft('c', 1n, 'two'), draft('d', 1n, 'two'), draft('e', 1n)];
    expect(names(dividePayouts(drafts, ['one', 'two'], limit))).toEqual(['b 1, e 1', 'c 1, d 1']);
  });

  it('each once, within the limit of every batch, and divided again they are where they were', () => {
    const some = fc.array(
      fc.record({ partner: fc.integer({ min: 0, max: 20 }), minor: fc.bigInt({ min: 1n, max: 49n }) }),
    );
    fc.assert(
      fc.property(some, (rows) => {
        const drafts = rows.map(({ partner, minor }) => draft(`p${partner % 20}`, minor));
        const single = drafts.filter(
          ({ payout }, index) => drafts.findIndex((each) => each.payout.partnerId === payout.partnerId) === index,
        );
        const batches = dividePayouts(single, [], limit);
        expect(batches.flat().toSorted(byPartner)).toEqual(single.toSorted(byPartner));
        for (const own of batches) {
          expect(own.length).toBeLessThanOrEqual(limit.transfers);
          expect(own.reduce((sum, { payout }) => sum + payout.transferMinor, 0n)).toBeLessThanOrEqual(limit.totalMinor);
        }
        const ids = batches.map((_, index) => `batch ${index}`);
        const placed = batches.flatMap((own, index) =>
          own.map(({ payout }) => draft(payout.partnerId, payout.transferMinor, ids[index])),
        );
        expect(names(dividePayouts(placed, ids, limit))).toEqual(names(batches));
      }),
    );
  });
});

const byPartner = (a: Draft, b: Draft) => (a.payout.partnerId < b.payout.partnerId ? -1 : 1);
