import { greater } from '../money/lesser.ts';
import { halvings } from '../money/power.ts';
import type { Ratio } from '../money/ratio.ts';
import { commonNumerators } from '../money/ratio.ts';
import type { Instant } from '../time.ts';
import { DAY_MS } from '../time.ts';
import type { Touchpoint } from './attribution.ts';

/** Weights that halve with every half-life of age, without steps: 2^(−age / half-life) to 40 significant digits. */
export function continuousWeights(
  halfLifeDays: Ratio,
  touchpoints: readonly Touchpoint[],
  at: Instant,
): readonly bigint[] {
  return commonNumerators(touchpoints.map((touchpoint) => halvings(halfLives(halfLifeDays, touchpoint, at))));
}

/** Weights that halve with every whole half-life that has passed; touches of one half-life weigh the same. */
export function stepwiseWeights(
  halfLifeDays: Ratio,
  touchpoints: readonly Touchpoint[],
  at: Instant,
): readonly bigint[] {
  const steps = touchpoints.map((touchpoint) => {
    const { numerator, denominator } = halfLives(halfLifeDays, touchpoint, at);
    return numerator / denominator;
  });
  let most = 0n;
  for (const step of steps) most = greater(most, step);
  return steps.map((step) => 1n << (most - step));
}

/** The age of a touch in half-lives. */
function halfLives(halfLifeDays: Ratio, { occurredAt }: Touchpoint, at: Instant): Ratio {
  return {
    numerator: BigInt(at - occurredAt) * halfLifeDays.denominator,
    denominator: halfLifeDays.numerator * BigInt(DAY_MS),
  };
}
