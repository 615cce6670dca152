import type { Ratio } from '../money/ratio.ts';
import { add, ZERO } from '../money/ratio.ts';
import type { CompiledStep } from './compile-plan.ts';
import type { Stretch } from './pay-trace.ts';

/** The stretch (before, after] of the running metric, cut at the steps. Below the first step nothing is earned. */
export function stretchesOf(steps: readonly CompiledStep[], before: bigint, after: bigint): readonly StepStretch[] {
  const stretches: StepStretch[] = [];
  for (const [index, step] of steps.entries()) {
    const end = steps[index + 1]?.from ?? after;
    const low = before > step.from ? before : step.from;
    const high = after < end ? after : end;
    if (high > low) stretches.push({ step, units: high - low });
  }
  return stretches;
}

export interface StepStretch {
  readonly step: CompiledStep;
  readonly units: bigint;
}

/** The highest step that a total has reached, or null below the first. */
export function stepReached(steps: readonly CompiledStep[], total: bigint): CompiledStep | null {
  let reached: CompiledStep | null = null;
  for (const step of steps) if (step.from <= total) reached = step;
  return reached;
}

/**
 * What stretches earn: a rate applies to the part of the net base that its units stand for, a flat amount to every unit times
 * the partner's credit.
 */
export function earned(
  stretches: readonly StepStretch[],
  line: { readonly netBaseMinor: bigint; readonly units: bigint; readonly credit: Ratio },
): Ratio {
  let sum = ZERO;
  for (const { step, units } of stretches) {
    if (step.pay.type === 'flat') {
      sum = add(sum, {
        numerator: step.pay.amountMinor * units * line.credit.numerator,
        denominator: line.credit.denominator,
      });
    } else {
      const { numerator, denominator } = step.pay.rate;
      sum = add(
        sum,
        // Of one whole stretch nothing is divided: a line whose items all came back may still have money to pay on.
        line.units === units
          ? { numerator: numerator * line.netBaseMinor, denominator }
          : { numerator: numerator * line.netBaseMinor * units, denominator: denominator * line.units },
      );
    }
  }
  return sum;
}

export function describe(stretches: readonly StepStretch[]): readonly Stretch[] {
  return stretches.map(({ step, units }) =>
    step.pay.type === 'rate'
      ? { from: step.text, unitsMinor: units, rate: step.pay.text }
      : { from: step.text, unitsMinor: units, flatMinor: step.pay.amountMinor },
  );
}
