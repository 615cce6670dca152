import { DomainError } from '../errors.ts';
import type { PartnerId } from '../ids.ts';
import { parseAmount } from '../money/amount.ts';
import type { Currency } from '../money/currency.ts';
import type { Ratio } from '../money/ratio.ts';
import { ratioOf } from '../money/ratio.ts';
import type { Sentence } from '../said.ts';
import type { Amount, Bonus, Plan, Rule, Share, Step, Volume, When } from './plan.ts';

/** One thing that is wrong with a plan, and what is right. */
export interface PlanFault {
  readonly field: string;
  readonly reason: Sentence;
}

/** What a plan is held against. */
export interface PlanSurroundings {
  /** The program's. */
  readonly currency: Currency;
  /** Partners that a plan may name. */
  readonly partners: Pick<ReadonlySet<PartnerId>, 'has'>;
}

type Report = (field: string, reason: Sentence) => void;

interface Check extends PlanSurroundings {
  readonly report: Report;
}

/** What a plan's form cannot tell: names that repeat or do not exist, amounts in other money, steps out of order. */
export function checkPlan(plan: Plan, surroundings: PlanSurroundings): readonly PlanFault[] {
  const faults: PlanFault[] = [];
  const check: Check = { ...surroundings, report: (field, reason) => faults.push({ field, reason }) };
  checkIds(plan, check);
  for (const [index, rule] of plan.rules.entries()) checkRule(rule, `rules[${index}]`, check);
  for (const [index, share] of (plan.shares ?? []).entries()) checkShare(share, `shares[${index}]`, check);
  for (const [index, bonus] of (plan.bonuses ?? []).entries()) checkBonus(bonus, `bonuses[${index}]`, check);
  for (const [index, rate] of (plan.overrides?.rates ?? []).entries()) {
    checkRate(rate, `overrides.rates[${index}]`, check);
  }
  const { rates = [], months = rates } = plan.overrides ?? {};
  if (months.length !== rates.length) {
    check.report('overrides.months', {
      en: `must have one for each of the ${rates.length} rates, got ${months.length}`,
      ja: `${rates.length}件の率それぞれに1つずつ指定してください（入力値: ${months.length}件）`,
    });
  }
  return faults;
}

/** As `checkPlan`, for the rules negotiated with one partner; fields begin with `rules`. */
export function checkRules(rules: readonly Rule[], surroundings: PlanSurroundings): readonly PlanFault[] {
  const faults: PlanFault[] = [];
  const check: Check = { ...surroundings, report: (field, reason) => faults.push({ field, reason }) };
  checkIds({ rules }, check);
  for (const [index, rule] of rules.entries()) checkRule(rule, `rules[${index}]`, check);
  return faults;
}

/** Every partner that a plan names, once. */
export function partnersNamedIn(plan: Pick<Plan, 'rules' | 'shares'>): readonly PartnerId[] {
  const named = new Set<PartnerId>();
  for (const { when } of plan.rules) for (const id of when.partner ?? []) named.add(id);
  for (const share of plan.shares ?? []) for (const { partner } of share.among) named.add(partner);
  return [...named];
}

function checkIds(plan: Pick<Plan, 'rules' | 'shares' | 'bonuses'>, { report }: Check): void {
  // Lines of the books name a rule or a share by the same kind of id, so the two share one set of names.
  const seen = new Map<string, string>();
  const note = (id: string, place: string) => {
    const first = seen.get(id);
    if (first === undefined) seen.set(id, place);
    else
      report(`${place}.id`, {
        en: `"${id}" is also the id of ${first}; every rule and share has its own`,
        ja: `"${id}"は${first}のIDと重複しています。ルールと分配のIDはそれぞれ別にしてください。`,
      });
  };
  for (const [index, rule] of plan.rules.entries()) note(rule.id, `rules[${index}]`);
  for (const [index, share] of (plan.shares ?? []).entries()) note(share.id, `shares[${index}]`);
  seen.clear();
  for (const [index, bonus] of (plan.bonuses ?? []).entries()) note(bonus.id, `bonuses[${index}]`);
}

