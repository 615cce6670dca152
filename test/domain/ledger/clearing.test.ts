import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../../domain/ledger/account.ts';
import type { AsOf } from '../../../domain/ledger/balances.ts';
import { clearingIn, isClearing } from '../../../domain/ledger/clearing.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import { approvedPayoutEntry, remittanceEntry, returnEntry } from '../../../domain/payout/payout-entries.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import { aPayout } from '../../store/facts.ts';
import { balancesOf } from '../../support/balances.ts';
import { aProgram } from '../../support/build.ts';

const program = aProgram();
const calendar = calendarOf('Asia/Tokyo');
const on = (day: string) => ({ at: Date.parse(`${day}T12:00:00+09:00`), calendar });
const payout = (partnerId: string, periodId = '2026-10') => {
  const amounts = { payableMinor: 100n, taxMinor: 10n, withholdingMinor: 5n, grossUpMinor: 0n };
  const sums = { netMinor: 105n, transferMinor: 105n, transferCurrency: 'JPY' };
  return aPayout({ partnerId, periodId, payoutId: `${periodId}/${partnerId}`, attempt: 1, ...amounts, ...sums });
};
const ALL: AsOf = { bookedOn: null, effectiveAt: null };

function items(entries: readonly Entry[], day: string, asOf = ALL) {
  const clearing = clearingIn(asOf);
  for (const entry of entries) clearing.add(entry);
  return clearing.items(day);
}

describe('clearing accounts', () => {
  const [hana, ren] = [payout('hana'), payout('ren')];
  const approved = [
    approvedPayoutEntry(hana, program, on('2026-11-10')),
    approvedPayoutEntry(ren, program, on('2026-11-12')),
  ];
  const sent = [...approved, remittanceEntry(hana, program, on('2026-11-30'), 'r1')];

  it('list what is under way with its age, oldest first, and nothing that came back to zero', () => {
    expect(items(approved, '2026-11-20').map(({ partnerId, days, age }) => [partnerId, days, age])).toEqual([
      ['hana', 10, '8-30'],
      ['ren', 8, '8-30'],
    ]);
    expect(items(sent, '2026-12-31')).toMatchObject([
      { account: 'partner/ren/in-payout', balanceMinor: 105n, since: '2026-11-12', age: '>30' },
    ]);
  });

  it('count what the bank sent back from the day it came back', () => {
    const back = [...sent, returnEntry(hana, program, on('2026-12-03'), 'r1')];
    expect(items(back, '2026-12-05')[1]).toMatchObject({ partnerId: 'hana', since: '2026-12-03', age: '0-7' });
  });

  it('count it from that day also where the transfer is booked with its return, as a late report of the bank has it', () => {
    const late = [
      ...approved,
      remittanceEntry(hana, program, on('2026-12-03'), 'r1'),
      returnEntry(hana, program, on('2026-12-03'), 'r1'),
    ];
    expect(items(late, '2026-12-05')[1]).toMatchObject({ partnerId: 'hana', since: '2026-12-03', age: '0-7' });
  });

  it('are as old as the day on which they were last zero no longer, whatever was added since', () => {
    const more = [...approved, returnEntry(hana, program, on('2026-11-15'), 'r0')];
    expect(items(more, '2026-11-20')[0]).toMatchObject({ partnerId: 'hana', balanceMinor: 210n, since: '2026-11-10' });
  });

  it.each([
    ['2026-11-10', '0-7'],
    ['2026-11-17', '0-7'],
    ['2026-11-18', '8-30'],
    ['2026-12-10', '8-30'],
    ['2026-12-11', '>30'],
  ])('on %s are %s days old, when they were opened on 10 November', (day, age) => {
    expect(items(approved, day)[0]).toMatchObject({ partnerId: 'hana', age });
  });

  it('show both sides of an exchange', () => {
    const abroad = { ...payout('mia'), transferCurrency: 'USD', transferMinor: 70n };
    const found = items([approvedPayoutEntry(abroad, program, on('2026-11-10'))], '2026-11-10');
    expect(found.map(({ account, currency, balanceMinor }) => [account, currency, balanceMinor])).toEqual([
      ['fx', 'JPY', 105n],
      ['fx', 'USD', -70n],
      ['partner/mia/in-payout', 'USD', 70n],
    ]);
  });

  it('stand by period, account, currency and partner where they are equally old, whatever came first', () => {
    const abroad = ['mia', 'ren', 'hana'].map((partnerId) => {
      const exchanged = { ...payout(partnerId), transferCurrency: 'USD', transferMinor: 70n };
      return approvedPayoutEntry(exchanged, program, on('2026-11-10'));
    });
    const onFx = (entries: readonly Entry[]) =>
      items(entries, '2026-11-20').flatMap((item) => (item.currency === 'JPY' ? [item.partnerId] : []));
    expect(onFx(abroad)).toEqual(['hana', 'mia', 'ren']);
    expect(onFx(abroad.toReversed())).toEqual(['hana', 'mia', 'ren']);
  });

  it('are as they were on an earlier booking date', () => {
    expect(items(sent, '2026-11-11', { bookedOn: '2026-11-11', effectiveAt: null })).toMatchObject([
      { partnerId: 'hana', days: 1 },
    ]);
  });

  it('are explained to the last unit: the items of an account sum to its balance', () => {
    const step = fc.record({
      partner: fc.constantFrom('hana', 'ren', 'mia'),
      kind: fc.constantFrom(approvedPayoutEntry, remittanceEntry, returnEntry),
      day: fc.integer({ min: 1, max: 28 }),
      currency: fc.constantFrom('JPY', 'USD'),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const entries = steps.map(({ partner, kind, day, currency }) => {
          const from = { ...payout(partner), transferCurrency: currency, transferMinor: 70n };
          return kind(from, program, on(`2026-11-${String(day).padStart(2, '0')}`), 'r');
        });
        const sums = new Map<string, bigint>();
        for (const { account, currency, balanceMinor } of items(entries, '2026-12-31')) {
          const name = `${account} ${currency}`;
          sums.set(name, (sums.get(name) ?? 0n) + balanceMinor);
        }
        const balances = new Map<string, bigint>();
        for (const [currency, own] of balancesOf(entries, ALL)) {
          for (const [account, minor] of own as ReadonlyMap<Account, bigint>) {
            if (isClearing(account) && minor !== 0n) balances.set(`${account} ${currency}`, minor);
          }
        }
        expect(Object.fromEntries([...sums].filter(([, minor]) => minor !== 0n))).toEqual(Object.fromEntries(balances));
      }),
    );
  });
});
