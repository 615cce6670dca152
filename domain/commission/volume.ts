import type { Ratio } from '../money/ratio.ts';
import { add, ZERO } from '../money/ratio.ts';
import type { CompiledStep, VolumePay } from './compile-plan.ts';
import type { PayLine } from './pay-line.ts';
import type { Volume } from './plan.ts';

/** Units of the metric inside one step. */
export interface StepStretch {
  readonly step: CompiledStep;
  readonly units: bigint;
}

/** What a line adds to a metric: its net base, its items, or one conversion. */
export function unitsOf(line: PayLine, metric: Volume['metric']): bigint {
  return metric === 'base' ? line.netBaseMinor : metric === 'items' ? BigInt(line.quantity) : 1n;
}

/**
 * How a line lies on the steps. `marginal`: the stretch that it covers, from where the metric stood before it, cut at the steps.
 * `retroactive`: all of it on the highest step that the window's total has reached. Below the first step nothing is earned.
 */
export function stretchesOf(line: PayLine, { volume, steps }: VolumePay, metric: bigint): readonly StepStretch[] {
  const units = unitsOf(line, volume.metric);
  if (volume.mode === 'marginal') return cutAtSteps(steps, metric, metric + units);
  const step = stepReached(steps, metric);
  return step === null ? [] : [{ step, units }];
}

/** The stretch (before, after] of the running metric, cut at the steps. */
function cutAtSteps(steps: readonly CompiledStep[], before: bigint, after: bigint): readonly StepStretch[] {
  return steps.flatMap((step, index): StepStretch[] => {
    const next = steps[index + 1]?.from ?? after;
    const start = step.from > before ? step.from : before;
    const end = next < after ? next : after;
    return end > start ? [{ step, units: end - start }] : [];
  });
}

function stepReached(steps: readonly CompiledStep[], total: bigint): CompiledStep | null {
  let reached: CompiledStep | null = null;
  for (const step of steps) if (step.from <= total) reached = step;
  return reached;
}

/**
 * What a line earns by its stretches: a rate applies to the part of the net base that their units stand for, a flat amount,
 * which is of one conversion, times the partner's credit.
 */
export function earned(line: PayLine, pay: VolumePay, metric: bigint): Ratio {
  const units = unitsOf(line, pay.volume.metric);
  const only = pay.volume.mode === 'marginal' ? stepAround(pay.steps, metric, metric + units) : null;
  // Nearly every line lies inside one step.
  // Stryker disable next-line ConditionalExpression: cutting it at the steps comes to the same.
  if (only !== null) return earnedIn(only, units, line, pay.volume.metric);
  let sum = ZERO;
  for (const stretch of stretchesOf(line, pay, metric)) {
    const part = earnedIn(stretch.step, stretch.units, line, pay.volume.metric);
    sum = sum === ZERO ? part : add(sum, part);
  }
  return sum;
}

/** The step that holds a whole stretch (before, after], or null; also null of a stretch of nothing. */
function stepAround(steps: readonly CompiledStep[], before: bigint, after: bigint): CompiledStep | null {
  if (after <= before) return null;
  let index = steps.length - 1;
  while (index >= 0 && (steps[index]?.from ?? 0n) > before) index -= 1;
  const end = steps[index + 1]?.from;
  return end !== undefined && after > end ? null : (steps[index] ?? null);
}

function earnedIn(step: CompiledStep, units: bigint, line: PayLine, metric: Volume['metric']): Ratio {
  if (step.pay.type === 'flat') {
    return { numerator: step.pay.amountMinor * line.creditWeight, denominator: line.creditTotalWeight };
  }
  const { numerator, denominator } = step.pay.rate;
  // Stryker disable next-line ConditionalExpression,StringLiteral: units are the base itself; dividing comes to the same.
  if (metric === 'base') return { numerator: numerator * units, denominator };
  const all = unitsOf(line, metric);
  // Of one whole stretch nothing is divided: a line whose items all came back may still have money to pay on.
  if (units === all) return { numerator: numerator * line.netBaseMinor, denominator };
  return { numerator: numerator * line.netBaseMinor * units, denominator: denominator * all };
}