function checkRule(rule: Rule, place: string, check: Check): void {
  checkWhen(rule.when, `${place}.when`, check);
  if ('rate' in rule.pay) checkRate(rule.pay.rate, `${place}.pay.rate`, check);
  else if ('flat' in rule.pay) checkFlat(rule.pay.flat, `${place}.pay.flat`, check);
  else checkVolume(rule.pay.volume, `${place}.pay.volume`, check);
  if (rule.cap) checkAmount(rule.cap.amount, `${place}.cap.amount`, check);
}

function checkWhen(when: When, place: string, check: Check): void {
  for (const [index, partner] of (when.partner ?? []).entries()) {
    checkPartner(partner, `${place}.partner[${index}]`, check);
  }
  if (when.minBase !== undefined) checkAmount(when.minBase, `${place}.minBase`, check);
  if (when.dateRange && when.dateRange.from > when.dateRange.to) {
    check.report(`${place}.dateRange.to`, {
      en: `must not be before from, ${when.dateRange.from}, got ${when.dateRange.to}`,
      ja: `from（${when.dateRange.from}）以降の日付にしてください（入力値: ${when.dateRange.to}）`,
    });
  }
}

function checkVolume(volume: Volume, place: string, check: Check): void {
  let previous: Ratio | null = null;
  for (const [index, step] of volume.steps.entries()) {
    const field = `${place}.steps[${index}]`;
    checkStepPay(step, { metric: volume.metric, field, check });
    const from = measure(step.from, { metric: volume.metric, field: `${field}.from`, check });
    if (!from) continue;
    if (index === 0 && from.numerator !== 0n) {
      check.report(`${field}.from`, {
        en: `the first step must start at "0", got "${step.from}"`,
        ja: `最初の段階は"0"から始めてください（入力値: "${step.from}"）`,
      });
    }
    if (previous && !isLess(previous, from)) {
      const before = volume.steps[index - 1]?.from;
      check.report(`${field}.from`, {
        en: `must be more than the step before it, "${before}", got "${step.from}"`,
        ja: `前の段階の"${before}"より大きい値にしてください（入力値: "${step.from}"）`,
      });
    }
    previous = from;
  }
}

function checkStepPay(step: Step, at: { metric: Volume['metric']; field: string; check: Check }): void {
  if ('rate' in step) checkRate(step.rate, `${at.field}.rate`, at.check);
  else {
    checkFlat(step.flat, `${at.field}.flat`, at.check);
    if (at.metric !== 'conversions') {
      at.check.report(`${at.field}.flat`, {
        en: `a step of the metric ${at.metric} carries a rate; flat belongs to conversions`,
        ja: `指標${at.metric}の段階には率を指定してください。定額（flat）はconversionsでだけ使えます。`,
      });
    }
  }
}

function checkShare(share: Share, place: string, check: Check): void {
  checkRate(share.rate, `${place}.rate`, check);
  checkShareWhen(share.when, `${place}.when`, check);
  const seen = new Set<PartnerId>();
  let hasWeight = false;
  for (const [index, { partner, weight }] of share.among.entries()) {
    checkPartner(partner, `${place}.among[${index}].partner`, check);
    if (seen.has(partner))
      check.report(`${place}.among[${index}].partner`, {
        en: `"${partner}" is named twice`,
        ja: `"${partner}"が2回指定されています`,
      });
    seen.add(partner);
    const value = decimal(weight, `${place}.among[${index}].weight`, check);
    if (value && value.numerator > 0n) hasWeight = true;
    if (value && value.numerator < 0n)
      check.report(`${place}.among[${index}].weight`, { en: 'must not be negative', ja: '0以上にしてください' });
  }
  if (!hasWeight)
    check.report(`${place}.among`, {
      en: 'the weights must sum to more than 0',
      ja: '重みの合計を0より大きくしてください',
    });
}

