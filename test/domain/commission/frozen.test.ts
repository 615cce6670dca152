import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan, Step } from '../../../domain/commission/plan.ts';
import { closePeriod } from '../../../domain/settlement/close-period.ts';
import type { Conversion } from '../../../domain/tracking/conversion.ts';
import type { Reversal } from '../../../domain/tracking/reversal.ts';
import { aReversal, at, someFacts, someTerms } from '../../support/build.ts';
import { aSale, closeOctober, paying, rowsOf, yen } from './october.ts';

const NOVEMBER = at('2026-11-10T12:00:00+09:00');

interface November {
  readonly plan: Plan;
  readonly october: readonly Conversion[];
  /** Reversals that October closed with. */
  readonly before?: readonly Reversal[];
  readonly late?: readonly Conversion[];
  readonly reversals?: readonly Partial<Reversal>[];
}

/** The lines that November changes, after October has been closed; nothing is held, so that no release shows among them. */
function november({ october, before = [], late = [], reversals = [], ...of }: November) {
  const plan = { ...of.plan, holdDays: 0 };
  const first = closeOctober({ plan, conversions: october, reversals: before });
  const terms = someTerms({ plan });
  const facts = someFacts({
    conversions: late,
    reversals: reversals.map((reversal, index) =>
      aReversal({ reversalId: `rev_${index}`, occurredAt: NOVEMBER + index, ...reversal }),
    ),
  });
  return rowsOf(closePeriod(terms.calendar.period('2026-11'), facts, first.carry, terms));
}

const amounts = (of: November) => november(of).map(({ conversion, amount }) => [conversion, amount]);

const volume = paying({
  volume: {
    metric: 'base',
    window: 'month',
    mode: 'marginal',
    steps: [
      { from: '0', rate: '0.04' },
      { from: '1000', rate: '0.10' },
    ],
  },
});

