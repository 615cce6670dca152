import type { Instant } from '../time.ts';
import type { ConversionKind } from '../tracking/conversion.ts';
import type { Touchpoint } from './attribution.ts';

/** A step of a customer on the way to a purchase that the merchant reported: it became a lead, or an opportunity of sales. */
export interface Milestone {
  readonly kind: 'lead' | 'opportunity';
  readonly at: Instant;
}

/** The milestone that a customer reaches with a conversion, or null. */
export function milestoneOf(kind: ConversionKind): Milestone['kind'] | null {
  if (kind === 'lead' || kind === 'signup') return 'lead';
  return kind === 'opportunity' ? 'opportunity' : null;
}

/** What the three milestone touches share, and what all the others do, in tenths. */
const MILESTONES_TENTHS = 9n;
const OTHERS_TENTHS = 1n;
/** With fewer touches there is nobody between the milestones. */
const TOUCHES_MIN = 4;

/**
 * Weights of a w-shaped journey: 0.9 in equal parts for the first touch and for the last ones before the customer became a
 * lead and an opportunity, each counted once, and 0.1 in equal parts for the others. Null where linear applies: below four
 * touches, or when neither milestone of this journey is known. `milestones` stand oldest first.
 */
export function milestoneWeights(
  touchpoints: readonly Touchpoint[],
  milestones: readonly Milestone[],
  convertedAt: Instant,
): readonly bigint[] | null {
  if (touchpoints.length < TOUCHES_MIN) return null;
  const began = (touchpoints[0] as Touchpoint).occurredAt;
  const distinct = new Set([0]);
  let isKnown = false;
  for (const kind of ['lead', 'opportunity'] as const) {
    // An earlier purchase's own milestones are before the first touch.
    const reached = milestones.find((each) => each.kind === kind && each.at >= began && each.at <= convertedAt);
    if (reached === undefined) continue;
    isKnown = true;
    distinct.add(touchpoints.findLastIndex(({ occurredAt }) => occurredAt <= reached.at));
  }
  if (!isKnown) return null;
  const others = BigInt(touchpoints.length - distinct.size);
  const milestone = MILESTONES_TENTHS * others;
  const other = OTHERS_TENTHS * BigInt(distinct.size);
  return touchpoints.map((_, index) => (distinct.has(index) ? milestone : other));
}
