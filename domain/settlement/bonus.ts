import type { CompiledBonus } from '../commission/compile-plan.ts';
import type { PeriodId } from '../ids.ts';
import type { RoundingMode } from '../money/round.ts';
import { roundProduct } from '../money/round.ts';
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
  readonly pay: CompiledBonus['pay'];
  readonly rounding: RoundingMode;
  /** The plan version that promises it, the latest of its window. */
  readonly planVersion: number;
  /** Still promised at the end of the window; if not, it earns nothing new. */
  readonly isOffered: boolean;
  readonly targetMinor: bigint;
  readonly amountMinor: bigint;
}

/** Keyed so that a bonus is posted against itself only, whatever the plan version that names it. */
export const bonusKey = (bonusId: string, window: string): string => `${bonusId}|${window}`;

/** A bonus in one of its windows, with what was last promised of it. */
interface Offer {
  readonly key: string;
  readonly compiled: CompiledBonus;
  readonly window: Period;
  readonly rounding: RoundingMode;
  readonly planVersion: number;
  /** Named by the plan in force at the end of the window, or at the cutoff while it is open. */
  readonly isOffered: boolean;
}

/** The bonuses whose windows hold a month. */
export type Offers = (month: PeriodId) => readonly Offer[];

/**
 * The bonuses that any plan in force in their window names, each by the latest of them, so that a target depends on what was
 * sold and promised and not on which month happened to change. Looked up once a month, for all partners.
 */
export function offersFor(period: Period, terms: ProgramTerms): Offers {
  const known = new Map<PeriodId, readonly Offer[]>();
  return (month) => {
    const found = known.get(month) ?? offersIn(month, period, terms);
    known.set(month, found);
    return found;
  };
}

function offersIn(month: PeriodId, period: Period, terms: ProgramTerms): readonly Offer[] {
  const { start } = terms.calendar.period(month);
  const offers = new Map<string, Offer>();
  for (const plan of [...terms.plans].sort((a, b) => a.effectiveAt - b.effectiveAt)) {
    for (const compiled of plan.bonuses) {
      const window = terms.calendar.windowOf(start, compiled.bonus.window);
      const limit = Math.min(window.end, period.end);
      const from = Math.max(plan.effectiveAt, window.start);
      if (from >= limit || termsPlanAt(terms, from) !== plan) continue;
      const key = bonusKey(compiled.bonus.id, window.periodId);
      const isOffered = termsPlanAt(terms, limit - 1) === plan;
      const { rounding, version: planVersion } = plan.plan;
      offers.set(key, { key, compiled, window, rounding, planVersion, isOffered });
    }
  }
  return [...offers.values()];
}

/**
 * Bonuses are cumulative targets: reached in a window they are owed, and when the metric shrinks later the difference is taken
 * back. Looks at the windows of this period and of every month whose metrics changed.
 */
export function bonusesOf(
  book: PartnerBook,
  changes: ReadonlyMap<string, MonthMetrics>,
  period: Period,
  terms: ProgramTerms,
  offersOf: Offers,
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
  // A window of several months is met once in each that changed.
  const offers = new Map<string, Offer>();
  for (const month of [...changes.keys(), period.periodId].sort()) {
    for (const offer of offersOf(month)) offers.set(offer.key, offer);
  }
  const bonuses = [...offers.values()].map((offer) => bonusOf(offer, months, book, period, terms));
  return { months, bonuses: bonuses.filter(({ amountMinor }) => amountMinor !== 0n) };
}

function bonusOf(
  { key, compiled, window, rounding, planVersion, isOffered }: Offer,
  months: ReadonlyMap<string, MonthMetrics>,
  book: PartnerBook,
  period: Period,
  terms: ProgramTerms,
): BonusResult {
  const { bonus, reaches, pay } = compiled;
  let metricMinor = 0n;
  for (const [month, metrics] of months) {
    const { start } = terms.calendar.period(month);
    if (start < window.start || start >= window.end || start >= period.end) continue;
    metricMinor += bonus.metric === 'base' ? metrics.baseMinor : BigInt(metrics[bonus.metric]);
  }
  const isReached = metricMinor > 0n && metricMinor >= reaches;
  const owed = pay.type === 'flat' ? pay.amountMinor : roundProduct(pay.rate, metricMinor, rounding);
  const posted = book.bonuses.get(key) ?? 0n;
  const reached = isReached ? owed : 0n;
  // A bonus that is not offered any more earns nothing new, but what was posted stays while the metric holds.
  const targetMinor = isOffered || reached < posted ? reached : posted;
  return {
    bonusId: bonus.id,
    window: window.periodId,
    metric: bonus.metric,
    metricMinor,
    reaches: bonus.reaches,
    pay,
    rounding,
    planVersion,
    isOffered,
    targetMinor,
    amountMinor: targetMinor - posted,
  };
}