describe('a reversal after the window of its rule has closed', () => {
  it('takes back in proportion to what the line was last worth', () => {
    // ¥1,000 at 4 % and ¥1,000 at 10 % made ¥140 of ¥2,000; half of it is ¥70.
    expect(amounts({ plan: volume, october: [aSale(1, [2_000n])], reversals: [{}] })).toEqual([['cnv_1', 70n]]);
  });

  it('leaves the other lines of the window as they were', () => {
    const october = [aSale(1, [1_000n]), aSale(2, [1_000n])];
    expect(amounts({ plan: volume, october, reversals: [{ amountMinor: 500n }] })).toEqual([['cnv_1', 20n]]);
  });

  it('shows what it counts from', () => {
    const [row] = november({ plan: volume, october: [aSale(1, [2_000n])], reversals: [{}] });
    expect(row?.trace.pay).toEqual({
      type: 'frozen',
      lastAmountMinor: 140n,
      lastNetBaseMinor: 2_000n,
      isWhole: false,
    });
  });

  it('leaves nothing of a line that is fully reversed', () => {
    const rows = november({ plan: volume, october: [aSale(1, [2_000n])], reversals: [{ amountMinor: 2_000n }] });
    expect(rows).toMatchObject([{ amount: 0n, reason: 'fully-reversed', trace: { exact: '0', roundedMinor: 0n } }]);
  });

  it('adds up: many take back what one of their sum does', () => {
    const october = [aSale(1, [2_000n])];
    const many = Array.from({ length: 9 }, () => ({ amountMinor: 111n }));
    expect(amounts({ plan: volume, october, reversals: many })).toEqual(
      amounts({ plan: volume, october, reversals: [{ amountMinor: 999n }] }),
    );
  });

  it('counts each month from what was sealed, never from what a month before left', () => {
    // ¥1,000 at 5 % were sealed as ¥50. Of ¥650 ¥32.5 are left, ¥32; of ¥630 ¥31.5, again ¥32 (of ¥32 it were ¥31).
    const plan = { ...paying({ rate: '0.05' }, { cap: { amount: '900', per: 'partner-period' } }), holdDays: 0 };
    const terms = someTerms({ plan });
    let { carry } = closeOctober({ plan, conversions: [aSale(1, [1_000n])] });
    const left = [350n, 20n].map((amountMinor, month) => {
      const occurredAt = NOVEMBER + month;
      const facts = someFacts({ reversals: [aReversal({ reversalId: `r${month}`, occurredAt, amountMinor })] });
      const result = closePeriod(terms.calendar.period(`2026-${11 + month}`), facts, carry, terms);
      carry = result.carry;
      return rowsOf(result).map(({ amount }) => amount);
    });
    expect(left).toEqual([[32n], [32n]]);
  });

  it('gives no room of a cap back', () => {
    const plan = paying({ rate: '0.10' }, { cap: { amount: '150', per: 'partner-period' } });
    const october = [aSale(1, [1_000n]), aSale(2, [1_000n])];
    expect(amounts({ plan, october, reversals: [{ conversionId: 'cnv_1' }] })).toEqual([['cnv_1', 0n]]);
  });

  it('gives no room of a cap of the whole program back, to nobody', () => {
    const plan = paying({ rate: '0.10' }, { cap: { amount: '100', per: 'program-period' } });
    const late = [aSale(2, [1_000n], { partnerId: 'ptn_2' })];
    expect(amounts({ plan, october: [aSale(1, [1_000n])], late, reversals: [{ amountMinor: 400n }] })).toEqual([
      ['cnv_1', 60n],
      ['cnv_2', 0n],
    ]);
  });

  it('shows no cap of what was sealed and stands', () => {
    const plan = paying({ flat: yen('100'), per: 'line' }, { cap: { amount: '500', per: 'program-period' } });
    const [row] = november({ plan, october: [aSale(1, [2_000n])], reversals: [{}] });
    expect(row).toMatchObject({ amount: 100n, trace: { caps: [] } });
  });

  it('of a capped line takes back of the capped amount', () => {
    const plan = paying({ rate: '0.10' }, { cap: { amount: '150', per: 'partner-period' } });
    const reversals = [{ conversionId: 'cnv_2' }];
    expect(amounts({ plan, october: [aSale(1, [1_000n]), aSale(2, [2_000n])], reversals })).toEqual([['cnv_2', 25n]]);
  });

  it.each(['conversion', 'line'] as const)('leaves a flat amount per %s whole while the line lives', (per) => {
    const plan = paying({ flat: yen('100'), per }, { cap: { amount: '1000', per: 'partner-period' } });
    expect(amounts({ plan, october: [aSale(1, [2_000n])], reversals: [{}] })).toEqual([['cnv_1', 100n]]);
    expect(amounts({ plan, october: [aSale(1, [2_000n])], reversals: [{ amountMinor: 2_000n }] })).toEqual([
      ['cnv_1', 0n],
    ]);
  });

  const byCount = (...steps: readonly Step[]) =>
    paying({ volume: { metric: 'conversions', window: 'month', mode: 'marginal', steps } });

  it('leaves a flat amount of a step whole while the line lives', () => {
    const plan = byCount({ from: '0', flat: yen('100') }, { from: '1', flat: yen('300') });
    const october = [aSale(1, [2_000n]), aSale(2, [2_000n])];
    expect(amounts({ plan, october, reversals: [{ conversionId: 'cnv_2' }] })).toEqual([['cnv_2', 300n]]);
  });

  it('takes back in proportion where any step has a rate', () => {
    const plan = byCount({ from: '0', flat: yen('100') }, { from: '1', rate: '0.1' });
    expect(amounts({ plan, october: [aSale(1, [2_000n])], reversals: [{}] })).toEqual([['cnv_1', 50n]]);
  });

  it('leaves what was earned on a line of no money whole, when another line comes back', () => {
    const plan = paying({ flat: yen('100'), per: 'item' }, { cap: { amount: '1000', per: 'partner-period' } });
    const october = [aSale(1, [{ amountMinor: 0n, quantity: 2 }, { amountMinor: 2_000n }])];
    const rows = november({ plan, october, reversals: [{ lineId: '2' }] });
    expect(rows.map(({ line, amount }) => [line, amount])).toEqual([
      ['1', 200n],
      ['2', 50n],
    ]);
    expect(rows[0]?.trace).toMatchObject({ pay: { type: 'frozen', isWhole: true }, exact: '200' });
  });

  it('takes back of a flat amount per item, which is not owed for what came back', () => {
    const plan = paying({ flat: yen('100'), per: 'item' }, { cap: { amount: '1000', per: 'partner-period' } });
    const october = [aSale(1, [{ amountMinor: 2_000n, quantity: 2 }])];
    expect(amounts({ plan, october, reversals: [{ quantity: 1 }] })).toEqual([['cnv_1', 100n]]);
  });

  it('leaves less or the same, never more and never less than nothing', () => {
    const amount = fc.bigInt({ min: 1n, max: 100_000n });
    fc.assert(
      fc.property(amount, fc.array(amount, { minLength: 1, maxLength: 4 }), (sold, taken) => {
        const october = [aSale(1, [sold])];
        const [before] = rowsOf(closeOctober({ plan: volume, conversions: october }));
        const [after] = november({ plan: volume, october, reversals: taken.map((amountMinor) => ({ amountMinor })) });
        expect(after === undefined || (after.amount >= 0n && after.amount <= (before?.amount ?? 0n))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a line that comes to life after another of its sale was sealed', () => {
  const october = [aSale(1, [2_000n, 1_000n])];
  const before = [aReversal({ reversalId: 'lost', lineId: '2', cause: 'chargeback', amountMinor: 1_000n })];
  const won = { lineId: '2', cause: 'dispute-won', amountMinor: 1_000n, undoes: 'lost' } as const;
  const revived = (plan: Plan, ...more: readonly Partial<Reversal>[]) =>
    november({ plan, october, before, reversals: [won, ...more] }).map(({ line, amount, reason }) => [
      line,
      amount,
      reason,
    ]);

  it('is paid no second time for the whole sale', () => {
    const plan = paying({ flat: yen('100'), per: 'conversion' }, { cap: { amount: '900', per: 'partner-period' } });
    expect(revived(plan)).toEqual([
      ['1', 100n, null],
      ['2', 0n, 'paid-on-earlier-line'],
    ]);
  });

  it('is not paid for the whole sale in place of the other, when that is reversed in full', () => {
    const plan = paying({ flat: yen('100'), per: 'conversion' }, { cap: { amount: '900', per: 'partner-period' } });
    expect(revived(plan, { lineId: '1', amountMinor: 2_000n })).toEqual([
      ['1', 0n, 'fully-reversed'],
      ['2', 0n, 'paid-on-earlier-line'],
    ]);
  });

  it('is counted no second time', () => {
    const steps = [
      { from: '0', rate: '0.1' },
      { from: '1', rate: '0.5' },
    ];
    const plan = paying({ volume: { metric: 'conversions', window: 'month', mode: 'marginal', steps } });
    expect(revived(plan)).toEqual([
      ['1', 200n, null],
      ['2', 100n, null],
    ]);
  });

  it('has what the sealed lines left of the cap of the sale', () => {
    const steps = [{ from: '0', rate: '0.1' }];
    const volume = { metric: 'base', window: 'month', mode: 'marginal', steps } as const;
    const plan = paying({ volume }, { cap: { amount: '250', per: 'conversion' } });
    expect(revived(plan)).toEqual([
      ['1', 200n, null],
      ['2', 50n, null],
    ]);
  });
});

describe('a sale that arrives after its window has closed', () => {
  it('goes on where the window ended', () => {
    expect(amounts({ plan: volume, october: [aSale(1, [1_000n])], late: [aSale(2, [1_000n])] })).toEqual([
      ['cnv_2', 100n],
    ]);
  });

  it('reaches a step of the whole window by what was sealed of it, once', () => {
    // ¥1,000 were sealed; with ¥400 more the window has ¥1,400, also while a refund has the sealed sale looked at again.
    const steps = [
      { from: '0', rate: '0.04' },
      { from: '1500', rate: '0.10' },
    ];
    const plan = paying({ volume: { metric: 'base', window: 'month', mode: 'retroactive', steps } });
    const of = { plan, october: [aSale(1, [1_000n])], reversals: [{ amountMinor: 100n }] };
    expect(amounts({ ...of, late: [aSale(2, [400n])] })).toEqual([
      ['cnv_1', 36n],
      ['cnv_2', 16n],
    ]);
    expect(amounts({ ...of, late: [aSale(2, [500n])] })).toEqual([
      ['cnv_1', 36n],
      ['cnv_2', 50n],
    ]);
  });

  it('has the room that is left of a cap', () => {
    const plan = paying({ rate: '0.10' }, { cap: { amount: '150', per: 'partner-period' } });
    expect(amounts({ plan, october: [aSale(1, [1_000n])], late: [aSale(2, [1_000n])] })).toEqual([['cnv_2', 50n]]);
  });

  it('has the room that is left of a cap of the whole program', () => {
    const plan = paying({ rate: '0.10' }, { cap: { amount: '150', per: 'program-period' } });
    const late = [aSale(2, [1_000n], { partnerId: 'ptn_2' })];
    expect(amounts({ plan, october: [aSale(1, [1_000n])], late })).toEqual([['cnv_2', 50n]]);
  });
});

describe('a new month', () => {
  const inNovember = { occurredAt: NOVEMBER };

  it('begins a monthly window anew', () => {
    const late = [aSale(2, [1_000n], inNovember)];
    expect(amounts({ plan: volume, october: [aSale(1, [5_000n])], late })).toEqual([['cnv_2', 40n]]);
  });

  it('begins the cap of a period anew', () => {
    const plan = paying({ rate: '0.10' }, { cap: { amount: '150', per: 'partner-period' } });
    const late = [aSale(2, [5_000n], inNovember)];
    expect(amounts({ plan, october: [aSale(1, [5_000n])], late })).toEqual([['cnv_2', 150n]]);
  });

  it('goes on with a window of a quarter, and earlier lines follow it', () => {
    const plan = paying({
      volume: {
        metric: 'base',
        window: 'quarter',
        mode: 'retroactive',
        steps: [
          { from: '0', rate: '0.04' },
          { from: '2000', rate: '0.10' },
        ],
      },
    });
    expect(amounts({ plan, october: [aSale(1, [1_000n])], late: [aSale(2, [1_000n], inNovember)] })).toEqual([
      ['cnv_1', 100n],
      ['cnv_2', 100n],
    ]);
  });

  it('goes on with the cap of a customer, which is for ever', () => {
    const plan = paying({ rate: '0.10' }, { cap: { amount: '150', per: 'customer' } });
    const october = [aSale(1, [1_000n], { customerId: 'cus_1' })];
    const late = [aSale(2, [1_000n], { ...inNovember, customerId: 'cus_1' })];
    const paid = new Map(november({ plan, october, late }).map(({ conversion, amount }) => [conversion, amount]));
    expect(paid.get('cnv_2')).toBe(50n);
  });

  it('counts months from the first credited sale of the customer, to the same time of the same day', () => {
    const plan = paying({ rate: '0.10' }, { months: 1 });
    const october = [aSale(0, [1_000n], { customerId: 'cus_1' })];
    const { occurredAt } = aSale(0, []);
    const monthLater = occurredAt + 31 * 86_400_000;
    const late = [
      aSale(1, [1_000n], { customerId: 'cus_1', occurredAt: monthLater - 1 }),
      aSale(2, [1_000n], { customerId: 'cus_1', occurredAt: monthLater }),
    ];
    const rules = new Map(november({ plan, october, late }).map(({ conversion, rule }) => [conversion, rule]));
    expect([rules.get('cnv_1'), rules.get('cnv_2')]).toEqual(['rule', null]);
  });
});
