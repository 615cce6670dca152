import type { Ratio } from '../money/ratio.ts';
import type { RoundingMode } from '../money/round.ts';
import { roundProduct, roundRatio } from '../money/round.ts';
import type { Conversion, ConversionLine } from '../tracking/conversion.ts';
import type { Reversal } from '../tracking/reversal.ts';
import type { Excess } from './lay-reversals.ts';
import { layReversals, NOTHING, UNTOUCHED } from './lay-reversals.ts';
import type { Plan } from './plan.ts';

/** What is left of one line after its reversals. `reversedMinor` is in the conversion's currency, the rest in the program's. */
export interface LineBase {
  readonly baseMinor: bigint;
  readonly reversedMinor: bigint;
  readonly takenBackMinor: bigint;
  readonly netBaseMinor: bigint;
  /** Not fully reversed; a line of amount zero lives until a reversal names it. */
  readonly isLive: boolean;
  readonly quantity: number;
}

/** What a rate applies to: the charged amount without tax and shipping, unless the plan includes them. */
export function baseOf(line: ConversionLine, terms: Plan['base']): bigint {
  const tax = terms.includeTax ? 0n : line.taxMinor;
  const shipping = terms.includeShipping ? 0n : line.shippingMinor;
  return line.amountMinor - tax - shipping;
}

/**
 * Bases of all lines of a conversion after its reversals, which come in (occurredAt, id) order. `toProgram` is the factor from
 * minor units of the conversion's currency to those of the program's, or null when they are the same.
 */
export function lineBases(
  conversion: Conversion,
  reversals: readonly Reversal[],
  plan: Plan,
  toProgram: Ratio | null,
): { readonly lines: readonly LineBase[]; readonly excesses: readonly Excess[] } {
  // Stryker disable next-line ConditionalExpression: laying nothing comes to the same, and costs time on every conversion.
  const { laid, excesses } = reversals.length === 0 ? NOTHING : layReversals(conversion, reversals);
  const lines = conversion.lines.map((line, index): LineBase => {
    const own = baseOf(line, plan.base);
    const baseMinor = toProgram === null ? own : roundProduct(toProgram, own, plan.rounding);
    const { reversedMinor, returned, isNamed } = laid[index] ?? UNTOUCHED;
    const takenBackMinor = takenBack(baseMinor, reversedMinor, line.amountMinor, plan.rounding);
    const isLive = line.amountMinor === 0n ? !isNamed : reversedMinor < line.amountMinor;
    return {
      baseMinor,
      reversedMinor,
      takenBackMinor,
      netBaseMinor: baseMinor - takenBackMinor,
      isLive,
      quantity: isLive ? line.quantity - returned : 0,
    };
  });
  return { lines, excesses };
}

/** At most the whole base, since no more than the amount is ever reversed. */
function takenBack(base: bigint, reversed: bigint, amount: bigint, mode: RoundingMode): bigint {
  return reversed === 0n ? 0n : roundRatio(reversed * base, amount, mode);
}
