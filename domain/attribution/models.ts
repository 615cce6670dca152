import { assertNever } from '../errors.ts';
import type { PartnerId } from '../ids.ts';
import { commonNumerators, ratioOf } from '../money/ratio.ts';
import type { LinearRepeats, Model } from '../partner/program.ts';
import type { Instant } from '../time.ts';
import type { Credit, ModelNote, Touchpoint } from './attribution.ts';
import { continuousWeights, stepwiseWeights } from './decay-weights.ts';
import type { Milestone } from './milestones.ts';
import { milestoneWeights } from './milestones.ts';
import { positionWeights } from './position-weights.ts';
import type { Snapshot } from './snapshot.ts';
import { sharesByPartner } from './snapshot.ts';

/** What is known of a journey besides its touchpoints; only some models ask for it. */
export interface JourneyKnowledge {
  /** Of the customer, oldest first; those after the conversion or before the journey do not count. */
  readonly milestones: readonly Milestone[];
  /** The fit of the program's data-driven model that is in force, or null. */
  readonly snapshot: Snapshot | null;
}

/** Credits with why they are linear though the model is another, or null. */
export interface ModelCredits {
  readonly credits: readonly Credit[];
  readonly note: ModelNote | null;
}

/**
 * Credits of the partners of a journey by a model: exact weights, added up per partner, in the order of each partner's first
 * eligible touch. The journey has at least one touchpoint.
 */
export function creditsOf(
  model: Model,
  touchpoints: readonly Touchpoint[],
  convertedAt: Instant,
  knowledge: JourneyKnowledge,
): ModelCredits {
  switch (model.name) {
    case 'first-touch':
      return certain(onlyAt(touchpoints, 0));
    case 'last-touch':
      return certain(onlyAt(touchpoints, touchpoints.length - 1));
    case 'last-non-direct': {
      const last = touchpoints.findLastIndex(({ partnerId }) => !model.directPartners.includes(partnerId));
      return certain(onlyAt(touchpoints, last < 0 ? touchpoints.length - 1 : last));
    }
    case 'linear':
      return certain(linearCredits(touchpoints, model.repeats ?? 'counted'));
    case 'position-based': {
      const { first, middle, last } = model.weights;
      const leavesMiddleOut = model.twoTouches === 'renormalised' && touchpoints.length === 2;
      return certain(byPosition(leavesMiddleOut ? [first, last] : [first, middle, last], touchpoints));
    }
    case 'custom':
      return certain(byPosition(model.weights, touchpoints));
    case 'time-decay': {
      const weightsOf = model.decay === 'stepwise' ? stepwiseWeights : continuousWeights;
      return certain(addedUp(touchpoints, weightsOf(ratioOf(model.halfLifeDays), touchpoints, convertedAt)));
    }
    case 'w-shaped': {
      const weights = milestoneWeights(touchpoints, knowledge.milestones, convertedAt);
      if (weights !== null) return certain(addedUp(touchpoints, weights));
      return { credits: linearCredits(touchpoints, 'counted'), note: 'milestones.too-few' };
    }
    case 'markov':
    case 'shapley':
      return snapshotCredits(touchpoints, knowledge.snapshot);
    default:
      return assertNever(model);
  }
}

function certain(credits: readonly Credit[]): ModelCredits {
  return { credits, note: null };
}

function onlyAt(touchpoints: readonly Touchpoint[], index: number): readonly Credit[] {
  const { partnerId } = touchpoints[index] as Touchpoint;
  return [{ partnerId, creditWeight: 1n }];
}

/** Equal parts for every touch, for every run of touches of one partner, or for every partner. */
function linearCredits(touchpoints: readonly Touchpoint[], repeats: LinearRepeats | 'counted'): readonly Credit[] {
  const partners: PartnerId[] = [];
  const counts: number[] = [];
  // Looking through a few names is quicker than a map, and most journeys have few; the longest have two hundred touches.
  let before: PartnerId | null = null;
  for (const { partnerId } of touchpoints) {
    const place = partners.indexOf(partnerId);
    if (place < 0) {
      partners.push(partnerId);
      counts.push(1);
    } else if (repeats === 'counted' || (repeats === 'collapsed' && partnerId !== before)) {
      counts[place] = (counts[place] ?? 0) + 1;
    }
    before = partnerId;
  }
  return partners.map((partnerId, place) => ({ partnerId, creditWeight: wholeWeight(counts[place] ?? 0) }));
}

/** Small weights come over and over; making a bigint is most of the work of a linear credit. */
const WEIGHTS = Array.from({ length: 201 }, (_, weight) => BigInt(weight));

const wholeWeight = (count: number): bigint => WEIGHTS[count] ?? BigInt(count);

function byPosition(weights: readonly string[], touchpoints: readonly Touchpoint[]): readonly Credit[] {
  return addedUp(touchpoints, positionWeights(commonNumerators(weights.map(ratioOf)), touchpoints.length));
}

function addedUp(touchpoints: readonly Touchpoint[], weights: readonly bigint[]): readonly Credit[] {
  const byPartner = new Map<PartnerId, bigint>();
  for (const [index, { partnerId }] of touchpoints.entries()) {
    byPartner.set(partnerId, (byPartner.get(partnerId) ?? 0n) + (weights[index] ?? 0n));
  }
  return [...byPartner]
    .filter(([, creditWeight]) => creditWeight > 0n)
    .map(([partnerId, creditWeight]) => ({ partnerId, creditWeight }));
}

/** The fitted shares of the journey's partners; where nobody has one the journey is shared out equally, touch by touch. */
function snapshotCredits(touchpoints: readonly Touchpoint[], snapshot: Snapshot | null): ModelCredits {
  if (snapshot === null) return { credits: linearCredits(touchpoints, 'counted'), note: 'snapshot.missing' };
  const shares = sharesByPartner(snapshot);
  const credits: Credit[] = [];
  for (const partnerId of new Set(touchpoints.map((touchpoint) => touchpoint.partnerId))) {
    const creditWeight = shares.get(partnerId) ?? 0n;
    if (creditWeight > 0n) credits.push({ partnerId, creditWeight });
  }
  if (credits.length > 0) return certain(credits);
  return { credits: linearCredits(touchpoints, 'counted'), note: 'snapshot.no-share' };
}
