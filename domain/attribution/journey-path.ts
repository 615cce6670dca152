import type { PartnerId } from '../ids.ts';
import { byText } from '../text-order.ts';

/** Touches in their order, oldest first, with what came of the journeys that were made of them. */
export interface JourneyPath {
  /** At least one. */
  readonly touches: readonly PartnerId[];
  /** How many of the journeys converted. */
  readonly conversions: number;
  /** What their conversions came to in all, in whole units of any one size; none without conversions. */
  readonly value: bigint;
  /** How many did not convert. */
  readonly nulls: number;
}

/** Paths of the same touches as one, in one order: neither the order of journeys nor their division leaves a trace. */
export function countedPaths(paths: Iterable<JourneyPath>): readonly JourneyPath[] {
  const byName = new Map<string, JourneyPath>();
  for (const path of paths) {
    const name = JSON.stringify(path.touches);
    const { touches, conversions, value, nulls } = byName.get(name) ?? { ...path, conversions: 0, value: 0n, nulls: 0 };
    byName.set(name, {
      touches,
      conversions: conversions + path.conversions,
      value: value + path.value,
      nulls: nulls + path.nulls,
    });
  }
  return [...byName].sort(([a], [b]) => byText(a, b)).map(([, path]) => path);
}

/** Every partner that is touched, once, by id. */
export function partnersOf(paths: readonly JourneyPath[]): readonly PartnerId[] {
  const partners = new Set<PartnerId>();
  for (const { touches } of paths) for (const partnerId of touches) partners.add(partnerId);
  return [...partners].sort(byText);
}
