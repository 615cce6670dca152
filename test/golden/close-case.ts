import { reviewsIn } from '../../cli/folder/facts-by-period.ts';
import { fitWindow } from '../../domain/attribution/fit-window.ts';
import type { Fit } from '../../domain/attribution/fitted-model.ts';
import { fitIfPossible } from '../../domain/attribution/fitted-model.ts';
import { directoryOf } from '../../domain/partner/directory.ts';
import { isDataDriven } from '../../domain/partner/program.ts';
import type { Period } from '../../domain/settlement/calendar.ts';
import { EMPTY_CARRY } from '../../domain/settlement/carry.ts';
import { readCarry, writeCarry } from '../../domain/settlement/carry-text.ts';
import type { PeriodResult } from '../../domain/settlement/close-period.ts';
import { closePeriod } from '../../domain/settlement/close-period.ts';
import { programJourneys, seenIn } from '../../domain/settlement/program-journeys.ts';
import type { Summary } from '../../domain/settlement/summary.ts';
import { summaryOf } from '../../domain/settlement/summary.ts';
import type { ProgramTerms } from '../../domain/settlement/terms.ts';
import { termsOf } from '../../domain/settlement/terms.ts';
import type { Conversion } from '../../domain/tracking/conversion.ts';
import type { Reversal } from '../../domain/tracking/reversal.ts';
import { sha256 } from '../../functions/runtime/ids.ts';
import { someFacts } from '../support/build.ts';
import type { GoldenCase, GoldenClose } from './golden-case.ts';

export interface ClosedCase {
  readonly result: PeriodResult;
  readonly terms: ProgramTerms;
  readonly summary: Summary;
}

/** Closes all months of a case with the domain alone; what is dated after a cutoff is left for the next close. */
export function closeCase(golden: GoldenCase): readonly ClosedCase[] {
  let carry = EMPTY_CARRY;
  let conversions: readonly Conversion[] = [];
  let reversals: readonly Reversal[] = [];
  return golden.closes.map((close, index): ClosedCase => {
    const recorded = golden.closes.slice(0, index + 1);
    const rates = recorded.flatMap((each) => each.rates);
    const terms = termsOf(golden.program, golden.plans, directoryOf(golden.enrollments, golden.coupons), rates);
    const period = terms.calendar.period(close.periodId);
    conversions = [...conversions, ...close.conversions];
    reversals = [...reversals, ...close.reversals];
    const isIn = ({ occurredAt }: { readonly occurredAt: number }) => occurredAt < period.end;
    const facts = someFacts({
      conversions: conversions.filter(isIn),
      reversals: reversals.filter(isIn),
      clicks: recorded.flatMap(({ clicks }) => clicks),
    });
    conversions = conversions.filter((fact) => !isIn(fact));
    reversals = reversals.filter((fact) => !isIn(fact));
    const reviews = reviewsIn(
      recorded.flatMap((each) => each.reviews),
      period,
    );
    const result = closePeriod(period, { ...facts, ...reviews }, carry, {
      ...terms,
      fit: fitOf(golden, recorded, terms, period),
    });
    // Between two closes a carry is text.
    carry = readCarry([...writeCarry(result.carry)]);
    return { result, terms, summary: summaryOf(result, terms) };
  });
}

/** The fit that decides a month's credits: on everything recorded by its close. */
function fitOf(
  { program }: GoldenCase,
  recorded: readonly GoldenClose[],
  terms: ProgramTerms,
  { end }: Period,
): Fit | null {
  const { attribution, programId } = program;
  const { model } = attribution;
  if (!isDataDriven(model)) return null;
  const { conversions, clicks } = someFacts({
    conversions: recorded.flatMap((close) => close.conversions),
    clicks: recorded.flatMap((close) => close.clicks),
  });
  const window = fitWindow(attribution, end);
  const paths = programJourneys({ conversions, clicks, seen: seenIn(conversions) }, window, terms);
  return fitIfPossible(model, paths, { programId, window }, sha256);
}
