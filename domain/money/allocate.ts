import { Broken } from '../errors.ts';

/**
 * Divides a whole by weights so that the parts sum to the whole: every share is floored, and the left-over units go to the
 * largest remainders, ties to the earlier item. A negative whole mirrors the positive one.
 */
export function allocate(whole: bigint, weights: readonly bigint[]): bigint[] {
  let total = 0n;
  for (const weight of weights) {
    if (weight < 0n) throw new Broken('allocate.negative-weight', `weights must not be negative, got ${weight}`);
    total += weight;
  }
  if (total === 0n) throw new Broken('allocate.no-weight', 'weights must sum to more than 0, got 0');
  if (weights.length === 1) return [whole];
  if (whole < 0n) return allocate(-whole, weights).map((part) => -part);

  const parts = weights.map((weight) => (whole * weight) / total);
  let left = whole;
  for (const part of parts) left -= part;
  if (left === 0n) return parts;
  // The sort is stable, so that of equal remainders the earlier item stays first.
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (whole * weight) % total }))
    .sort((a, b) => (a.remainder < b.remainder ? 1 : a.remainder > b.remainder ? -1 : 0));
  for (const { index } of byRemainder.slice(0, Number(left))) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts;
}
