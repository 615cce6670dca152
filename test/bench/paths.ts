import type { Random } from '../../cli/sample/random.ts';
import { randomFrom } from '../../cli/sample/random.ts';
import type { JourneyPath } from '../../domain/attribution/journey-path.ts';

/** How many distinct paths, of how many channels, stand for how many journeys; the same numbers give the same paths. */
export interface PathScale {
  readonly paths: number;
  readonly channels: number;
  readonly journeys: number;
  readonly seed: number;
}

const LENGTH_MAX = 40;
const GOES_ON = 0.75;
const CONVERTS = 0.06;

/** Paths over channels of which each leads to some more often than to others; a few journeys in a hundred convert. */
export function manyPaths({ paths, channels, journeys, seed }: PathScale): readonly JourneyPath[] {
  const random = randomFrom(seed);
  const names = Array.from({ length: channels }, (_, at) => `channel-${at + 1}`);
  const preferences = new Map(names.map((name) => [name, preferencesOf(random, names)]));
  const found = new Map<string, readonly string[]>();
  while (found.size < paths) {
    const touches = [random.pick(names)];
    while (touches.length < LENGTH_MAX && random.isTrue(GOES_ON)) {
      touches.push(random.weighted(preferences.get(touches.at(-1) ?? '') ?? []));
    }
    found.set(touches.join(' > '), touches);
  }
  return [...found.values()].map((touches, at): JourneyPath => {
    const count = Math.floor(((at + 1) * journeys) / paths) - Math.floor((at * journeys) / paths);
    let conversions = 0;
    for (let journey = 0; journey < count; journey += 1) if (random.isTrue(CONVERTS)) conversions += 1;
    const value = BigInt(conversions * random.whole(1_000, 20_000));
    return { touches, conversions, value, nulls: count - conversions };
  });
}

function preferencesOf(random: Random, names: readonly string[]): readonly (readonly [number, string])[] {
  return names.map((name) => [random.whole(1, 20), name]);
}
