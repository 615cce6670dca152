import { describe, expect, it } from 'vitest';
import type { Bonus, Plan } from '../../../domain/commission/plan.ts';
import { bonusesOf, offersFor } from '../../../domain/settlement/bonus.ts';
import type { MonthMetrics, PartnerBook } from '../../../domain/settlement/carry.ts';
import { EMPTY_PARTNER } from '../../../domain/settlement/carry.ts';
import { aPlan, someTerms } from '../../support/build.ts';

const sold = (baseMinor: bigint, conversions = 0, items = 0): MonthMetrics => ({ baseMinor, conversions, items });

const aBonus = (change: Partial<Bonus> = {}): Bonus => ({
  id: 'b1',
  metric: 'base',
  window: 'year',
  reaches: '1000',
  pay: { flat: { amount: '70', currency: 'JPY' } },
  ...change,
});

/** The bonuses of ptn_1 in a month, by what it sold before and now. */
function bonuses(
  plans: readonly Plan[],
  now: Readonly<Record<string, MonthMetrics>>,
  book: Partial<PartnerBook> = {},
  month = '2026-10',
) {
  const terms = someTerms({ plans });
  const period = terms.calendar.period(month);
  const changes = new Map(Object.entries(now));
  return bonusesOf({ ...EMPTY_PARTNER, ...book }, changes, period, terms, offersFor(period, terms));
}

const paid = (...of: Parameters<typeof bonuses>) =>
  bonuses(...of).bonuses.map(({ bonusId, window, metricMinor, amountMinor }) => [
    bonusId,
    window,
    metricMinor,
    amountMinor,
  ]);

describe('a bonus', () => {
  const plan = aPlan({ bonuses: [aBonus()] });

  it('is paid when its mark is reached over the months of its window, and once', () => {
    const months = new Map([
      ['2025-12', sold(5_000n)],
      ['2026-03', sold(600n)],
    ]);
    expect(paid([plan], { '2026-10': sold(399n) }, { months })).toEqual([]);
    expect(paid([plan], { '2026-10': sold(400n) }, { months })).toEqual([['b1', '2026', 1_000n, 70n]]);
    const book = { months, bonuses: new Map([['b1|2026', 70n]]) };
    expect(paid([plan], { '2026-10': sold(400n) }, book)).toEqual([]);
  });

  it('is taken back by what it shrinks below', () => {
    const book = { months: new Map([['2026-03', sold(1_000n)]]), bonuses: new Map([['b1|2026', 70n]]) };
    expect(paid([plan], { '2026-03': sold(-1n) }, book)).toEqual([['b1', '2026', 999n, -70n]]);
  });

  it('is met once where several months of its window changed', () => {
    const changes = { '2026-08': sold(500n), '2026-09': sold(500n), '2026-10': sold(500n) };
    expect(paid([plan], changes)).toEqual([['b1', '2026', 1_500n, 70n]]);
  });

  it('does not count what is sold after the period', () => {
    expect(paid([plan], { '2026-11': sold(5_000n) })).toEqual([]);
  });

  it.each<[Bonus['metric'], bigint]>([
    ['conversions', 3n],
    ['items', 7n],
  ])('counts %s', (metric, metricMinor) => {
    const counting = aPlan({ bonuses: [aBonus({ metric, reaches: '3' })] });
    expect(paid([counting], { '2026-10': sold(1n, 3, 7) })).toEqual([['b1', '2026', metricMinor, 70n]]);
  });

  it('by a rate is of all that was sold, rounded as the plan says', () => {
    const rated = (rounding: Plan['rounding']) => aPlan({ rounding, bonuses: [aBonus({ pay: { rate: '0.005' } })] });
    expect(paid([rated('down')], { '2026-10': sold(1_100n) })).toEqual([['b1', '2026', 1_100n, 5n]]);
    expect(paid([rated('up')], { '2026-10': sold(1_100n) })).toEqual([['b1', '2026', 1_100n, 6n]]);
  });

  it('for nothing sold is none, even where nothing is asked for', () => {
    const free = aPlan({ bonuses: [aBonus({ reaches: '0' })] });
    expect(paid([free], {})).toEqual([]);
    expect(paid([free], { '2026-10': sold(1n) })).toEqual([['b1', '2026', 1n, 70n]]);
  });

  it('adds what changed to what was known of each month', () => {
    const months = new Map([['2026-09', sold(5n, 1, 2)]]);
    const changed = bonuses([plan], { '2026-09': sold(-2n, -1, 3), '2026-10': sold(7n, 1, 1) }, { months });
    expect(changed.months).toEqual(
      new Map([
        ['2026-09', sold(3n, 0, 5)],
        ['2026-10', sold(7n, 1, 1)],
      ]),
    );
  });
});

describe('a bonus of several plan versions', () => {
  const early = aPlan({ version: 2, bonuses: [aBonus({ reaches: '100' })] });
  const late = aPlan({ version: 1, effectiveFrom: '2026-10-01', bonuses: [aBonus({ reaches: '5000' })] });

  it('is as the latest of its window promises it, whatever their numbers and order', () => {
    for (const plans of [
      [early, late],
      [late, early],
    ]) {
      expect(paid(plans, { '2026-10': sold(1_000n) })).toEqual([]);
      const [result] = bonuses(plans, { '2026-10': sold(5_000n) }).bonuses;
      expect(result).toMatchObject({ planVersion: 1, reaches: '5000', isOffered: true });
    }
  });

  it('that is promised no more earns nothing new, and keeps what it earned while the metric holds', () => {
    const dropped = aPlan({ version: 3, effectiveFrom: '2026-10-15' });
    expect(paid([early, dropped], { '2026-10': sold(1_000n) })).toEqual([]);
    const book = { months: new Map([['2026-03', sold(100n)]]), bonuses: new Map([['b1|2026', 50n]]) };
    expect(paid([early, dropped], { '2026-10': sold(1n) }, book)).toEqual([]);
    expect(paid([early, dropped], { '2026-03': sold(-1n) }, book)).toEqual([['b1', '2026', 99n, -50n]]);
  });

  it('is not of a plan that begins after the period', () => {
    const next = aPlan({ version: 3, effectiveFrom: '2026-11-01', bonuses: [aBonus({ reaches: '1' })] });
    expect(paid([aPlan(), next], { '2026-10': sold(1_000n) })).toEqual([]);
  });
});
