import { Decimal } from 'decimal.js';
import type { Random } from '../../cli/sample/random.ts';
import { allocate } from '../../domain/money/allocate.ts';
import { formatAmount, parseAmount } from '../../domain/money/amount.ts';
import { ratioOf } from '../../domain/money/ratio.ts';
import type { RoundingMode } from '../../domain/money/round.ts';
import { roundRatio } from '../../domain/money/round.ts';

/** What was computed, and what the two ways made of it. */
export interface Difference {
  readonly what: string;
  readonly expected: string;
  readonly got: string;
}

// Amount, rate and part have at most 41 digits together, and a quotient that is no tie is at least 1 in 10^23 away from one.
const Exact = Decimal.clone({ precision: 70, toExpNeg: -1000, toExpPos: 1000 });

const CURRENCIES = [
  ['JPY', 0],
  ['USD', 2],
  ['KWD', 3],
] as const;

const MODES: readonly (readonly [RoundingMode, Decimal.Rounding])[] = [
  ['half-even', Decimal.ROUND_HALF_EVEN],
  ['half-up', Decimal.ROUND_HALF_UP],
  ['down', Decimal.ROUND_DOWN],
  ['up', Decimal.ROUND_UP],
];

/** One random case, a rounding or an allocation, by our arithmetic and by decimal.js; null when they agree to the last unit. */
export function differenceIn(random: Random): Difference | null {
  return random.isTrue(0.5) ? roundDifference(random) : allocateDifference(random);
}

/** Amount × rate × part ÷ parts, rounded once to the currency's digits: the arithmetic of a commission line. */
function roundDifference(random: Random): Difference | null {
  const [currency, digits] = random.pick(CURRENCIES);
  const [mode, rounding] = random.pick(MODES);
  const amount = amountText(random, digits);
  const [rate, part, parts] = random.isTrue(0.3) ? tieOf(random) : [rateText(random), partOf(random), partOf(random)];
  const { numerator, denominator } = ratioOf(rate);
  const minor = roundRatio(parseAmount(amount, currency) * numerator * BigInt(part), denominator * BigInt(parts), mode);
  const got = formatAmount(minor, currency);
  const exact = new Exact(amount).times(rate).times(part).div(parts).toDecimalPlaces(digits, rounding);
  // A decimal has a negative zero, an amount has not.
  const expected = (exact.isZero() ? new Exact(0) : exact).toFixed(digits);
  return got === expected
    ? null
    : { what: `${amount} ${currency} × ${rate} × ${part}/${parts}, ${mode}`, expected, got };
}

function allocateDifference(random: Random): Difference | null {
  const whole = BigInt(amountText(random, 0));
  const weights = Array.from({ length: random.whole(1, 6) }, () => BigInt(random.isTrue(0.1) ? 0 : partOf(random)));
  if (weights.every((weight) => weight === 0n)) return null;
  const got = allocate(whole, weights).join(' ');
  const expected = allocateByDecimal(whole, weights).join(' ');
  return got === expected ? null : { what: `${whole} by ${weights.join(':')}`, expected, got };
}

/** Floors every share of the magnitude, then gives the units left to the largest remainders, one by one, the earlier first. */
function allocateByDecimal(whole: bigint, weights: readonly bigint[]): readonly string[] {
  const signed = new Exact(String(whole));
  const magnitude = signed.abs();
  const exactWeights = weights.map((weight) => new Exact(String(weight)));
  const total = exactWeights.reduce((sum, weight) => sum.plus(weight));
  const products = exactWeights.map((weight) => magnitude.times(weight));
  const parts = products.map((product) => product.divToInt(total));
  const remainders = products.map((product, index) => product.minus(total.times(parts[index] ?? 0)));
  let left = parts.reduce((rest, part) => rest.minus(part), magnitude).toNumber();
  for (; left > 0; left -= 1) {
    let largest = 0;
    for (const [index, rest] of remainders.entries()) if (rest.gt(remainders[largest] ?? rest)) largest = index;
    parts[largest] = (parts[largest] ?? magnitude).plus(1);
    remainders[largest] = new Exact(-1);
  }
  return parts.map((part) => (signed.isNegative() && !part.isZero() ? part.neg() : part).toFixed(0));
}

/** From nothing to beyond 2^53 minor units, one in four negative. */
function amountText(random: Random, digits: number): string {
  const size = random.pick([1, 3, 6, 9, 15, 18]);
  const whole = BigInt(digitsOf(random, size)).toString();
  const sign = random.isTrue(0.25) ? '-' : '';
  return digits === 0 ? `${sign}${whole}` : `${sign}${whole}.${digitsOf(random, digits)}`;
}

function rateText(random: Random): string {
  return `${random.pick(['0', '0', '0', '1', '12'])}.${digitsOf(random, random.whole(1, 9))}`;
}

/** Credits are small counts or the long weights of a decay. */
function partOf(random: Random): number {
  return random.isTrue(0.7) ? random.whole(1, 9) : random.whole(1, 999_999_999);
}

/** A rate and a part that leave exactly a half for many amounts. */
function tieOf(random: Random): readonly [rate: string, part: number, parts: number] {
  return random.pick([
    ['0.5', 1, 1],
    ['0.25', 1, 1],
    ['0.05', 1, 1],
    ['0.125', 1, 1],
    ['0.1', 1, 4],
    ['1.5', 1, 3],
  ] as const);
}

function digitsOf(random: Random, count: number): string {
  let digits = '';
  while (digits.length < count) digits += String(random.whole(0, 999_999)).padStart(6, '0');
  return digits.slice(0, count);
}
