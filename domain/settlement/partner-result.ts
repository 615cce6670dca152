import type { PartnerId, PeriodId } from '../ids.ts';
import type { RoundingMode } from '../money/round.ts';
import { roundRatio } from '../money/round.ts';
import { isEnrolledAt, termsAt } from '../partner/enrollment.ts';
import { byText } from '../text-order.ts';
import type { Instant } from '../time.ts';
import type { BonusResult } from './bonus.ts';
import { bonusesOf, offersFor } from './bonus.ts';
import type { BookedConversion } from './booked.ts';
import type { Period } from './calendar.ts';
import type { Carry, HeldOpening, MonthMetrics, PartnerBook, Reserve } from './carry.ts';
import { EMPTY_PARTNER } from './carry.ts';
import type { Movement } from './movements.ts';
import { movementsFor } from './movements.ts';
import type { SettledLine } from './settle-lines.ts';
import type { ProgramTerms } from './terms.ts';
import { termsPlanAt } from './terms.ts';

/** One partner's period in figures, minor units of the program's currency. */
export interface PartnerResult {
  readonly partnerId: PartnerId;
  readonly baseMinor: bigint;
  readonly commissionMinor: bigint;
  readonly openingHeldMinor: bigint;
  readonly heldMinor: bigint;
  readonly releasedMinor: bigint;
  readonly bonuses: readonly BonusResult[];
  readonly bonusMinor: bigint;
  readonly overrides: readonly OverrideResult[];
  readonly overrideMinor: bigint;
  readonly movements: readonly Movement[];
  /** What the movements came to in all for what is payable. */
  readonly movedMinor: bigint;
  readonly openingReserveMinor: bigint;
  readonly reserveMinor: bigint;
  /** What was taken over and is still held at the cutoff. */
  readonly heldOpenings: readonly HeldOpening[];
  /** What is kept back at the cutoff. */
  readonly reserves: readonly Reserve[];
  /** Debt when negative. */
  readonly openingMinor: bigint;
  readonly payableMinor: bigint;
  readonly payoutMinor: bigint;
  readonly closingMinor: bigint;
  readonly months: ReadonlyMap<string, MonthMetrics>;
}

/** What a partner earns on the released commission of one it recruited. */
export interface OverrideResult {
  readonly recruitedPartnerId: PartnerId;
  readonly level: number;
  readonly rate: string;
  readonly rounding: RoundingMode;
  readonly planVersion: number;
  readonly sourceMinor: bigint;
  readonly amountMinor: bigint;
}

/** Figures of all partners of the directory and of any other with books or lines, by partner id. */
export function partnerResults(
  settled: readonly SettledLine[],
  period: Period,
  books: Carry['partners'],
  terms: ProgramTerms,
): readonly PartnerResult[] {
  const sums = sumByPartner(settled, terms);
  const overrides = overridesOf(sums, period, terms);
  const decided = terms.decisions.get(period.periodId)?.keys() ?? [];
  const ids = new Set([...terms.directory.enrollments.keys(), ...books.keys(), ...sums.keys(), ...decided]);
  const resultOf = partnerResultIn(period, terms);
  return [...ids].sort(byText).map((partnerId) =>
    resultOf({
      partnerId,
      book: books.get(partnerId) ?? EMPTY_PARTNER,
      sum: sums.get(partnerId) ?? NO_SUM,
      overrides: overrides.get(partnerId) ?? [],
    }),
  );
}

/** What a partner's figures are made of. */
export interface PartnerParts {
  readonly partnerId: PartnerId;
  readonly book: PartnerBook;
  readonly sum: PartnerSum;
  readonly overrides: readonly OverrideResult[];
}

/** Makes the figures of partners of one period, which share what is offered in it. */
export function partnerResultIn(period: Period, terms: ProgramTerms): (parts: PartnerParts) => PartnerResult {
  const offers = offersFor(period, terms);
  return ({ partnerId, book, sum, overrides }) => {
    const { months, bonuses } = bonusesOf(book, sum.months, period, terms, offers);
    const bonusMinor = total(bonuses);
    const overrideMinor = total(overrides);
    const earnedMinor = book.openingMinor + sum.releasedMinor + bonusMinor + overrideMinor;
    const before = { partnerId, book, payableMinor: earnedMinor, releasedMinor: sum.releasedMinor };
    const { movements, heldOpenings, reserves } = movementsFor(before, period, terms);
    const moved = sumOf(movements);
    const payableMinor = earnedMinor + moved.payableMinor;
    const openingReserveMinor = total(book.reserves ?? []);
    const isEnough = payableMinor >= terms.program.settlement.thresholdMinor;
    const isPaid = payableMinor > 0n && (isEnough || isThresholdWaived(partnerId, period, terms));
    const payoutMinor = isPaid ? payableMinor : 0n;
    return {
      partnerId,
      baseMinor: sum.baseMinor,
      commissionMinor: sum.commissionMinor,
      openingHeldMinor: book.heldMinor,
      heldMinor: book.heldMinor + sum.commissionMinor - sum.releasedMinor + moved.heldMinor,
      releasedMinor: sum.releasedMinor,
      bonuses,
      bonusMinor,
      overrides,
      overrideMinor,
      movements,
      movedMinor: moved.payableMinor,
      openingReserveMinor,
      reserveMinor: openingReserveMinor + moved.reserveMinor,
      heldOpenings,
      reserves,
      openingMinor: book.openingMinor,
      payableMinor,
      payoutMinor,
      closingMinor: payableMinor - payoutMinor,
      months,
    };
  };
}

/**
 * Where a program says when it pays, the threshold does not hold back the last of an ended enrollment, nor what a law wants
 * paid within sixty days: carried over, it would be late.
 */
