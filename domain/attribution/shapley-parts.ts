import { assertNever, DomainError } from '../errors.ts';
import type { PartnerId } from '../ids.ts';
import type { Characteristic } from '../partner/program.ts';
import type { Sentence } from '../said.ts';
import { conversionRates, walksInside } from './coalitions.ts';
import type { JourneyPath } from './journey-path.ts';
import { partnersOf } from './journey-path.ts';

/** Sets of more partners than this have too many subsets to look at them all. */
const PARTNERS_MAX = 20;

/** A partner's Shapley value as a part of what all partners together are worth: of the conversions, and of their value. */
export interface ShapleyPart {
  readonly partnerId: PartnerId;
  readonly ofConversions: number;
  readonly ofValue: number;
}

/**
 * The Shapley values of all partners, by partner id, over a characteristic function v(S): the conversions of journeys inside S
 * (in closed form), their conversion rate, or the probability that a walk of the first-order Markov model converts inside S.
 * Exact up to 20 partners, in one journey for the first and in all for the others; beyond that refused as
 * `shapley.too-many-partners`.
 *
 * Source: Shapley, "A value for n-person games", 1953; for sums over subsets Zhao, Mahboobi, Bagheri, "Shapley value methods
 * for attribution modeling in online advertising", 2018, theorem 1.
 */
export function shapleyParts(paths: readonly JourneyPath[], characteristic: Characteristic): readonly ShapleyPart[] {
  refuseLargeJourneys(paths);
  if (characteristic === 'sum-over-subsets') return equalParts(paths);
  const partners = partnersOf(paths);
  if (partners.length > PARTNERS_MAX) {
    const count = partners.length;
    throw tooMany({
      en: `the journeys have ${count} partners, and ${characteristic} looks at every set of them; Shapley is exact up to ${PARTNERS_MAX}`,
      ja: `経路に${count}件のパートナーがあり、${characteristic}はそのすべての組合せを計算します。シャープレイ値を正確に計算できるのは${PARTNERS_MAX}件までです。`,
    });
  }
  const { conversions, values } = worthBySet(paths, partners, characteristic);
  const ofConversions = partsOf(conversions, partners.length);
  const ofValue = partsOf(values, partners.length);
  return partners.map((partnerId, partner) => ({
    partnerId,
    ofConversions: ofConversions[partner] ?? 0,
    ofValue: ofValue[partner] ?? 0,
  }));
}

function worthBySet(
  paths: readonly JourneyPath[],
  partners: readonly PartnerId[],
  characteristic: Exclude<Characteristic, 'sum-over-subsets'>,
) {
  switch (characteristic) {
    case 'conversion-rate':
      return conversionRates(paths, partners);
    case 'markov':
      return walksInside(paths, partners);
    default:
      return assertNever(characteristic);
  }
}

function refuseLargeJourneys(paths: readonly JourneyPath[]): void {
  for (const { touches } of paths) {
    if (touches.length <= PARTNERS_MAX) continue;
    const count = new Set(touches).size;
    if (count > PARTNERS_MAX) {
      throw tooMany({
        en: `one journey has ${count} partners; Shapley is exact up to ${PARTNERS_MAX}`,
        ja: `1つの経路に${count}件のパートナーがあります。シャープレイ値を正確に計算できるのは${PARTNERS_MAX}件までです。`,
      });
    }
  }
}

function tooMany(reason: Sentence): DomainError {
  return new DomainError('shapley.too-many-partners', reason);
}

/** Each path is a game of its own that only its partners win, all of them together: they share it equally. */
function equalParts(paths: readonly JourneyPath[]): readonly ShapleyPart[] {
  // By how many share, so that sums are of whole numbers and the order of the paths leaves no trace.
  const conversionsOf = new Map<PartnerId, number[]>();
  const valuesOf = new Map<PartnerId, bigint[]>();
  let conversions = 0;
  let value = 0n;
  for (const path of paths) {
    conversions += path.conversions;
    value += path.value;
    const partners = new Set(path.touches);
    for (const partnerId of partners) {
      const counts = conversionsOf.get(partnerId) ?? [];
      const values = valuesOf.get(partnerId) ?? [];
      counts[partners.size] = (counts[partners.size] ?? 0) + path.conversions;
      values[partners.size] = (values[partners.size] ?? 0n) + path.value;
      conversionsOf.set(partnerId, counts);
      valuesOf.set(partnerId, values);
    }
  }
  return partnersOf(paths).map((partnerId) => ({
    partnerId,
    ofConversions: conversions === 0 ? 0 : shared(conversionsOf.get(partnerId) ?? []) / conversions,
    ofValue: value === 0n ? 0 : shared((valuesOf.get(partnerId) ?? []).map(Number)) / Number(value),
  }));
}

/** The sum of amounts each divided by its place. */
function shared(amounts: readonly number[]): number {
  let sum = 0;
  for (let size = 1; size < amounts.length; size += 1) sum += (amounts[size] ?? 0) / size;
  return sum;
}

/**
 * Shapley values of a game by the worth of each set of its players (a bit each), as parts of the worth of all: the mean of
 * what a player adds to those before it, over all orders of arrival.
 */
function partsOf(worth: Float64Array, players: number): readonly number[] {
  const all = worth[worth.length - 1] ?? 0;
  const sizes = new Uint8Array(worth.length);
  for (let set = 1; set < worth.length; set += 1) sizes[set] = (sizes[set >> 1] ?? 0) + (set & 1);
  const parts: number[] = [];
  for (let player = 0; player < players; player += 1) {
    const bit = 1 << player;
    const added = new Float64Array(players);
    for (let set = 0; set < worth.length; set += 1) {
      if ((set & bit) !== 0) continue;
      const size = sizes[set] ?? 0;
      added[size] = (added[size] ?? 0) + ((worth[set | bit] ?? 0) - (worth[set] ?? 0));
    }
    // Sets of one size are equally likely to have come before, and so are all sizes.
    let sum = 0;
    let sets = 1;
    for (let size = 0; size < players; size += 1) {
      sum += (added[size] ?? 0) / sets;
      sets = (sets * (players - 1 - size)) / (size + 1);
    }
    parts.push(all === 0 ? 0 : sum / players / all);
  }
  return parts;
}
