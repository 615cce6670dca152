/**
 * Lays weights by position on a journey of `count` touches; the sum stays. The first half of the weights belongs to the first
 * touches and the second half to the last ones. In a longer journey the touches between share the middle weight (nothing, when
 * the weights are even in number); in a shorter one the weights without a touch go to the innermost touch of their half, and a
 * middle one half to either.
 */
export function positionWeights(weights: readonly bigint[], count: number): readonly bigint[] {
  if (count >= weights.length) return stretched(weights, count);
  const laid = Array<bigint>(count).fill(0n);
  // Twice the weights, so that a half is a whole number too.
  for (const [index, weight] of weights.entries()) {
    const isFirstHalf = 2 * index < weights.length - 1;
    const isMiddle = 2 * index === weights.length - 1;
    const left = Math.min(index, Math.floor((count - 1) / 2));
    const right = Math.max(count - weights.length + index, Math.floor(count / 2));
    if (isFirstHalf || isMiddle) laid[left] = (laid[left] ?? 0n) + (isMiddle ? weight : 2n * weight);
    if (!isFirstHalf) laid[right] = (laid[right] ?? 0n) + (isMiddle ? weight : 2n * weight);
  }
  return laid;
}

function stretched(weights: readonly bigint[], count: number): readonly bigint[] {
  const half = Math.floor(weights.length / 2);
  const between = count - 2 * half;
  const middle = weights.length % 2 === 1 ? (weights[half] ?? 0n) : 0n;
  const unit = BigInt(Math.max(1, between));
  return Array.from({ length: count }, (_, index) => {
    if (index < half) return (weights[index] ?? 0n) * unit;
    if (index < half + between) return middle;
    return (weights[weights.length - (count - index)] ?? 0n) * unit;
  });
}
