import { Decimal } from 'decimal.js';
import type { Ratio } from './ratio.ts';

// 20 guard digits, so that the 40 that stay do not depend on the order of the steps.
const Exact = Decimal.clone({
  precision: 60,
  rounding: Decimal.ROUND_HALF_EVEN,
  toExpNeg: -1_000_000,
  toExpPos: 1_000_000,
});

/** 2^(−exponent) to 40 significant digits, as an exact fraction of a power of ten. */
export function halvings(exponent: Ratio): Ratio {
  const power = new Exact(exponent.numerator.toString()).div(exponent.denominator.toString()).neg();
  const value = new Exact(2).pow(power).toSignificantDigits(40);
  const decimals = value.decimalPlaces();
  return {
    numerator: BigInt(value.times(new Exact(10).pow(decimals)).toFixed(0)),
    denominator: 10n ** BigInt(decimals),
  };
}
