import type { ActiveConversion } from './book-period.ts';
import { isReleasedBy } from './booked.ts';
import type { Period } from './calendar.ts';
import type { PaidLine } from './pay-book.ts';
import type { ProgramTerms } from './terms.ts';

/** A line as this close leaves it: its target, what is posted and released now, and whether a reader needs to see it. */
export interface SettledLine {
  readonly paid: PaidLine;
  readonly targetMinor: bigint;
  /** Target less everything posted before; positive or negative. */
  readonly postedMinor: bigint;
  /** Moved to payable by this close, less what it takes back from lines released before. */
  readonly releasedMinor: bigint;
  readonly isReleased: boolean;
  readonly netBaseChangeMinor: bigint;
  /** In the books for the first time: what is posted is an accrual, later changes are true-ups and clawbacks. */
  readonly isNew: boolean;
  readonly isShown: boolean;
}

/**
 * Settles the lines of the active conversions, which are in the order of those. A line's whole amount, true-ups included, follows its
 * own hold: released in the close whose cutoff is at or after it, and under merchant review not before the decision.
 */
export function settleLines(
  lines: readonly PaidLine[],
  active: readonly ActiveConversion[],
  period: Period,
  terms: Pick<ProgramTerms, 'program'>,
): readonly SettledLine[] {
  let place = 0;
  return lines.map((paid): SettledLine => {
    const { line, booked, pay, worth } = paid;
    const targetMinor = worth.amountMinor;
    const isReleased = line.isReleased || isReleasedBy(booked, period.end, terms);
    const postedMinor = less(targetMinor, line.postedMinor);
    const releasedMinor = isReleased ? less(targetMinor, line.releasedMinor) : 0n;
    while (place < active.length && active[place]?.booked !== booked) place += 1;
    const { isNew = false, isTouched = false } = active[place] ?? {};
    return {
      paid,
      targetMinor,
      postedMinor,
      releasedMinor,
      isReleased,
      netBaseChangeMinor: line.isShare ? 0n : less(pay.netBaseMinor, line.netBaseMinor),
      isNew,
      isShown: isNew || isTouched || postedMinor !== 0n || releasedMinor !== 0n,
    };
  });
}

/** What is left; of nearly all lines that is the amount itself, and needs no other integer in memory. */
function less(amountMinor: bigint, beforeMinor: bigint): bigint {
  return beforeMinor === 0n ? amountMinor : amountMinor - beforeMinor;
}
