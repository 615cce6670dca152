import { DomainError } from '../errors.ts';
import { greater } from './lesser.ts';

/** An exact fraction; the denominator is positive. Rates, credits and values in flight are ratios until the one rounding. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const ZERO: Ratio = { numerator: 0n, denominator: 1n };
export const ONE: Ratio = { numerator: 1n, denominator: 1n };

const DECIMAL = /^(-?)(\d{1,30})(?:\.(\d{1,40}))?$/;

/** A decimal string such as `"0.125"` as the exact fraction 125/1000. Exponents and signs other than `-` are refused. */
export function ratioOf(decimal: string): Ratio {
  const match = DECIMAL.exec(decimal);
  if (!match)
    throw new DomainError('number.invalid', {
      en: `expected a decimal number such as "0.125", got "${decimal}"`,
      ja: `"0.125"のような小数で指定してください（入力値: "${decimal}"）`,
    });
  const fraction = match[3] ?? '';
  const magnitude = BigInt(`${match[2]}${fraction}`);
  return { numerator: match[1] === '-' ? -magnitude : magnitude, denominator: 10n ** BigInt(fraction.length) };
}

/** The exact sum; not in lowest terms. */
export function add(a: Ratio, b: Ratio): Ratio {
  if (a.denominator === b.denominator) return { numerator: a.numerator + b.numerator, denominator: a.denominator };
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

/** The exact product; not in lowest terms. */
export function multiply(a: Ratio, b: Ratio): Ratio {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator };
}

/** So many times a ratio; not in lowest terms. */
export function times({ numerator, denominator }: Ratio, count: bigint): Ratio {
  return { numerator: numerator * count, denominator };
}

/** Decimal fractions, whose denominators are powers of ten, as whole numbers of the finest of them. */
export function commonNumerators(decimals: readonly Ratio[]): readonly bigint[] {
  let finest = 1n;
  for (const { denominator } of decimals) finest = greater(finest, denominator);
  return decimals.map(({ numerator, denominator }) => numerator * (finest / denominator));
}

/** Lowest terms, for people and for canonical bytes. */
export function reduced(ratio: Ratio): Ratio {
  const divisor = greatestCommonDivisor(ratio.numerator < 0n ? -ratio.numerator : ratio.numerator, ratio.denominator);
  return { numerator: ratio.numerator / divisor, denominator: ratio.denominator / divisor };
}

/** `"2/5"`, in lowest terms; a whole number has no bar. */
export function formatRatio(ratio: Ratio): string {
  const [n, d] = [Number(ratio.numerator), Number(ratio.denominator)];
  // Whole numbers up to 2^53 are exact, and a number is divided in a tenth of the time.
  if (Number.isSafeInteger(n) && Number.isSafeInteger(d)) {
    let [x, y] = [Math.abs(n), d];
    while (y !== 0) [x, y] = [y, x % y];
    return d === x ? `${n / x}` : `${n / x}/${d / x}`;
  }
  const { numerator, denominator } = reduced(ratio);
  return denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
