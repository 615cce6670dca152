import { assertNever } from '../errors.ts';
import type { PartnerId } from '../ids.ts';
import { halvings } from '../money/power.ts';
import type { Ratio } from '../money/ratio.ts';
import { ratioOf } from '../money/ratio.ts';
import type { Model, PositionWeights } from '../partner/program.ts';
import type { Instant } from '../time.ts';
import { DAY_MS } from '../time.ts';
import type { Credit, Touchpoint } from './attribution.ts';

/**
 * Credits of the partners of a journey by a model: exact weights, added up per partner, in the order of each partner's first
 * eligible touch. The journey has at least one touchpoint.
 */
export function creditsOf(model: Model, touchpoints: readonly Touchpoint[], convertedAt: Instant): readonly Credit[] {
  const weights = weightsOf(model, touchpoints, convertedAt);
  const byPartner = new Map<PartnerId, bigint>();
  for (const [index, touchpoint] of touchpoints.entries()) {
    const weight = weights[index] ?? 0n;
    byPartner.set(touchpoint.partnerId, (byPartner.get(touchpoint.partnerId) ?? 0n) + weight);
  }
  const credits: Credit[] = [];
  for (const [partnerId, creditWeight] of byPartner) if (creditWeight > 0n) credits.push({ partnerId, creditWeight });
  return credits;
}

function weightsOf(model: Model, touchpoints: readonly Touchpoint[], convertedAt: Instant): readonly bigint[] {
  const count = touchpoints.length;
  switch (model.name) {
    case 'first-touch':
      return touchpoints.map((_, index) => (index === 0 ? 1n : 0n));
    case 'last-touch':
      return touchpoints.map((_, index) => (index === count - 1 ? 1n : 0n));
    case 'linear':
      return touchpoints.map(() => 1n);
    case 'position-based':
      return positionWeights(model.weights, count);
    case 'time-decay':
      return decayWeights(ratioOf(model.halfLifeDays), touchpoints, convertedAt);
    default:
      return assertNever(model);
  }
}

/** With two touches the middle's share goes half to each end; with one there is nothing to divide. */
function positionWeights(weights: PositionWeights, count: number): readonly bigint[] {
  const [first, middle, last] = common([ratioOf(weights.first), ratioOf(weights.middle), ratioOf(weights.last)]);
  if (first === undefined || middle === undefined || last === undefined || count === 1) return [1n];
  if (count === 2) return [2n * first + middle, 2n * last + middle];
  const inner = BigInt(count - 2);
  return [first * inner, ...Array<bigint>(count - 2).fill(middle), last * inner];
}

function decayWeights(halfLifeDays: Ratio, touchpoints: readonly Touchpoint[], at: Instant): readonly bigint[] {
  return common(
    touchpoints.map(({ occurredAt }) =>
      halvings({
        numerator: BigInt(at - occurredAt) * halfLifeDays.denominator,
        denominator: halfLifeDays.numerator * BigInt(DAY_MS),
      }),
    ),
  );
}

/** Fractions whose denominators are powers of ten, as whole numbers of the finest of them. */
function common(ratios: readonly Ratio[]): readonly bigint[] {
  let finest = 1n;
  for (const { denominator } of ratios) if (denominator > finest) finest = denominator;
  return ratios.map(({ numerator, denominator }) => numerator * (finest / denominator));
}
