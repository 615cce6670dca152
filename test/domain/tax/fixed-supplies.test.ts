import { describe, expect, it } from 'vitest';
import type { Entry, EntryCause, Posting } from '../../../domain/ledger/entry.ts';
import { debtCarriedIn, fixedMovements, suppliedIn } from '../../../domain/tax/fixed-supplies.ts';

const sale: EntryCause = { type: 'conversion', conversionId: '#1', lines: [] };
const posted = (cause: EntryCause, from: Posting['from'], to: Posting['to'], amountMinor: bigint): Entry => ({
  entryId: '2026-10/e',
  merchantId: 'mer_1',
  programId: 'prg_1',
  partnerId: 'ptn_1',
  kind: 'release',
  periodId: '2026-10',
  bookedOn: '2026-10-31',
  effectiveAt: 0,
  currency: 'JPY',
  cause,
  postings: [{ from, to, amountMinor }],
});
const [held, payable, inPayout] = ['partner/ptn_1/held', 'partner/ptn_1/payable', 'partner/ptn_1/in-payout'] as const;
const expense = 'expense/commission';

describe('what a period newly fixes', () => {
  it('is what became payable and what was taken back from there, nothing held, paid or on its way', () => {
    const entries = [
      posted(sale, expense, held, 500n),
      posted(sale, held, expense, 100n),
      posted(sale, held, payable, 400n),
      posted(sale, payable, expense, 50n),
      posted({ type: 'bonus', bonusId: 'b', window: '2026-10' }, expense, payable, 30n),
      posted({ type: 'override', recruitedPartnerId: 'ptn_2', level: 1 }, payable, expense, 7n),
      posted({ type: 'bonus', bonusId: 'b', window: '2026-09' }, payable, expense, 3n),
      posted({ type: 'statement', statementId: 's' }, payable, inPayout, 300n),
    ];
    expect(fixedMovements(entries, 'ptn_1')).toEqual([
      { amountMinor: 400n, origin: 'e' },
      { amountMinor: -50n, origin: 'release/%231/ptn_1' },
      { amountMinor: 30n, origin: 'e' },
      { amountMinor: -7n, origin: 'override/ptn_2/1/ptn_1' },
      { amountMinor: -3n, origin: 'bonus/b/2026-09/ptn_1' },
    ]);
  });

  it('of what nothing fixed is taken back of nothing; what an adjustment takes back is told by its id', () => {
    const adjustment: EntryCause = { type: 'adjustment', adjustmentId: 'a', reason: 'correction' };
    const entries = [
      posted({ type: 'statement', statementId: 's' }, payable, expense, 9n),
      posted(adjustment, payable, expense, 4n),
    ];
    expect(fixedMovements(entries, 'ptn_1')).toStrictEqual([
      { amountMinor: -9n, origin: null },
      { amountMinor: -4n, origin: null, adjusted: { adjustmentId: 'a', effectiveAt: 0 } },
    ]);
  });

  it('is no debt that was let go: nobody supplied anything for it', () => {
    const adjustment = { type: 'adjustment', adjustmentId: 'a' } as const;
    const entries = [
      posted({ ...adjustment, reason: 'debt-write-off' }, expense, payable, 6000n),
      posted({ ...adjustment, reason: 'goodwill' }, expense, payable, 20n),
    ];
    expect(fixedMovements(entries, 'ptn_1')).toEqual([{ amountMinor: 20n, origin: 'e' }]);
    expect(suppliedIn(entries, 'ptn_1')).toBe(20n);
  });
});

describe('the debt carried in', () => {
  const takenOver = {
    ...posted({ type: 'opening', importId: 'i' }, payable, 'equity/opening', 70n),
    kind: 'opening',
  } as const;

  const creditTakenOver = {
    ...posted({ type: 'opening', importId: 'i' }, 'equity/opening', payable, 70n),
    kind: 'opening',
  } as const;

  it.each([
    ['less what was taken over to the good', -100n, [creditTakenOver], 30n],
    ['none of a partner to whom something is owed', 40n, [], 0n],
    ['what the period began with', -30n, [], 30n],
    ['what was taken over from other books', 0n, [takenOver], 70n],
    ['both together', -30n, [takenOver], 100n],
    ['none where a balance covers it', 70n, [takenOver], 0n],
    ['not what the period itself takes back', 0n, [posted(sale, payable, expense, 50n)], 0n],
  ])('is %s', (_, openingMinor, entries, debtMinor) => {
    expect(debtCarriedIn(openingMinor, entries, 'ptn_1')).toBe(debtMinor);
  });
});
