import type { Ratio } from './ratio.ts';

/** How the one rounding of a commission line decides; a plan names it, there is no default. */
export type RoundingMode = 'half-even' | 'half-up' | 'down' | 'up';

/**
 * The whole number nearest to numerator ÷ denominator by `mode`. Negative values mirror positive ones: `down` goes towards
 * zero and `up` away from it. The denominator is positive.
 */
export function roundRatio(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  const quotient = numerator / denominator;
  const remainder = numerator % denominator;
  if (remainder === 0n) return quotient;
  const away = numerator < 0n ? quotient - 1n : quotient + 1n;
  return isAway(quotient, remainder < 0n ? -remainder : remainder, denominator, mode) ? away : quotient;
}

/** A rate, or another factor, of an amount: their product, rounded once. */
export function roundProduct({ numerator, denominator }: Ratio, minor: bigint, mode: RoundingMode): bigint {
  return roundRatio(numerator * minor, denominator, mode);
}

function isAway(quotient: bigint, remainder: bigint, denominator: bigint, mode: RoundingMode): boolean {
  if (mode === 'up') return true;
  if (mode === 'down') return false;
  const twice = 2n * remainder;
  if (twice > denominator) return true;
  return twice === denominator && (mode === 'half-up' || quotient % 2n !== 0n);
}
