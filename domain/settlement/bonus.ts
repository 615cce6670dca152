import type { CompiledBonus } from '../commission/compile-plan.ts';
import { roundRatio } from '../money/round.ts';
import type { Period } from './calendar.ts';
import type { MonthMetrics, PartnerBook } from './carry.ts';
import type { ProgramTerms } from './terms.ts';
import { termsPlanAt } from './terms.ts';

/** What a close posts for one bonus and window: its target less what was posted for it before. */
export interface BonusResult {
  readonly bonusId: string;
  readonly window: string;
  readonly metric: string;
  /** The metric now, minor units or a count. */
  readonly metricMinor: bigint;
  readonly reaches: string;
  readonly targetMinor: bigint;
  readonly amountMinor: bigint;
}

/** Keyed so that a bonus is posted against itself only, whatever the plan version that names it. */
export const bonusKey = (bonusId: string, window: string): string => `${bonusId}|${window}`;

/**
 * Bonuses are cumulative targets: reached in a window they are owed, and when the metric shrinks later the difference is taken
 * back. Looks at the windows of this period and of every month whose metrics changed.
 */
export function bonusesOf(
  book: PartnerBook,
  changes: ReadonlyMap<string, MonthMetrics>,
  period: Period,
  terms: ProgramTerms,
): { readonly months: ReadonlyMap<string, MonthMetrics>; readonly bonuses: readonly BonusResult[] } {
  const months = new Map(book.months);
  for (const [month, change] of changes) {
    const before = months.get(month) ?? { baseMinor: 0n, conversions: 0, items: 0 };
    months.set(month, {
      baseMinor: before.baseMinor + change.baseMinor,
      conversions: before.conversions + change.conversions,
      items: before.items + change.items,
    });
  }
  const results = new Map<string, BonusResult>();
  for (const month of [...new Set([...changes.keys(), period.periodId])].sort()) {
    const { start, end } = terms.calendar.period(month);
    for (const compiled of termsPlanAt(terms, Math.min(end, period.end) - 1).bonuses) {
      const window = terms.calendar.windowOf(start, compiled.bonus.window);
      const key = bonusKey(compiled.bonus.id, window.periodId);
      if (!results.has(key)) results.set(key, bonusOf(compiled, window, months, book, period, terms));
    }
  }
  return { months, bonuses: [...results.values()].filter(({ amountMinor }) => amountMinor !== 0n) };
}

function bonusOf(
  { bonus, reaches, pay }: CompiledBonus,
  window: Period,
  months: ReadonlyMap<string, MonthMetrics>,
  book: PartnerBook,
  period: Period,
  terms: ProgramTerms,
): BonusResult {
  let metricMinor = 0n;
  for (const [month, metrics] of months) {
    const { start } = terms.calendar.period(month);
    if (start < window.start || start >= window.end || start >= period.end) continue;
    metricMinor += bonus.metric === 'base' ? metrics.baseMinor : BigInt(metrics[bonus.metric]);
  }
  const isReached = metricMinor > 0n && metricMinor >= reaches;
  const { rounding } = termsPlanAt(terms, Math.min(window.end, period.end) - 1).plan;
  const owed =
    pay.type === 'flat'
      ? pay.amountMinor
      : roundRatio(pay.rate.numerator * metricMinor, pay.rate.denominator, rounding);
  const targetMinor = isReached ? owed : 0n;
  const posted = book.bonuses.get(bonusKey(bonus.id, window.periodId)) ?? 0n;
  return {
    bonusId: bonus.id,
    window: window.periodId,
    metric: bonus.metric,
    metricMinor,
    reaches: bonus.reaches,
    targetMinor,
    amountMinor: targetMinor - posted,
  };
}
