/** An exact number, written over one denominator above zero. */
export interface Fraction {
  readonly above: bigint;
  readonly below: bigint;
}

export type Rounding = 'half-even' | 'half-up' | 'down' | 'up';

export const NOTHING: Fraction = whole(0n);
export const ONE: Fraction = whole(1n);

export function whole(value: bigint): Fraction {
  return { above: value, below: 1n };
}

/** `0.125` is 125 over 1000. */
export function fraction(text: string): Fraction {
  const [units = '0', decimals = ''] = text.split('.');
  return { above: BigInt(units + decimals), below: 10n ** BigInt(decimals.length) };
}

export function plus(a: Fraction, b: Fraction): Fraction {
  return reduced(a.above * b.below + b.above * a.below, a.below * b.below);
}

export function times(a: Fraction, b: Fraction): Fraction {
  return reduced(a.above * b.above, a.below * b.below);
}

/** `b` is above zero. */
export function over(a: Fraction, b: Fraction): Fraction {
  return reduced(a.above * b.below, a.below * b.above);
}

export function sumOf(fractions: readonly Fraction[]): Fraction {
  return fractions.reduce(plus, NOTHING);
}

export function rounded({ above, below }: Fraction, mode: Rounding): bigint {
  const isNegative = above < 0n;
  const size = isNegative ? -above : above;
  const floor = size / below;
  const rest = size % below;
  const goesUp = {
    down: false,
    up: rest > 0n,
    'half-up': 2n * rest >= below,
    'half-even': 2n * rest > below || (2n * rest === below && floor % 2n === 1n),
  }[mode];
  const result = goesUp ? floor + 1n : floor;
  return isNegative ? -result : result;
}

/** Parts of an amount of zero or more that sum to it: what is left over goes to the largest remainders, the earlier first. */
export function sharedOut(amount: bigint, weights: readonly Fraction[]): readonly bigint[] {
  const all = sumOf(weights);
  const exact = weights.map((weight) => over(times(whole(amount), weight), all));
  const parts = exact.map(({ above, below }) => above / below);
  const left = Number(parts.reduce((rest, part) => rest - part, amount));
  const byRemainder = exact
    .map(({ above, below }, place) => ({ place, remainder: { above: above % below, below } }))
    .sort((a, b) => sign(minus(b.remainder, a.remainder)) || a.place - b.place);
  for (const { place } of byRemainder.slice(0, left)) parts[place] = (parts[place] ?? 0n) + 1n;
  return parts;
}

function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, { above: -b.above, below: b.below });
}

function sign({ above }: Fraction): number {
  return above < 0n ? -1 : Number(above > 0n);
}

function reduced(above: bigint, below: bigint): Fraction {
  let [a, b] = [above < 0n ? -above : above, below];
  while (b > 0n) [a, b] = [b, a % b];
  return a === 0n ? { above: 0n, below: 1n } : { above: above / a, below: below / a };
}