function isThresholdWaived(partnerId: PartnerId, period: Period, { program, directory }: ProgramTerms): boolean {
  const { payout } = program.settlement;
  if (payout === undefined) return false;
  if (payout.sixtyDaysFrom !== undefined) return true;
  const enrollment = directory.enrollments.get(partnerId);
  if (enrollment === undefined) return false;
  const hasLeft = enrollment.endedAt !== null && enrollment.endedAt <= period.end;
  return hasLeft || termsAt(enrollment, period.end).status === 'ended';
}

/** What a close came to for one partner's lines. */
export interface PartnerSum {
  readonly baseMinor: bigint;
  readonly commissionMinor: bigint;
  readonly releasedMinor: bigint;
  /** Of what was released: that of conversions within so many months of the partner's joining, where overrides ask for it. */
  readonly releasedWithin: ReadonlyMap<number, bigint>;
  /** Change of the metrics, by month of the conversion. */
  readonly months: ReadonlyMap<PeriodId, MonthMetrics>;
}

/** What a partner has released: the source of overrides. */
export type Released = Pick<PartnerSum, 'releasedMinor' | 'releasedWithin'>;

export const NO_SUM: PartnerSum = {
  baseMinor: 0n,
  commissionMinor: 0n,
  releasedMinor: 0n,
  releasedWithin: new Map(),
  months: new Map(),
};

interface GrowingSum {
  baseMinor: bigint;
  commissionMinor: bigint;
  releasedMinor: bigint;
  readonly releasedWithin: Map<number, bigint>;
  /** Change of the metrics, by month of the conversion. */
  readonly months: Map<PeriodId, MonthMetricsSum>;
}

interface MonthMetricsSum {
  baseMinor: bigint;
  conversions: number;
  items: number;
}

const emptySum = (): GrowingSum => ({
  baseMinor: 0n,
  commissionMinor: 0n,
  releasedMinor: 0n,
  releasedWithin: new Map(),
  months: new Map(),
});

export function sumByPartner(settled: readonly SettledLine[], terms: ProgramTerms): ReadonlyMap<PartnerId, PartnerSum> {
  const sums = new Map<PartnerId, GrowingSum>();
  const endsOf = overrideEnds(terms);
  // Lines of one conversion are neighbours: whether it lives for a partner is known when the next one begins.
  const live = new Map<MonthMetricsSum, Liveness>();
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

function countLive(live: ReadonlyMap<MonthMetricsSum, Liveness>): void {
  for (const [month, { before, now }] of live) month.conversions += Number(now) - Number(before);
}

function monthOf(sum: GrowingSum, periodId: PeriodId): MonthMetricsSum {
  const month = sum.months.get(periodId) ?? { baseMinor: 0n, conversions: 0, items: 0 };
  sum.months.set(periodId, month);
  return month;
}

/**
 * Overrides on what each recruited partner has released in this close. Level 1 pays its recruiter, level 2 the recruiter's
 * recruiter, each only when active just before the cutoff. Nobody is paid for recruiting alone.
 */
export function overridesOf(
  released: ReadonlyMap<PartnerId, Released>,
  period: Period,
  terms: ProgramTerms,
): ReadonlyMap<PartnerId, OverrideResult[]> {
  const before = period.end - 1;
  const plan = termsPlanAt(terms, before);
  const results = new Map<PartnerId, OverrideResult[]>();
  const sources = [...released].sort(([a], [b]) => byText(a, b));
  for (const [recruitedPartnerId, { releasedMinor, releasedWithin }] of sources) {
    for (const [index, upline] of uplinesOf(recruitedPartnerId, plan.overrideRates.length, before, terms).entries()) {
      const rate = plan.overrideRates[index];
      const enrollment = terms.directory.enrollments.get(upline);
      if (rate === undefined || enrollment === undefined || !isEnrolledAt(enrollment, before)) continue;
      const { rounding, version: planVersion } = plan.plan;
      const months = plan.plan.overrides?.months?.[index];
      const sourceMinor = months === undefined ? releasedMinor : (releasedWithin.get(months) ?? 0n);
      const amountMinor = roundRatio(rate.numerator * sourceMinor, rate.denominator, rounding);
      if (amountMinor === 0n) continue;
      const text = plan.plan.overrides?.rates[index] ?? '';
      const level = index + 1;
      const result = { recruitedPartnerId, level, rate: text, rounding, planVersion, sourceMinor, amountMinor };
      results.set(upline, [...(results.get(upline) ?? []), result]);
    }
  }
  return results;
}

/** The recruiter, its recruiter, and so on; a circle ends the chain. */
function uplinesOf(
  partnerId: PartnerId,
  levels: number,
  at: number,
  { directory }: ProgramTerms,
): readonly PartnerId[] {
  const uplines: PartnerId[] = [];
  let current = partnerId;
  while (uplines.length < levels) {
    const enrollment = directory.enrollments.get(current);
    const recruiter = enrollment ? termsAt(enrollment, at).recruitedBy : null;
    if (recruiter === null || recruiter === partnerId || uplines.includes(recruiter)) break;
    uplines.push(recruiter);
    current = recruiter;
  }
  return uplines;
}

function sumOf(movements: readonly Movement[]): Pick<Movement, 'heldMinor' | 'payableMinor' | 'reserveMinor'> {
  const sum = { heldMinor: 0n, payableMinor: 0n, reserveMinor: 0n };
  for (const { heldMinor, payableMinor, reserveMinor } of movements) {
    sum.heldMinor += heldMinor;
    sum.payableMinor += payableMinor;
    sum.reserveMinor += reserveMinor;
  }
  return sum;
}

function total(items: readonly { readonly amountMinor: bigint }[]): bigint {
  let sum = 0n;
  for (const { amountMinor } of items) sum += amountMinor;
  return sum;
}
