import type { ReversalId } from '../ids.ts';
import { allocate } from '../money/allocate.ts';
import type { Ratio } from '../money/ratio.ts';
import type { RoundingMode } from '../money/round.ts';
import { roundRatio } from '../money/round.ts';
import type { Conversion, ConversionLine } from '../tracking/conversion.ts';
import type { Reversal } from '../tracking/reversal.ts';
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

/** The part of a reversal that its line could no longer bear: reported, never counted. */
export interface Excess {
  readonly reversalId: ReversalId;
  readonly excessMinor: bigint;
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
  const { reversed, isNamed, returned, excesses } = spread(conversion, reversals);
  const lines = conversion.lines.map((line, index): LineBase => {
    const own = baseOf(line, plan.base);
    const baseMinor = toProgram === null ? own : convert(own, toProgram, plan.rounding);
    const reversedMinor = reversed[index] ?? 0n;
    const takenBackMinor = takenBack(baseMinor, reversedMinor, line.amountMinor, plan.rounding);
    const isLive = line.amountMinor === 0n ? !isNamed[index] : reversedMinor < line.amountMinor;
    return {
      baseMinor,
      reversedMinor,
      takenBackMinor,
      netBaseMinor: baseMinor - takenBackMinor,
      isLive,
      quantity: isLive ? Math.max(0, line.quantity - (returned[index] ?? 0)) : 0,
    };
  });
  return { lines, excesses };
}

function convert(minor: bigint, factor: Ratio, mode: RoundingMode): bigint {
  return roundRatio(minor * factor.numerator, factor.denominator, mode);
}

function takenBack(base: bigint, reversed: bigint, amount: bigint, mode: RoundingMode): bigint {
  if (reversed === 0n || amount === 0n) return 0n;
  const back = roundRatio(reversed * base, amount, mode);
  return back > base ? base : back;
}

/** Lays reversals on lines in order, each at most what the line still has. */
function spread(conversion: Conversion, reversals: readonly Reversal[]) {
  const { lines } = conversion;
  const reversed = lines.map(() => 0n);
  const returned = lines.map(() => 0);
  const isNamed = lines.map(() => false);
  const excesses: Excess[] = [];
  for (const reversal of reversals) {
    const targets = targetsOf(lines, reversal);
    const room = targets.map((index) => (lines[index]?.amountMinor ?? 0n) - (reversed[index] ?? 0n));
    const total = room.reduce((sum, minor) => sum + minor, 0n);
    const taken = reversal.amountMinor < total ? reversal.amountMinor : total;
    const parts = total > 0n ? allocate(taken, room) : room;
    for (const [at, index] of targets.entries()) {
      reversed[index] = (reversed[index] ?? 0n) + (parts[at] ?? 0n);
      isNamed[index] = true;
      if (targets.length === 1) returned[index] = (returned[index] ?? 0) + (reversal.quantity ?? 0);
    }
    if (reversal.amountMinor > taken) {
      excesses.push({ reversalId: reversal.reversalId, excessMinor: reversal.amountMinor - taken });
    }
  }
  return { reversed, returned, isNamed, excesses };
}

/** Positions of the lines that a reversal concerns; one that names no line of ours concerns none and is all excess. */
function targetsOf(lines: readonly ConversionLine[], reversal: Reversal): readonly number[] {
  if (reversal.lineId === null) return lines.map((_, index) => index);
  const index = lines.findIndex((line) => line.lineId === reversal.lineId);
  return index < 0 ? [] : [index];
}
