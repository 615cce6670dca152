import type { PartnerId } from '../ids.ts';
import type { Ratio } from '../money/ratio.ts';
import { add, reduced, ZERO } from '../money/ratio.ts';
import type { Model } from '../partner/program.ts';
import type { Touchpoint } from './attribution.ts';
import type { JourneyPath } from './journey-path.ts';
import { partnersOf } from './journey-path.ts';
import { creditsOf } from './models.ts';

/** What a partner is credited with over many journeys, exactly; the value in the units of the paths. */
export interface CreditedTotal {
  readonly partnerId: PartnerId;
  readonly conversions: Ratio;
  readonly value: Ratio;
}

/** Credits the conversions of paths by a model that needs neither times nor milestones nor a fit; by partner id. */
export function attributePaths(paths: readonly JourneyPath[], model: Model): readonly CreditedTotal[] {
  // By the sum of weights, of which there are few, so that adding up stays cheap and exact.
  const totals = new Map<PartnerId, Map<bigint, { conversions: bigint; value: bigint }>>();
  for (const path of paths) {
    if (path.conversions === 0) continue;
    const { credits } = creditsOf(model, path.touches.map(touchOf), 0, { milestones: [], snapshot: null });
    let whole = 0n;
    for (const { creditWeight } of credits) whole += creditWeight;
    for (const { partnerId, creditWeight } of credits) {
      const own = totals.get(partnerId) ?? new Map<bigint, { conversions: bigint; value: bigint }>();
      const sum = own.get(whole) ?? { conversions: 0n, value: 0n };
      sum.conversions += creditWeight * BigInt(path.conversions);
      sum.value += creditWeight * path.value;
      own.set(whole, sum);
      totals.set(partnerId, own);
    }
  }
  return partnersOf(paths).map((partnerId) => {
    let conversions = ZERO;
    let value = ZERO;
    for (const [denominator, sum] of totals.get(partnerId) ?? []) {
      conversions = reduced(add(conversions, { numerator: sum.conversions, denominator }));
      value = reduced(add(value, { numerator: sum.value, denominator }));
    }
    return { partnerId, conversions, value };
  });
}

function touchOf(partnerId: PartnerId): Touchpoint {
  return { type: 'click', id: '', occurredAt: 0, partnerId };
}
