import type { PartnerId } from '../ids.ts';
import type { Characteristic, MarkovOrder } from '../partner/program.ts';
import { exactShares } from './exact-shares.ts';

/**
 * A data-driven model as it was fitted on the journeys of a program: plain data, to be stored and never edited. The credits of
 * a conversion are the shares of its partners, normalised.
 */
export type Snapshot = FittedShares &
  (
    | { readonly model: 'markov'; readonly order: MarkovOrder }
    | { readonly model: 'shapley'; readonly characteristic: Characteristic }
  );

interface FittedShares {
  /** Every partner that was touched, by id; weights are whole parts of all that was earned. */
  readonly shares: readonly PartnerShare[];
  readonly warnings: readonly FitWarning[];
}

export interface PartnerShare {
  readonly partnerId: PartnerId;
  readonly shareWeight: bigint;
}

/**
 * Why a fit says less than it seems to: without journeys that did not convert nothing tells what a partner changes; without
 * any that did, nobody has a share; a partner whose share came out negative is counted as zero.
 */
export type FitWarning = 'no-non-converting-journeys' | 'no-conversions' | 'negative-share';

/** What the weights of a snapshot are parts of, but for their rounding. */
export const SHARE_DIGITS = 15;

/** A share as a decimal of 15 digits, `0.250000000000000`: a part of all that the journeys of the window earned. */
export function shareText({ shareWeight }: PartnerShare): string {
  const digits = shareWeight.toString().padStart(SHARE_DIGITS + 1, '0');
  return `${digits.slice(0, -SHARE_DIGITS)}.${digits.slice(-SHARE_DIGITS)}`;
}

/** Exact weight by partner; a partner that the fit did not see has none. */
export function sharesByPartner(snapshot: Snapshot): ReadonlyMap<PartnerId, bigint> {
  const known = byPartner.get(snapshot);
  if (known !== undefined) return known;
  const weights = snapshot.shares.map(({ shareWeight }) => shareWeight);
  const exact = exactShares(weights, 10n ** BigInt(SHARE_DIGITS));
  const shares = new Map(snapshot.shares.map(({ partnerId }, at) => [partnerId, exact[at] ?? 0n]));
  byPartner.set(snapshot, shares);
  return shares;
}

const byPartner = new WeakMap<Snapshot, ReadonlyMap<PartnerId, bigint>>();
