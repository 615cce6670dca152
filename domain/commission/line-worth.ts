import { assertNever } from '../errors.ts';
import type { Ratio } from '../money/ratio.ts';
import type { CompiledPay, CompiledRule } from './compile-plan.ts';
import type { Frozen, PayLine } from './pay-line.ts';
import { earned } from './volume.ts';

/** The exact worth of a live line under its rule, given where the rule's metric stands; see `Worth.metricMinor`. */
export function ruleWorth(line: PayLine, pay: CompiledPay, metric: bigint): Ratio {
  switch (pay.type) {
    case 'rate':
      return { numerator: pay.rate.numerator * line.netBaseMinor, denominator: pay.rate.denominator };
    case 'flat': {
      const minor = pay.amountMinor * BigInt(pay.per === 'item' ? line.quantity : 1);
      return { numerator: minor * line.creditWeight, denominator: line.creditTotalWeight };
    }
    case 'volume':
      return earned(line, pay, metric);
    default:
      return assertNever(pay);
  }
}

/** A flat amount stays owed in full while the line lives; anything else, amounts per item too, shrinks with its net base. */
export function frozenWorth(line: PayLine, frozen: Frozen, rule: CompiledRule): Ratio {
  return isWholeWhenFrozen(frozen, rule)
    ? { numerator: frozen.amountMinor, denominator: 1n }
    : { numerator: frozen.amountMinor * line.netBaseMinor, denominator: frozen.netBaseMinor };
}

/**
 * Whether a sealed line is owed in full while it lives: flat amounts per conversion and line, and what had no net base
 * to shrink with.
 */
export function isWholeWhenFrozen(frozen: Frozen, { pay }: CompiledRule): boolean {
  if (frozen.netBaseMinor === 0n) return true;
  if (pay.type === 'flat') return pay.per !== 'item';
  return pay.type === 'volume' && pay.steps.every((step) => step.pay.type === 'flat');
}
