import { compilePlan } from '../commission/compile-plan.ts';
import type { Plan } from '../commission/plan.ts';
import type { Instant } from '../time.ts';
import type { Period } from './calendar.ts';
import type { Carry } from './carry.ts';
import { closePeriod } from './close-period.ts';
import type { PeriodFacts } from './facts.ts';
import type { Summary } from './summary.ts';
import { summaryOf } from './summary.ts';
import type { ProgramTerms } from './terms.ts';

/** A month as it was closed: its facts and the terms of that time. */
export interface MonthToSimulate {
  readonly period: Period;
  readonly facts: PeriodFacts;
  readonly terms: ProgramTerms;
}

/** Above every version that can be published, so that a draft is never taken for one of them. */
const DRAFT_VERSION = 1_000_001;

/** A draft, and the first simulated instant: it is the plan from then on. */
export interface Draft {
  readonly plan: Plan;
  readonly since: Instant;
}

/**
 * Closes a whole month again as if a draft had been the plan since the first simulated month began. `carry` is what the close
 * before it left: before the first month the real one, so that earlier sales, holds, windows and debts go on as they were;
 * after it the simulated one. Nothing is posted.
 */
export function simulatedMonth(
  { period, facts, terms }: MonthToSimulate,
  carry: Carry,
  draft: Draft,
): { readonly summary: Summary; readonly carry: Carry } {
  const under = termsUnder(draft, terms);
  const result = closePeriod(period, facts, carry, under);
  return { summary: summaryOf(result, under), carry: result.carry };
}

/** The terms with the draft in force from the first simulated instant, in place of every version that was to begin there. */
function termsUnder({ plan: draft, since }: Draft, terms: ProgramTerms): ProgramTerms {
  const { calendar, program } = terms;
  const plan = { ...draft, version: DRAFT_VERSION, effectiveFrom: calendar.dateOf(since) };
  const earlier = terms.plans.filter(({ effectiveAt }) => effectiveAt < since);
  return { ...terms, plans: [...earlier, compilePlan(plan, program.currency, calendar)] };
}
