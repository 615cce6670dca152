import type { PartnerId } from '../ids.ts';
import type { Characteristic, MarkovOrder } from '../partner/program.ts';
import type { JourneyPath } from './journey-path.ts';
import { removalEffects } from './removal-effects.ts';
import { shapleyParts } from './shapley-parts.ts';
import type { FitWarning, Snapshot } from './snapshot.ts';
import { SHARE_DIGITS } from './snapshot.ts';

/** Everything that was earned, in the weights of a snapshot; fifteen digits are what the solvers vouch for. */
const WHOLE = 10 ** SHARE_DIGITS;

/**
 * Fits the Markov model of an order on the journeys of a program: shares in the proportion of the removal effects. Refused with
 * `markov.too-large` where it would take too long.
 */
export function fitMarkov(paths: readonly JourneyPath[], order: MarkovOrder): Snapshot {
  const effects = removalEffects(paths, order);
  return { model: 'markov', order, ...fitted(paths, effects) };
}

/**
 * Fits the Shapley model on the journeys of a program. Refused with `shapley.too-many-partners` where it cannot be exact; see
 * `shapleyParts`.
 */
export function fitShapley(paths: readonly JourneyPath[], characteristic: Characteristic): Snapshot {
  return { model: 'shapley', characteristic, ...fitted(paths, shapleyParts(paths, characteristic)) };
}

/** What a fit of these paths cannot tell. */
export function warningsOf(paths: readonly JourneyPath[]): readonly FitWarning[] {
  const warnings: FitWarning[] = [];
  if (paths.every(({ conversions }) => conversions === 0)) warnings.push('no-conversions');
  if (paths.every(({ nulls }) => nulls === 0)) warnings.push('no-non-converting-journeys');
  return warnings;
}

interface Part {
  readonly partnerId: PartnerId;
  readonly ofConversions: number;
}

/** Parts as whole weights, once and for all: from here on credits are exact. */
function fitted(paths: readonly JourneyPath[], parts: readonly Part[]): Pick<Snapshot, 'shares' | 'warnings'> {
  let total = 0;
  for (const { ofConversions } of parts) total += Math.max(0, ofConversions);
  const shares = parts.map(({ partnerId, ofConversions }) => ({
    partnerId,
    shareWeight: total === 0 ? 0n : BigInt(Math.round((Math.max(0, ofConversions) / total) * WHOLE)),
  }));
  const isNegative = parts.some(({ ofConversions }) => ofConversions < 0);
  return { shares, warnings: [...warningsOf(paths), ...(isNegative ? (['negative-share'] as const) : [])] };
}
