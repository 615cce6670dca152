import type { PartnerId } from '../ids.ts';
import { standingAt } from '../partner/enrollment.ts';
import { byText } from '../text-order.ts';
import type { BonusResult } from './bonus.ts';
import { bonusesOf, offersFor } from './bonus.ts';
import type { Period } from './calendar.ts';
import type { Carry, HeldOpening, MonthMetrics, PartnerBook, Reserve } from './carry.ts';
import { EMPTY_PARTNER } from './carry.ts';
import type { Movement } from './movements.ts';
import { movementsFor } from './movements.ts';
import type { OverrideResult } from './overrides.ts';
import { overridesOf } from './overrides.ts';
import type { PartnerSum } from './partner-sum.ts';
import { NO_SUM, sumByPartner } from './partner-sum.ts';
import type { SettledLine } from './settle-lines.ts';
import type { ProgramTerms } from './terms.ts';

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
  return enrollment !== undefined && standingAt(enrollment, period.end).status === 'ended';
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
