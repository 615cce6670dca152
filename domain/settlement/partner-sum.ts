import type { PartnerId, PeriodId } from '../ids.ts';
import type { Instant } from '../time.ts';
import type { BookedConversion } from './booked.ts';
import type { MonthMetrics } from './carry.ts';
import type { SettledLine } from './settle-lines.ts';
import type { ProgramTerms } from './terms.ts';

/** What a close came to for one partner's lines, minor units of the program's currency. */
export interface PartnerSum {
  readonly baseMinor: bigint;
  readonly commissionMinor: bigint;
  readonly releasedMinor: bigint;
  /** Of what was released: that of conversions within so many months of the partner's joining, where overrides ask for it. */
  readonly releasedWithin: ReadonlyMap<number, bigint>;
  /** Change of the metrics, by month of the conversion. */
  readonly months: ReadonlyMap<PeriodId, MonthMetrics>;
}

export interface GrowingSum {
  baseMinor: bigint;
  commissionMinor: bigint;
  releasedMinor: bigint;
  readonly releasedWithin: Map<number, bigint>;
  readonly months: Map<PeriodId, GrowingMetrics>;
}

type GrowingMetrics = { -readonly [name in keyof MonthMetrics]: MonthMetrics[name] };

const emptySum = (): GrowingSum => ({
  baseMinor: 0n,
  commissionMinor: 0n,
  releasedMinor: 0n,
  releasedWithin: new Map(),
  months: new Map(),
});

/** Of a partner without lines. */
export const NO_SUM: PartnerSum = emptySum();

/** Sums of lines by their partners. */
export type PartnerSums = Map<PartnerId, GrowingSum>;

/** Adds lines to the sums of their partners; lines come in conversion order, and those of a conversion at once. */
export function sumByPartner(
  settled: readonly SettledLine[],
  terms: ProgramTerms,
  sums: PartnerSums = new Map(),
): PartnerSums {
  const endsOf = overrideEnds(terms);
  // Lines of one conversion are neighbours: whether it lives for a partner is known when the next one begins.
  const live = new Map<GrowingMetrics, Liveness>();
  let current: BookedConversion | null = null;
  for (const { paid, postedMinor, releasedMinor, netBaseChangeMinor } of settled) {
    const { line, booked, base } = paid;
    if (booked !== current) {
      countLive(live);
      live.clear();
      current = booked;
    }
    const sum = sums.get(line.partnerId) ?? emptySum();
    sums.set(line.partnerId, sum);
    sum.commissionMinor += postedMinor;
    sum.releasedMinor += releasedMinor;
    if (endsOf !== null) {
      // Within the months or not by when it was sold, so that what comes back later comes back from the same levels.
      for (const [months, end] of endsOf(line.partnerId)) {
        if (booked.conversion.occurredAt >= end) continue;
        sum.releasedWithin.set(months, (sum.releasedWithin.get(months) ?? 0n) + releasedMinor);
      }
    }
    sum.baseMinor += netBaseChangeMinor;
    if (line.isShare) continue;
    const month = monthOf(sum, terms.calendar.periodOf(booked.conversion.occurredAt).periodId);
    month.baseMinor += netBaseChangeMinor;
    month.items += base.quantity - line.quantity;
    const state = live.get(month);
    live.set(month, { before: state?.before === true || line.isLive, now: state?.now === true || base.isLive });
  }
  countLive(live);
  return sums;
}

/** For each number of months that a level of overrides has in any plan, when they end for a partner; null: no level has any. */
function overrideEnds({ plans, calendar, directory }: ProgramTerms) {
  const limits = [...new Set(plans.flatMap(({ plan }) => plan.overrides?.months ?? []))];
  if (limits.length === 0) return null;
  const known = new Map<PartnerId, readonly (readonly [months: number, end: Instant])[]>();
  return (partnerId: PartnerId) => {
    const joinedAt = directory.enrollments.get(partnerId)?.joinedAt;
    const found =
      known.get(partnerId) ??
      (joinedAt === undefined ? [] : limits.map((months) => [months, calendar.monthsAfter(joinedAt, months)] as const));
    known.set(partnerId, found);
    return found;
  };
}

interface Liveness {
  readonly before: boolean;
  readonly now: boolean;
}

function countLive(live: ReadonlyMap<GrowingMetrics, Liveness>): void {
  for (const [month, { before, now }] of live) month.conversions += Number(now) - Number(before);
}

function monthOf(sum: GrowingSum, periodId: PeriodId): GrowingMetrics {
  const month = sum.months.get(periodId) ?? { baseMinor: 0n, conversions: 0, items: 0 };
  sum.months.set(periodId, month);
  return month;
}