const OF_PARTNERS = ['partner', 'partnerKind', 'partnerCountry', 'tier', 'segment'] as const;

/** A share is paid on a line beside any partner, so that a condition on one would never be met. */
function checkShareWhen(when: When, place: string, check: Check): void {
  for (const dimension of OF_PARTNERS) {
    if (when[dimension] === undefined) continue;
    check.report(`${place}.${dimension}`, {
      en: 'a share looks at the line alone, whoever is credited; the partners it pays are named in among',
      ja: '分配の条件には、明細に関する項目だけを使えます。支払うパートナーはamongで指定してください。',
    });
  }
  checkWhen({ ...when, partner: undefined }, place, check);
}

function checkBonus(bonus: Bonus, place: string, check: Check): void {
  measure(bonus.reaches, { metric: bonus.metric, field: `${place}.reaches`, check });
  if ('flat' in bonus.pay) {
    checkFlat(bonus.pay.flat, `${place}.pay.flat`, check);
    return;
  }
  checkRate(bonus.pay.rate, `${place}.pay.rate`, check);
  if (bonus.metric !== 'base') {
    check.report(`${place}.pay.rate`, {
      en: `a rate of ${bonus.metric} is not money; use flat, or the metric base`,
      ja: `指標${bonus.metric}には率を使えません。定額（flat）にするか、指標をbaseにしてください。`,
    });
  }
}

function checkPartner(partner: PartnerId, field: string, { partners, report }: Check): void {
  if (!partners.has(partner))
    report(field, { en: `there is no partner "${partner}"`, ja: `パートナー"${partner}"は見つかりません` });
}

function checkRate(rate: string, field: string, check: Check): void {
  const value = decimal(rate, field, check);
  if (!value) return;
  if (value.numerator < 0n)
    check.report(field, { en: `must not be negative, got "${rate}"`, ja: `0以上にしてください（入力値: "${rate}"）` });
  // Whoever writes "5" means 5 %, and would owe five times the sale.
  if (value.numerator > value.denominator) {
    check.report(field, {
      en: `must be a fraction of at most 1 (5 % is "0.05"), got "${rate}"`,
      ja: `1以下の小数で指定してください（5％は"0.05"）（入力値: "${rate}"）`,
    });
  }
}

function checkFlat(flat: Amount, field: string, check: Check): void {
  if (flat.currency !== check.currency) {
    check.report(`${field}.currency`, {
      en: `must be ${check.currency}, the program's currency, got ${flat.currency}`,
      ja: `プログラムの通貨${check.currency}で指定してください（入力値: ${flat.currency}）`,
    });
    return;
  }
  checkAmount(flat.amount, `${field}.amount`, check);
}

function checkAmount(amount: string, field: string, check: Check): void {
  const minor = attempt(() => parseAmount(amount, check.currency), field, check);
  if (minor !== null && minor < 0n)
    check.report(field, {
      en: `must not be negative, got "${amount}"`,
      ja: `0以上にしてください（入力値: "${amount}"）`,
    });
}

/** A threshold of a metric: money for `base`, a whole number for counts. */
function measure(text: string, at: { metric: Volume['metric']; field: string; check: Check }): Ratio | null {
  const { metric, field, check } = at;
  if (metric === 'base') checkAmount(text, field, check);
  const value = metric === 'base' ? attempt(() => ratioOf(text), field, null) : decimal(text, field, check);
  if (value && metric !== 'base' && !/^\d+$/.test(text)) {
    check.report(field, {
      en: `must be a whole number of ${metric}, got "${text}"`,
      ja: `${metric}は整数で指定してください（入力値: "${text}"）`,
    });
  }
  return value;
}

function decimal(text: string, field: string, check: Check): Ratio | null {
  return attempt(() => ratioOf(text), field, check);
}

function attempt<T>(parse: () => T, field: string, check: Check | null): T | null {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    check?.report(field, error.said);
    return null;
  }
}

function isLess(a: Ratio, b: Ratio): boolean {
  return a.numerator * b.denominator < b.numerator * a.denominator;
}
