import { attributePaths } from '../../domain/attribution/attribute-paths.ts';
import { removalEffects } from '../../domain/attribution/removal-effects.ts';
import { shapleyParts } from '../../domain/attribution/shapley-parts.ts';
import type { Ratio } from '../../domain/money/ratio.ts';
import type { Model } from '../../domain/partner/program.ts';
import type { PathsRead } from './read-paths.ts';

/** What a channel is credited with; the removal effect only where the model has one. */
export interface ChannelResult {
  readonly channel: string;
  readonly conversions: number;
  readonly value: number;
  readonly removalEffect?: number;
}

/** What the markov model shares value out by: the worth of conversions after each last state, or their number alone. */
export type ValueBy = 'last-state' | 'conversions';

/** Conversions and value of all channels, by name; they sum to those of the paths. */
export function channelResults(read: PathsRead, model: Model, valueBy: ValueBy): readonly ChannelResult[] {
  if (model.name === 'markov') {
    const effects = removalEffects(read.paths, model.order);
    const parts =
      valueBy === 'last-state' ? effects : effects.map((effect) => ({ ...effect, ofValue: effect.ofConversions }));
    return sharedOut(read, parts).map((result, at) => ({
      ...result,
      removalEffect: effects[at]?.ofConversions ?? 0,
    }));
  }
  if (model.name === 'shapley') return sharedOut(read, shapleyParts(read.paths, model.characteristic));
  return attributePaths(read.paths, model).map(({ partnerId, conversions, value }) => ({
    channel: partnerId,
    conversions: numberOf(conversions),
    value: numberOf({ numerator: value.numerator, denominator: value.denominator * read.unitsPerValue }),
  }));
}

interface Part {
  readonly partnerId: string;
  readonly ofConversions: number;
  readonly ofValue: number;
}

/** All conversions and all value in the proportion of parts. */
function sharedOut({ paths, unitsPerValue }: PathsRead, parts: readonly Part[]): ChannelResult[] {
  let conversions = 0;
  let value = 0n;
  for (const path of paths) {
    conversions += path.conversions;
    value += path.value;
  }
  const total = numberOf({ numerator: value, denominator: unitsPerValue });
  let allConversions = 0;
  let allValue = 0;
  for (const { ofConversions, ofValue } of parts) {
    allConversions += ofConversions;
    allValue += ofValue;
  }
  return parts.map(({ partnerId, ofConversions, ofValue }) => ({
    channel: partnerId,
    conversions: allConversions === 0 ? 0 : (ofConversions / allConversions) * conversions,
    value: allValue === 0 ? 0 : (ofValue / allValue) * total,
  }));
}

const DIGITS = 25;

/** The number nearest to a fraction, or its neighbour. */
function numberOf({ numerator, denominator }: Ratio): number {
  const decimals = DIGITS + denominator.toString().length - numerator.toString().length;
  const scale = 10n ** BigInt(Math.max(0, decimals));
  return Number(`${(numerator * scale) / denominator}e-${Math.max(0, decimals)}`);
}
