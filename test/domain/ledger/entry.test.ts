import { describe, expect, it } from 'vitest';
import { canonical } from '../../../domain/integrity/canonical.ts';
import { bucketOf, isAccount, partnerAccount } from '../../../domain/ledger/account.ts';
import type { Entry, EntryCause } from '../../../domain/ledger/entry.ts';
import { isRunEntry, RUN_KINDS, STEP_KINDS } from '../../../domain/ledger/entry.ts';
import { entryText } from '../../../domain/ledger/entry-text.ts';
import { postingsBetween } from '../../../domain/ledger/postings-between.ts';

const causes: readonly EntryCause[] = [
  { type: 'conversion', conversionId: '#1', lines: [{ lineId: '1', ruleId: 'base', amountMinor: -3n }] },
  { type: 'bonus', bonusId: 'b1', window: '2026-10' },
  { type: 'override', recruitedPartnerId: 'ptn_2', level: 1 },
  { type: 'statement', statementId: 'stm_1' },
  { type: 'adjustment', adjustmentId: 'adj_1', reason: 'debt-write-off' },
  { type: 'opening', importId: 'imp_1' },
  { type: 'reserve', keptIn: '2026-10' },
  { type: 'payout', payoutId: 'pay_1' },
  { type: 'remittance', payoutId: 'pay_1', reference: 'bank "7"' },
];

const kinds = [...RUN_KINDS, ...STEP_KINDS];

const entries: readonly Entry[] = causes.map((cause, index) => ({
  entryId: `entry_${index}`,
  merchantId: 'mer_1',
  programId: 'prg_1',
  partnerId: 'ptn_1',
  kind: kinds[index] ?? 'accrual',
  periodId: '2026-10',
  bookedOn: '2026-10-31',
  effectiveAt: 7,
  currency: 'JPY',
  cause,
  postings: [
    { from: 'partner/ptn_1/in-payout', to: 'fx', amountMinor: 150n },
    { from: 'fx', to: 'partner/ptn_1/in-payout', amountMinor: 1n, currency: 'USD' },
  ],
}));

describe('an entry as text', () => {
  it.each(entries)('is canonical, caused by a $cause.type', (entry) => {
    expect(entryText(entry)).toBe(canonical(entry));
  });
});

describe('kinds of entries', () => {
  it('are of the run, which the close checks, or of a later step', () => {
    expect(kinds.filter((kind) => isRunEntry({ kind }))).toEqual(RUN_KINDS);
    expect(new Set(kinds).size).toBe(kinds.length);
  });
});

describe('accounts', () => {
  it('name their partner and bucket, whatever letters the partner has', () => {
    expect(bucketOf(partnerAccount('a/b', 'in-payout'))).toEqual({ partnerId: 'a/b', bucket: 'in-payout' });
    expect(bucketOf('equity/opening')).toBeNull();
  });

  it.each([
    ['cash', true],
    ['fx/realised', true],
    ['partner/ptn_1/reserve', true],
    ['partner/a/b/held', true],
    ['partner//held', false],
    ['partner/ptn_1/savings', false],
    ['partner', false],
    ['savings', false],
  ])('%s is one: %s', (text, expected) => {
    expect(isAccount(text)).toBe(expected);
  });
});

describe('a signed amount', () => {
  it('moves the other way when it is negative, and is no posting when it is nothing', () => {
    expect([5n, -5n, 0n].map((minor) => postingsBetween('cash', 'fx', minor))).toEqual([
      [{ from: 'cash', to: 'fx', amountMinor: 5n }],
      [{ from: 'fx', to: 'cash', amountMinor: 5n }],
      [],
    ]);
  });
});
