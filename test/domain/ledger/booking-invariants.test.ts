import { describe, expect, it } from 'vitest';
import { checkBookedOn, checkCarriedOn, checkDebt, takenBackBy } from '../../../domain/ledger/booking-invariants.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';

const anEntry = (change: Partial<Entry>): Entry =>
  ({
    entryId: 'e1',
    partnerId: 'ptn_1',
    kind: 'release',
    periodId: '2026-10',
    bookedOn: '2026-10-31',
    postings: [],
    ...change,
  }) as Entry;
const balance = (openingMinor: bigint, payableMinor: bigint, payoutMinor = 0n) => ({
  partnerId: 'ptn_1',
  openingMinor,
  payableMinor,
  payoutMinor,
});

describe('a booking date', () => {
  it.each([
    ['release', '2026-10-31', true],
    ['clawback', '2026-09-30', false],
    ['accrual', '2026-11-01', false],
    ['payout', '2026-11-05', true],
    ['tax', '2027-01-01', true],
    ['return', '2026-10-31', false],
  ] as const)('of a %s of October on %s: %s', (kind, bookedOn, isRight) => {
    expect(checkBookedOn(anEntry({ kind, bookedOn })).length === 0).toBe(isRight);
  });

  it('that is wrong is told with the entry and the books that it is in', () => {
    expect(checkBookedOn(anEntry({ bookedOn: '2026-11-01' }))).toEqual([
      'e1 of the run of 2026-10 is booked on 2026-11-01',
    ]);
    expect(checkBookedOn(anEntry({ kind: 'return', bookedOn: '2026-10-31' }))).toEqual([
      'e1 is booked on 2026-10-31, within the books of 2026-10 that are closed',
    ]);
  });
});

describe('debt', () => {
  it.each([
    ['none', balance(0n, 100n), 0n, 0],
    ['a clawback of what was paid', balance(0n, -100n), 100n, 0],
    ['carried on as it was', balance(-100n, -100n), 0n, 0],
    ['grown by nothing that was taken back', balance(-100n, -150n), 20n, 1],
    ['out of nothing', balance(0n, -1n), 0n, 1],
    ['none, where all is paid', balance(0n, 0n, 100n), 0n, 0],
    ['a clawback of more than was carried on', balance(50n, -50n), 50n, 0],
    ['paid out of', balance(-100n, -100n, 1n), 0n, 1],
  ])('%s', (_, partner, takenBackMinor, faults) => {
    expect(checkDebt(partner, takenBackMinor)).toHaveLength(faults);
  });

  it('that is wrong is told with its sums', () => {
    expect(checkDebt(balance(-100n, -150n, 7n), 20n)).toEqual([
      'ptn_1 owes 150 and is paid 7',
      'ptn_1 owes 50 more than before, and 20 were taken back',
    ]);
  });

  it('grows by what goes back to the expense, or by debt that is taken over, and not by what is kept back or paid', () => {
    const payable = 'partner/ptn_1/payable';
    const moved = (to: Entry['postings'][number]['to']) =>
      takenBackBy(anEntry({ postings: [{ from: payable, to, amountMinor: 7n }] }));
    expect([moved('expense/commission'), moved('equity/opening')]).toEqual([7n, 7n]);
    expect([moved('partner/ptn_1/reserve'), moved('partner/ptn_1/in-payout')]).toEqual([0n, 0n]);
  });

  it('is carried on whole, and so is what was not paid out', () => {
    expect(checkCarriedOn('ptn_1', balance(0n, -100n), balance(-100n, 0n))).toEqual([]);
    expect(checkCarriedOn('ptn_1', balance(0n, 500n, 300n), balance(200n, 0n))).toEqual([]);
    expect(checkCarriedOn('ptn_1', balance(0n, -100n), null)).toEqual([
      'ptn_1 was left with -100 by the last close and begins with 0',
    ]);
    expect(checkCarriedOn('ptn_1', null, balance(5n, 5n))).toHaveLength(1);
  });
});
