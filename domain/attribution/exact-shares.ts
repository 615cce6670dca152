/** Fractions of larger denominators are told apart from others by more digits than the solvers vouch for. */
const DENOMINATOR_MAX = 1_000_000n;
/** How far the last of fifteen digits may be off. */
const NEAR = 10n;

/**
 * Shares of `whole` as the exact fractions that their digits stand for, in a common denominator: 333…333 and 666…667 are 1 and
 * 2 parts of 3, so that a third of 30000 is 10000 in every rounding mode. Left as they are where no simple fractions come to 1.
 */
export function exactShares(weights: readonly bigint[], whole: bigint): readonly bigint[] {
  let denominator = 1n;
  for (const weight of weights) {
    denominator *= simplestDenominator(weight * denominator, NEAR * denominator, whole);
    if (denominator > DENOMINATOR_MAX) return weights;
  }
  let rest = denominator;
  const parts = weights.map((weight) => {
    const part = nearest(weight * denominator, whole);
    rest -= part;
    return part;
  });
  return rest === 0n ? parts : weights;
}

/** Of the continued fraction of `amount` / `whole`: the first denominator that comes as near as `near` / `whole`. */
function simplestDenominator(amount: bigint, near: bigint, whole: bigint): bigint {
  let [upper, lower] = [amount, whole];
  let [before, denominator] = [0n, 1n];
  for (;;) {
    const off = amount * denominator - nearest(amount * denominator, whole) * whole;
    if ((off < 0n ? -off : off) <= near * denominator) return denominator;
    [upper, lower] = [lower, upper % lower];
    [before, denominator] = [denominator, (upper / lower) * denominator + before];
  }
}

function nearest(amount: bigint, whole: bigint): bigint {
  return (2n * amount + whole) / (2n * whole);
}
