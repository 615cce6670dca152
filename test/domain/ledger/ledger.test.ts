import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../../domain/ledger/account.ts';
import type { AsOf } from '../../../domain/ledger/balances.ts';
import type { Entry, Posting } from '../../../domain/ledger/entry.ts';
import { checkBooks, checkEntry } from '../../../domain/ledger/invariants.ts';
import { balancesOf, movementsOf } from '../../support/balances.ts';

const EXPENSE: Account = 'expense/commission';
const HELD: Account = 'partner/ptn_1/held';
const PAYABLE: Account = 'partner/ptn_1/payable';
const RESERVE: Account = 'partner/ptn_1/reserve';
const IN_PAYOUT: Account = 'partner/ptn_1/in-payout';

const move = (from: Account, to: Account, amountMinor: bigint): Posting => ({ from, to, amountMinor });

function anEntry(...postings: readonly Posting[]): Entry {
  return {
    entryId: 'entry_1',
    merchantId: 'mer_1',
    programId: 'prg_1',
    partnerId: 'ptn_1',
    kind: 'accrual',
    periodId: '2026-10',
    bookedOn: '2026-10-31',
    effectiveAt: 0,
    currency: 'JPY',
    cause: { type: 'conversion', conversionId: 'c1', lines: [] },
    postings,
  };
}

describe('balances', () => {
  it('are what entries moved in, less what they moved out', () => {
    const moved = movementsOf([
      anEntry(move(EXPENSE, HELD, 500n)),
      anEntry(move(HELD, PAYABLE, 300n), move(HELD, EXPENSE, 50n)),
    ]);
    expect(Object.fromEntries(moved)).toEqual({ [EXPENSE]: -450n, [HELD]: 150n, [PAYABLE]: 300n });
  });

  it('of a run are of the currency of its program alone', () => {
    const abroad = { ...move('fx', IN_PAYOUT, 7n), currency: 'USD' };
    expect(Object.fromEntries(movementsOf([anEntry(move(IN_PAYOUT, 'fx', 1_000n), abroad)]))).toEqual({
      [IN_PAYOUT]: -1_000n,
      fx: 1_000n,
    });
  });

  it('as of a day have what was booked on that day, and as of an instant what took effect at it', () => {
    const entry = { ...anEntry(move(EXPENSE, HELD, 500n)), effectiveAt: 1_000 };
    const heldAsOf = (asOf: AsOf) => balancesOf([entry], asOf).get('JPY')?.get(HELD) ?? 0n;
    expect(['2026-10-30', '2026-10-31'].map((bookedOn) => heldAsOf({ bookedOn, effectiveAt: null }))).toEqual([
      0n,
      500n,
    ]);
    expect([999, 1_000].map((effectiveAt) => heldAsOf({ bookedOn: null, effectiveAt }))).toEqual([0n, 500n]);
  });

  it('sum to nothing over all accounts, whatever was posted', () => {
    const accounts = fc.constantFrom<Account>(EXPENSE, HELD, PAYABLE, IN_PAYOUT, 'partner/ptn_2/held');
    const posting = fc.record({ from: accounts, to: accounts, amountMinor: fc.bigInt({ min: 1n, max: 10n ** 20n }) });
    fc.assert(
      fc.property(fc.array(fc.array(posting)), (postings) => {
        let sum = 0n;
        for (const minor of movementsOf(postings.map((each) => anEntry(...each))).values()) sum += minor;
        expect(sum).toBe(0n);
      }),
    );
  });
});

describe('the books of a partner', () => {
  const partner = {
    partnerId: 'ptn_1',
    openingHeldMinor: 100n,
    heldMinor: 300n,
    openingMinor: -50n,
    payableMinor: 150n,
    openingReserveMinor: 0n,
    reserveMinor: 0n,
  };
  const entries = [anEntry(move(EXPENSE, HELD, 400n)), anEntry(move(HELD, PAYABLE, 200n))];

  it('are right when held and payable moved by exactly the entries', () => {
    expect(checkBooks(partner, movementsOf(entries))).toEqual([]);
  });

  it('stay right after the payout, which takes from payable what the statement says', () => {
    const paid = [...entries, anEntry(move(PAYABLE, IN_PAYOUT, 150n))];
    expect(checkBooks(partner, movementsOf(paid))).toEqual([]);
  });

  it('say by how much each balance is wrong', () => {
    expect(checkBooks(partner, movementsOf(entries.slice(0, 1)))).toEqual([
      'ptn_1 held is 500 by entries, 300 by the run',
      'ptn_1 payable is -50 by entries, 150 by the run',
    ]);
  });

  it('are wrong when held is negative, though the run says so too', () => {
    const indebted = { ...partner, openingHeldMinor: 0n, heldMinor: -1n, openingMinor: 0n, payableMinor: 1n };
    expect(checkBooks(indebted, movementsOf([anEntry(move(HELD, PAYABLE, 1n))]))).toEqual([
      'ptn_1 held is negative: -1',
    ]);
  });

  it('are wrong when more of the reserve was given back than kept, though the run says so too', () => {
    const entries = [anEntry(move(EXPENSE, HELD, 200n), move(EXPENSE, PAYABLE, 199n), move(RESERVE, PAYABLE, 1n))];
    expect(checkBooks({ ...partner, reserveMinor: -1n }, movementsOf(entries))).toEqual([
      'ptn_1 reserve is negative: -1',
    ]);
  });

  it('may have a negative payable: that is a debt', () => {
    const indebted = { ...partner, openingHeldMinor: 0n, heldMinor: 0n, openingMinor: 0n, payableMinor: -1n };
    expect(checkBooks(indebted, movementsOf([anEntry(move(PAYABLE, EXPENSE, 1n))]))).toEqual([]);
  });

  it('are not those of another partner', () => {
    const other = movementsOf([...entries, anEntry(move(EXPENSE, 'partner/ptn_10/held', 7n))]);
    expect(checkBooks(partner, other)).toEqual([]);
  });
});

describe('an entry', () => {
  it('moves positive amounts between different accounts', () => {
    expect(checkEntry(anEntry(move(EXPENSE, HELD, 1n), move(HELD, PAYABLE, 1n)))).toEqual([]);
  });

  it.each([
    { postings: [], fault: 'entry_1 has no posting' },
    { postings: [move(EXPENSE, HELD, 0n)], fault: 'entry_1 moves 0 from expense/commission to partner/ptn_1/held' },
    { postings: [move(EXPENSE, HELD, -1n)], fault: 'entry_1 moves -1 from expense/commission to partner/ptn_1/held' },
    { postings: [move(HELD, HELD, 1n)], fault: 'entry_1 moves from partner/ptn_1/held to itself' },
  ])('is refused: $fault', ({ postings, fault }) => {
    expect(checkEntry(anEntry(...postings))).toEqual([fault]);
  });
});
