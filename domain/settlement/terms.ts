import type { Fit } from '../attribution/fitted-model.ts';
import type { CompiledPlan } from '../commission/compile-plan.ts';
import { compilePlan, planAt } from '../commission/compile-plan.ts';
import type { Plan } from '../commission/plan.ts';
import type { PartnerId, PeriodId } from '../ids.ts';
import type { PeopleDecisions } from '../ledger/adjustment.ts';
import type { DailyRate } from '../money/exchange.ts';
import type { Directory } from '../partner/directory.ts';
import type { Program } from '../partner/program.ts';
import type { Instant } from '../time.ts';
import type { Calendar } from './calendar.ts';
import { calendarOf } from './calendar.ts';
import type { Negotiated } from './negotiated.ts';
import { negotiatedIn } from './negotiated.ts';

/** Version of the rules of this engine: a change of any amount is a new one. It is part of every run and explanation. */
export const ENGINE_VERSION = '1';

/** Everything that decides a program's conversions, besides the facts themselves. */
export interface ProgramTerms {
  readonly program: Program;
  readonly calendar: Calendar;
  readonly plans: readonly CompiledPlan[];
  readonly directory: Directory;
  readonly rates: readonly DailyRate[];
  readonly negotiated: Negotiated;
  /** The fit of a data-driven model that decides credits; null for other models, and where there is none. */
  readonly fit: Fit | null;
  /** What people decided, by the period whose books take it up, then by partner. */
  readonly decisions: ReadonlyMap<PeriodId, ReadonlyMap<PartnerId, PeopleDecisions>>;
  /** The sealed manifest that these were read from; null where nothing was sealed. */
  readonly manifestHash: string | null;
}

/** Reads the terms of a program; a plan that cannot be read throws `plan.invalid`. */
export function termsOf(
  program: Program,
  plans: readonly Plan[],
  directory: Directory,
  rates: readonly DailyRate[],
): ProgramTerms {
  const calendar = calendarOf(program.timezone);
  const compiled = plans.map((plan) => compilePlan(plan, program.currency, calendar));
  const negotiated = negotiatedIn(directory, program.currency);
  const fixed = { program, calendar, plans: compiled, directory, rates, negotiated };
  return { ...fixed, fit: null, decisions: new Map(), manifestHash: null };
}

/** Before the first plan nothing is paid; the conversion is kept and attributed all the same. */
const NO_PLAN: CompiledPlan = {
  plan: {
    version: 0,
    effectiveFrom: '0001-01-01',
    rounding: 'down',
    base: { includeTax: false, includeShipping: false },
    holdDays: 0,
    rules: [],
  },
  effectiveAt: Number.MIN_SAFE_INTEGER,
  rules: [],
  ruleById: new Map(),
  shares: [],
  shareById: new Map(),
  bonuses: [],
  overrides: [],
};

/** The plan in force at an instant. */
export function termsPlanAt(terms: ProgramTerms, at: Instant): CompiledPlan {
  return planAt(terms.plans, at) ?? NO_PLAN;
}

/** A plan by its version. */
export function termsPlanOf(terms: ProgramTerms, version: number): CompiledPlan {
  return terms.plans.find(({ plan }) => plan.version === version) ?? NO_PLAN;
}
