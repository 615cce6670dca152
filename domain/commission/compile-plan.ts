import { DomainError } from '../errors.ts';
import type { RuleId } from '../ids.ts';
import { parseAmount } from '../money/amount.ts';
import type { Currency } from '../money/currency.ts';
import type { Ratio } from '../money/ratio.ts';
import { commonNumerators, ratioOf } from '../money/ratio.ts';
import type { Calendar } from '../settlement/calendar.ts';
import type { Instant } from '../time.ts';
import type { Amount, Bonus, Plan, Rule, Share, Step, Volume, When } from './plan.ts';

/** A plan with its texts read once: exact rates, minor amounts, instants. */
export interface CompiledPlan {
  readonly plan: Plan;
  readonly effectiveAt: Instant;
  readonly rules: readonly CompiledRule[];
  readonly ruleById: ReadonlyMap<RuleId, { readonly rule: CompiledRule }>;
  readonly shares: readonly CompiledShare[];
  readonly shareById: ReadonlyMap<RuleId, { readonly share: CompiledShare }>;
  readonly bonuses: readonly CompiledBonus[];
  /** By level, the first first. */
  readonly overrides: readonly CompiledOverride[];
}

/** A rule; `months` null: for ever. */
export interface CompiledRule {
  readonly id: RuleId;
  readonly when: CompiledWhen;
  readonly pay: CompiledPay;
  readonly cap: { readonly amountMinor: bigint; readonly per: NonNullable<Rule['cap']>['per'] } | null;
  readonly months: number | null;
}

/** What a rule pays; `text` is a rate as it was written. */
export type CompiledPay =
  | { readonly type: 'rate'; readonly rate: Ratio; readonly text: string }
  | { readonly type: 'flat'; readonly amountMinor: bigint; readonly per: 'conversion' | 'line' | 'item' }
  | { readonly type: 'volume'; readonly volume: Volume; readonly steps: readonly CompiledStep[] };

/** Tiered commission with its steps. */
export type VolumePay = Extract<CompiledPay, { readonly type: 'volume' }>;

/** `from` in minor units for the metric `base`, a count otherwise. */
export interface CompiledStep {
  readonly from: bigint;
  readonly text: string;
  readonly pay:
    | { readonly type: 'rate'; readonly rate: Ratio; readonly text: string }
    | { readonly type: 'flat'; readonly amountMinor: bigint };
}

/** A condition. */
export interface CompiledWhen {
  readonly when: When;
  /** How many dimensions it names: the more, the more specific. */
  readonly dimensions: number;
  readonly minBaseMinor: bigint | null;
}

/** A revenue share; weights are whole numbers in proportion to those that were written. */
export interface CompiledShare {
  readonly id: RuleId;
  readonly when: CompiledWhen;
  readonly rate: Ratio;
  readonly text: string;
  readonly among: readonly { readonly partnerId: string; readonly shareWeight: bigint }[];
}

/** A bonus; `reaches` in minor units for the metric `base`, a count otherwise. */
export interface CompiledBonus {
  readonly bonus: Bonus;
  readonly reaches: bigint;
  readonly pay:
    | { readonly type: 'flat'; readonly amountMinor: bigint }
    | { readonly type: 'rate'; readonly rate: Ratio; readonly text: string };
}

/** What one level of recruiters earns; see `Overrides`. */
export interface CompiledOverride {
  readonly level: number;
  readonly rate: Ratio;
  readonly text: string;
  /** Null: for ever. */
  readonly months: number | null;
}

/** Rules with their texts read once, for a program's currency. */
export function compileRules(rules: readonly Rule[], currency: Currency): readonly CompiledRule[] {
  return rules.map((rule) => ({
    id: rule.id,
    when: compileWhen(rule.when, currency),
    pay: compilePay(rule, currency),
    cap: rule.cap ? { amountMinor: parseAmount(rule.cap.amount, currency), per: rule.cap.per } : null,
    months: rule.months ?? null,
  }));
}

/** Reads a plan for a program's currency and calendar. A plan that cannot be read throws `plan.invalid`; see `checkPlan`. */
export function compilePlan(plan: Plan, currency: Currency, calendar: Calendar): CompiledPlan {
  const rules = compileRules(plan.rules, currency);
  const shares = (plan.shares ?? []).map((share) => compileShare(share, compileWhen(share.when, currency)));
  return {
    plan,
    effectiveAt: calendar.startOf(plan.effectiveFrom),
    rules,
    ruleById: new Map(rules.map((rule) => [rule.id, { rule }])),
    shares,
    shareById: new Map(shares.map((share) => [share.id, { share }])),
    bonuses: (plan.bonuses ?? []).map((bonus) => ({
      bonus,
      reaches: bonus.metric === 'base' ? parseAmount(bonus.reaches, currency) : BigInt(bonus.reaches),
      pay:
        'flat' in bonus.pay
          ? { type: 'flat', amountMinor: minorOf(bonus.pay.flat, currency) }
          : { type: 'rate', rate: ratioOf(bonus.pay.rate), text: bonus.pay.rate },
    })),
    overrides: (plan.overrides?.rates ?? []).map((text, index) => ({
      level: index + 1,
      rate: ratioOf(text),
      text,
      months: plan.overrides?.months?.[index] ?? null,
    })),
  };
}

function compileWhen(when: When, currency: Currency): CompiledWhen {
  return {
    when,
    dimensions: Object.values(when).filter((dimension) => dimension !== undefined).length,
    minBaseMinor: when.minBase === undefined ? null : parseAmount(when.minBase, currency),
  };
}

function minorOf(amount: Amount, currency: Currency): bigint {
  if (amount.currency === currency) return parseAmount(amount.amount, currency);
  throw new DomainError('plan.invalid', {
    en: `amounts are in ${currency}, got ${amount.currency}`,
    ja: `金額は${currency}で指定してください（入力値: ${amount.currency}）`,
  });
}

function compilePay(rule: Rule, currency: Currency): CompiledPay {
  const { pay } = rule;
  if ('rate' in pay) return { type: 'rate', rate: ratioOf(pay.rate), text: pay.rate };
  if ('flat' in pay) return { type: 'flat', amountMinor: minorOf(pay.flat, currency), per: pay.per };
  const steps = pay.volume.steps.map(
    (step: Step): CompiledStep => ({
      from: pay.volume.metric === 'base' ? parseAmount(step.from, currency) : BigInt(step.from),
      text: step.from,
      pay:
        'rate' in step
          ? { type: 'rate', rate: ratioOf(step.rate), text: step.rate }
          : { type: 'flat', amountMinor: minorOf(step.flat, currency) },
    }),
  );
  return { type: 'volume', volume: pay.volume, steps };
}

function compileShare(share: Share, when: CompiledWhen): CompiledShare {
  const weights = commonNumerators(share.among.map(({ weight }) => ratioOf(weight)));
  return {
    id: share.id,
    when,
    rate: ratioOf(share.rate),
    text: share.rate,
    among: share.among.map(({ partner }, place) => ({ partnerId: partner, shareWeight: weights[place] ?? 0n })),
  };
}

/** The version in force at an instant: the latest that has begun; of two that begin together the higher. */
export function planAt(plans: readonly CompiledPlan[], at: Instant): CompiledPlan | null {
  let found: CompiledPlan | null = null;
  for (const candidate of plans) {
    if (candidate.effectiveAt > at) continue;
    const isLater =
      found === null ||
      candidate.effectiveAt > found.effectiveAt ||
      (candidate.effectiveAt === found.effectiveAt && candidate.plan.version > found.plan.version);
    if (isLater) found = candidate;
  }
  return found;
}
