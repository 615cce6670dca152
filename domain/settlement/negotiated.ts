import type { RuleChoice } from '../commission/choose-rule.ts';
import type { CompiledRule } from '../commission/compile-plan.ts';
import { compileRules } from '../commission/compile-plan.ts';
import type { PartnerId, RuleId } from '../ids.ts';
import type { Currency } from '../money/currency.ts';
import type { Directory } from '../partner/directory.ts';
import type { Dated, Instant } from '../time.ts';

/** The negotiated rules of partners, dated; partners without any are left out. */
export type Negotiated = ReadonlyMap<PartnerId, readonly Dated<readonly CompiledRule[]>[]>;

/** Sets negotiated rules apart from a plan's of the same name: no plan can have a rule with a slash in its id. */
const PREFIX = 'negotiated/';

/** Reads the rules of every enrollment that has any. */
export function negotiatedIn({ enrollments }: Directory, currency: Currency): Negotiated {
  const negotiated = new Map<PartnerId, readonly Dated<readonly CompiledRule[]>[]>();
  for (const [partnerId, { terms }] of enrollments) {
    if (terms.every(({ value }) => value.rules === undefined)) continue;
    const dated = terms.map(({ from, value: { rules = [] } }) => ({
      from,
      value: compileRules(
        rules.map((rule) => ({ ...rule, id: `${PREFIX}${rule.id}` })),
        currency,
      ),
    }));
    negotiated.set(partnerId, dated);
  }
  return negotiated;
}

/** The negotiated rules of a partner in force at an instant; the first reach back to the beginning, as terms do. */
export function negotiatedAt(negotiated: Negotiated, partnerId: PartnerId, at: Instant): readonly CompiledRule[] {
  const dated = negotiated.get(partnerId) ?? [];
  return (dated.findLast(({ from }) => from <= at) ?? dated[0])?.value ?? [];
}

/** The negotiated rule that pays a line: as in force then, else wherever it is known; null for a rule of the plan. */
export function negotiatedRule(
  negotiated: Negotiated,
  { payId, partnerId }: { readonly payId: RuleId; readonly partnerId: PartnerId },
  at: Instant,
): CompiledRule | null {
  if (!payId.startsWith(PREFIX)) return null;
  const inForce = negotiatedAt(negotiated, partnerId, at).find(({ id }) => id === payId);
  const others = negotiated.get(partnerId)?.flatMap(({ value }) => value) ?? [];
  return inForce ?? others.find(({ id }) => id === payId) ?? null;
}

/** What the plan's rules come to after the negotiated ones were tried: they lose against any that matches. */
export function afterNegotiated(
  own: RuleChoice,
  rules: readonly CompiledRule[],
  choosePlans: () => RuleChoice,
): RuleChoice {
  const { rule } = own;
  if (rule === null) {
    const choice = choosePlans();
    return { rule: choice.rule, trials: [...own.trials, ...choice.trials] };
  }
  const lost = rules.map(({ id }) => ({ ruleId: id, outcome: 'negotiated-first', by: rule.id }) as const);
  return { rule, trials: [...own.trials, ...lost] };
}
