import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../domain/ledger/entry.ts';
import { journalAccount, journalHead, journalText } from '../../../domain/ledger/journal-text.ts';

const PAYOUT = {
  entryId: '2026-10/payout/ptn_1',
  kind: 'payout',
  bookedOn: '2026-11-20',
  effectiveAt: Date.parse('2026-11-20T00:00:00Z'),
  currency: 'JPY',
  postings: [
    { from: 'partner/ptn_1/in-payout', to: 'fx', amountMinor: 1500n },
    { from: 'fx', to: 'partner/ptn_1/in-payout', amountMinor: 1001n, currency: 'USD' },
  ],
} as unknown as Entry;

// Both read a posting as indented, its amount behind two spaces at least.
describe('a journal for ledger and hledger', () => {
  it('has what leaves an account as a debit there, each posting in its own currency and its decimals', () => {
    expect(journalText(PAYOUT)).toBe(
      [
        '',
        '2026-11-20 payout',
        '    ; 2026-10/payout/ptn_1 effective 2026-11-20T00:00:00Z',
        '    partner:ptn_1:in-payout  1500 JPY',
        '    fx  -1500 JPY',
        '    fx  10.01 USD',
        '    partner:ptn_1:in-payout  -10.01 USD',
        '',
      ].join('\n'),
    );
  });

  it('names currencies and accounts before the first entry, each once and in order', () => {
    expect(journalHead(['partner/ptn_1/held', 'expense/commission'], ['USD', 'JPY'])).toBe(
      'commodity JPY\ncommodity USD\naccount expense:commission\naccount partner:ptn_1:held\n',
    );
  });

  it.each([
    ['expense/commission', 'expense:commission'],
    ['cash', 'cash'],
    ['partner/ptn_1/held', 'partner:ptn_1:held'],
    ['partner/a:b 七/in-payout', 'partner:a%3Ab%20七:in-payout'],
    ['partner/山田.2-x/payable', 'partner:山田.2-x:payable'],
  ] as const)('calls %s %s', (account, name) => {
    expect(journalAccount(account)).toBe(name);
  });
});
