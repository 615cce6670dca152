import type { RuleId } from '../ids.ts';
import type { EnrollmentTerms, Partner } from '../partner/enrollment.ts';
import type { Calendar } from '../settlement/calendar.ts';
import type { Conversion, ConversionLine } from '../tracking/conversion.ts';
import { metadataAt } from '../tracking/conversion.ts';
import type { CompiledRule, CompiledWhen } from './compile-plan.ts';
import type { When } from './plan.ts';

/** What a rule's `when` may look at: one line, its conversion and one partner as of the conversion. */
export interface RuleSubject {
  readonly conversion: Conversion;
  readonly line: ConversionLine;
  /** Base of the line before reversals, in the program's currency. */
  readonly baseMinor: bigint;
  readonly customer: 'new' | 'returning';
  /** Null where a share looks at a line for itself, beside any partner. */
  readonly partner: Partner | null;
  readonly terms: EnrollmentTerms | null;
  /** Whether this conversion is still within so many months of the partner's first credited one of the customer. */
  readonly isWithinMonths: (months: number) => boolean;
}

/** How one rule fared: chosen, or why not. `by` names the dimension that did not match, or the rule that was preferred. */
export interface RuleTrial {
  readonly ruleId: RuleId;
  readonly outcome: 'chosen' | 'not-matched' | 'less-specific' | 'later-in-list' | 'negotiated-first';
  readonly by: string | null;
}

/** The rule that pays a line, null where none does, and how every rule fared, in list order. */
export interface RuleChoice {
  readonly rule: CompiledRule | null;
  readonly trials: readonly RuleTrial[];
}

/** Of all rules that match, the one with the most dimensions; ties to the earlier in the list. */
export function chooseRule(rules: readonly CompiledRule[], subject: RuleSubject, calendar: Calendar): RuleChoice {
  const place = placeIn(memoryOf(rules), subject);
  if (place === null) return compared(rules, subject, calendar);
  place.choice ??= compared(rules, subject, calendar);
  return place.choice;
}

function compared(rules: readonly CompiledRule[], subject: RuleSubject, calendar: Calendar): RuleChoice {
  let chosen: CompiledRule | null = null;
  const misses: (string | null)[] = [];
  for (const rule of rules) {
    const miss = missOf(rule, subject, calendar);
    misses.push(miss);
    if (miss === null && (chosen === null || rule.when.dimensions > chosen.when.dimensions)) chosen = rule;
  }
  return { rule: chosen, trials: rules.map((rule, index) => trialOf(rule, misses[index] ?? null, chosen)) };
}

/** Many lines look alike to the rules: what was chosen for one holds for all with the same values. */
interface ChoiceMemory {
  /** All that the rules look at; null when some look at more than names, such as amounts and dates. */
  readonly dimensions: readonly (keyof When)[] | null;
  readonly root: ChoicePlace;
  places: number;
}

/** A tree by the values of one dimension after the other, so that no key has to be made for a line. */
interface ChoicePlace {
  readonly byValue: Map<string | null, ChoicePlace>;
  choice: RuleChoice | null;
}

const PLACES_MAX = 30_000;
const memories = new WeakMap<readonly CompiledRule[], ChoiceMemory>();

/** Where the choice for a subject is remembered; null where nothing can be, or there is no room left. */
function placeIn(memory: ChoiceMemory, subject: RuleSubject): ChoicePlace | null {
  if (memory.dimensions === null) return null;
  let place = memory.root;
  for (const dimension of memory.dimensions) {
    const value = valueIn(dimension, subject);
    let next = place.byValue.get(value);
    if (next === undefined) {
      // Stryker disable next-line ConditionalExpression,EqualityOperator: what is not remembered is compared anew.
      if (memory.places >= PLACES_MAX) return null;
      memory.places += 1;
      next = { byValue: new Map(), choice: null };
      place.byValue.set(value, next);
    }
    place = next;
  }
  return place;
}

function memoryOf(rules: readonly CompiledRule[]): ChoiceMemory {
  const known = memories.get(rules);
  if (known !== undefined) return known;
  const dimensions = new Set<keyof When>();
  for (const { when } of rules) for (const dimension of Object.keys(when.when)) dimensions.add(dimension as keyof When);
  const looksFurther = ['minBase', 'weekday', 'dateRange'].some((dimension) => dimensions.has(dimension as keyof When));
  const isByName = !looksFurther && rules.every(({ months }) => months === null);
  const root: ChoicePlace = { byValue: new Map(), choice: null };
  const memory: ChoiceMemory = { dimensions: isByName ? [...dimensions] : null, root, places: 0 };
  memories.set(rules, memory);
  return memory;
}

function trialOf(rule: CompiledRule, miss: string | null, chosen: CompiledRule | null): RuleTrial {
  if (miss !== null || chosen === null) return { ruleId: rule.id, outcome: 'not-matched', by: miss };
  if (rule === chosen) return { ruleId: rule.id, outcome: 'chosen', by: null };
  const outcome = rule.when.dimensions < chosen.when.dimensions ? 'less-specific' : 'later-in-list';
  return { ruleId: rule.id, outcome, by: chosen.id };
}

function missOf(rule: CompiledRule, subject: RuleSubject, calendar: Calendar): string | null {
  const dimension = unmatchedDimension(rule.when, subject, calendar);
  if (dimension !== null) return dimension;
  return rule.months === null || subject.isWithinMonths(rule.months) ? null : 'months';
}

/** The first dimension of a `when` that the subject does not meet, or null when it meets all. */
export function unmatchedDimension(compiled: CompiledWhen, subject: RuleSubject, calendar: Calendar): string | null {
  if (compiled.dimensions === 0) return null;
  for (const dimension of Object.keys(compiled.when)) {
    if (!isMet(dimension as keyof When, compiled, subject, calendar)) return dimension;
  }
  return null;
}

function isMet(dimension: keyof When, compiled: CompiledWhen, subject: RuleSubject, calendar: Calendar): boolean {
  const { when, minBaseMinor } = compiled;
  const at = subject.conversion.occurredAt;
  if (dimension === 'minBase') return minBaseMinor === null || subject.baseMinor >= minBaseMinor;
  if (dimension === 'weekday') return when.weekday?.includes(calendar.weekdayOf(at)) ?? true;
  if (dimension === 'dateRange') {
    const date = calendar.dateOf(at);
    return when.dateRange === undefined || (date >= when.dateRange.from && date <= when.dateRange.to);
  }
  const allowed = when[dimension];
  if (allowed === undefined) return true;
  return (allowed as readonly (string | null)[]).includes(valueIn(dimension, subject));
}

function valueIn(dimension: keyof When, subject: RuleSubject): string | null {
  switch (dimension) {
    case 'kind':
      return subject.conversion.kind;
    case 'product':
      return subject.line.productId;
    case 'category':
      return subject.line.category;
    case 'country':
      return subject.conversion.country;
    case 'customer':
      return subject.customer;
    case 'partner':
      return subject.partner?.partnerId ?? null;
    case 'partnerKind':
      return subject.partner?.kind ?? null;
    case 'partnerCountry':
      return subject.partner?.country ?? null;
    case 'tier':
      return subject.terms?.tier ?? null;
    case 'segment':
      return subject.terms?.segment ?? null;
    default:
      return metadataAt(subject.conversion, dimension.slice('metadata.'.length));
  }
}
