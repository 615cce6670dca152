import { describe, expect, it } from 'vitest';
import type { Account } from '../../../domain/ledger/account.ts';
import { historyOf } from '../../../domain/ledger/account-history.ts';
import type { AsOf } from '../../../domain/ledger/balances.ts';
import type { Entry, Posting } from '../../../domain/ledger/entry.ts';

const HELD: Account = 'partner/ptn_1/held';
const PAYABLE: Account = 'partner/ptn_1/payable';
const FX: Account = 'fx';
const ALL: AsOf = { bookedOn: null, effectiveAt: null };

const anEntry = (bookedOn: string, ...postings: readonly Posting[]): Entry => ({
  entryId: bookedOn,
  merchantId: 'mer_1',
  programId: 'prg_1',
  partnerId: 'ptn_1',
  kind: 'release',
  periodId: '2026-10',
  bookedOn,
  effectiveAt: 0,
  currency: 'JPY',
  cause: { type: 'opening', importId: 'imp_1' },
  postings,
});

/** What each entry changed of an account and left there, by its booking date. */
function rows(account: Account, entries: readonly Entry[], asOf = ALL, before = new Map([['JPY', 1_000n]])) {
  const { add } = historyOf(account, asOf, before);
  return entries.flatMap((entry) => {
    const row = add(entry);
    return row === null
      ? []
      : row.changes.map(({ currency, changeMinor, balanceMinor }) => [
          entry.bookedOn,
          currency,
          changeMinor,
          balanceMinor,
        ]);
  });
}

describe('the history of an account', () => {
  const entries = [
    anEntry('2026-10-31', { from: 'expense/commission', to: HELD, amountMinor: 500n }),
    anEntry('2026-11-01', { from: 'expense/commission', to: PAYABLE, amountMinor: 70n }),
    anEntry(
      '2026-11-02',
      { from: HELD, to: PAYABLE, amountMinor: 300n },
      { from: HELD, to: 'expense/commission', amountMinor: 50n },
    ),
  ];

  it('has every entry that touches it, with what it did there in all and the balance after it', () => {
    expect(rows(HELD, entries)).toEqual([
      ['2026-10-31', 'JPY', 500n, 1_500n],
      ['2026-11-02', 'JPY', -350n, 1_150n],
    ]);
  });

  it('goes no further than the day that it is asked for', () => {
    expect(rows(HELD, entries, { bookedOn: '2026-11-01', effectiveAt: null })).toEqual([
      ['2026-10-31', 'JPY', 500n, 1_500n],
    ]);
  });

  it('keeps a balance for each currency', () => {
    const exchange = anEntry(
      '2026-11-30',
      { from: PAYABLE, to: FX, amountMinor: 105n },
      { from: FX, to: PAYABLE, amountMinor: 70n, currency: 'USD' },
    );
    expect(rows(FX, [exchange])).toEqual([
      ['2026-11-30', 'JPY', 105n, 1_105n],
      ['2026-11-30', 'USD', -70n, -70n],
    ]);
  });
});
