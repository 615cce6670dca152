import { greater, lesser } from '../money/lesser.ts';
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
  let from = startOn(steps, before, after);
  return steps.flatMap((step, place): StepStretch[] => {
    const end = endOn(steps, place, after);
    if (end <= from) return [];
    const units = end - from;
    from = end;
    return [{ step, units }];
  });
}

/** Where a stretch (before, after] begins to lie on the steps. */
const startOn = (steps: readonly CompiledStep[], before: bigint, after: bigint): bigint =>
  greater(steps[0]?.from ?? after, before);

/** Where a stretch that ends at `after` leaves a step. */
const endOn = (steps: readonly CompiledStep[], place: number, after: bigint): bigint =>
  lesser(steps[place + 1]?.from ?? after, after);

function stepReached(steps: readonly CompiledStep[], total: bigint): CompiledStep | null {
  let reached: CompiledStep | null = null;
  for (const step of steps) if (step.from <= total) reached = step;
  return reached;
}

/**
 * What a line earns by its stretches: a rate applies to the part of the net base that their units stand for, a flat amount,
 * which is of one conversion, times the partner's credit. Asked of every line, so that no list of stretches is made.
 */
export function earned(line: PayLine, { volume, steps }: VolumePay, metric: bigint): Ratio {
  const units = unitsOf(line, volume.metric);
  if (volume.mode === 'retroactive') {
    const step = stepReached(steps, metric);
    return step === null ? ZERO : earnedIn(step, units, line, volume.metric);
  }
  const after = metric + units;
  let from = startOn(steps, metric, after);
  let sum: Ratio | null = null;
  for (let place = 0; place < steps.length; place += 1) {
    const end = endOn(steps, place, after);
    if (end <= from) continue;
    const part = earnedIn(steps[place] as CompiledStep, end - from, line, volume.metric);
    sum = sum === null ? part : add(sum, part);
    from = end;
  }
  return sum ?? ZERO;
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
