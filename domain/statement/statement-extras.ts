import type { BonusResult } from '../settlement/bonus.ts';
import type { OverrideResult } from '../settlement/overrides.ts';

/** What a window's metric has earned beside the lines; `amount` is what this period posted. */
export interface StatementBonus {
  readonly amount: string;
  readonly bonus: string;
  /** Posted for it by earlier closes. */
  readonly earlier?: string | undefined;
  readonly metric: string;
  /** False: promised no longer, so that it earns nothing new and what was posted stays while the metric holds. */
  readonly offered: boolean;
  readonly pay: { readonly flat: string } | { readonly rate: string };
  readonly plan: number;
  readonly reached: string;
  readonly reaches: string;
  readonly rounding: string;
  readonly window: string;
}

/** What a recruited partner's released commission has earned its recruiter. */
export interface StatementOverride {
  readonly amount: string;
  readonly level: number;
  /** Only what was sold within so many months of the recruited partner's joining; absent: all. */
  readonly months?: number | undefined;
  readonly plan: number;
  readonly rate: string;
  readonly recruited: string;
  readonly rounding: string;
  /** What of the recruited partner's commission was released in this period. */
  readonly source: string;
}

type Writer = (minor: bigint) => string;

/** A bonus as a statement shows it. */
export function statementBonus(bonus: BonusResult, money: Writer): StatementBonus {
  const { amountMinor, metric, metricMinor, pay, targetMinor } = bonus;
  const earlierMinor = targetMinor - amountMinor;
  return {
    amount: money(amountMinor),
    bonus: bonus.bonusId,
    earlier: earlierMinor === 0n ? undefined : money(earlierMinor),
    metric,
    offered: bonus.isOffered,
    pay: pay.type === 'flat' ? { flat: money(pay.amountMinor) } : { rate: pay.text },
    plan: bonus.planVersion,
    reached: metric === 'base' ? money(metricMinor) : metricMinor.toString(),
    reaches: bonus.reaches,
    rounding: bonus.rounding,
    window: bonus.window,
  };
}

/** An override as a statement shows it. */
export function statementOverride(override: OverrideResult, money: Writer): StatementOverride {
  const { amountMinor, level, months, planVersion, rate, recruitedPartnerId, rounding, sourceMinor } = override;
  const source = money(sourceMinor);
  return {
    amount: money(amountMinor),
    level,
    months,
    plan: planVersion,
    rate,
    recruited: recruitedPartnerId,
    rounding,
    source,
  };
}
