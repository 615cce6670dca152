import type { RemittanceResult, ResultsRead } from '../remittance/result.ts';
import { referenceOf } from './batch-file.ts';
import type { TransferResult } from './batch-results.ts';
import type { ParkedReason } from './parked-result.ts';
import type { Batch, BatchItem } from './payout.ts';

/** What a bank told of transfers, by the batches that they are in, and what fits none. */
export interface MatchedResults {
  readonly byBatch: ReadonlyMap<string, readonly TransferResult[]>;
  readonly unmatched: readonly { readonly result: RemittanceResult; readonly why: ParkedReason }[];
  /** Whether the report speaks of a transfer without a result that is booked: it is under way, or what is said of it is parked. */
  readonly leavesOpen: (batch: Batch, item: BatchItem) => boolean;
}

/** What was read of a report. */
type Report = Pick<Extract<ResultsRead, { readonly outcome: 'read' }>, 'passedOver' | 'results'>;

interface Place {
  readonly batch: Batch;
  readonly item: BatchItem;
}

/**
 * Finds the transfer of every result: by the reference in its file, or by the payout's id, whose last way to the bank is meant.
 * What a bank says of a whole file or block is said of every transfer in it that the report does not name itself.
 */
export function matchResults(batches: readonly Batch[], { results, passedOver }: Report): MatchedResults {
  const places = placesOf(batches);
  const open = new Set<string>();
  for (const { key } of passedOver.filter(({ isPending }) => isPending)) {
    for (const place of placesNamed(key, batches, places)) open.add(nameOf(place));
  }
  const found = new Map<string, { readonly place: Place; readonly told: TransferResult }>();
  const unmatched: { result: RemittanceResult; why: ParkedReason }[] = [];
  const named = results.filter(({ of }) => of === 'transfer');
  for (const result of named) {
    const place = places.get(result.key);
    const why = place === undefined ? 'unknown' : misfit(place, result);
    if (place !== undefined && why !== null) open.add(nameOf(place));
    if (place === undefined || why !== null) unmatched.push({ result, why: why ?? 'unknown' });
    else {
      const name = nameOf(place);
      const before = found.get(name);
      if (before === undefined) found.set(name, { place, told: toldOf(place, result) });
      else if (before.told.outcome !== result.outcome) unmatched.push({ result, why: 'said-otherwise' });
    }
  }
  for (const result of results.filter(({ of }) => of !== 'transfer')) {
    const batch = batches.find((each) => isMessageOf(each, result.key));
    if (batch === undefined) unmatched.push({ result, why: 'unknown' });
    else if (batch.status !== 'remitted') unmatched.push({ result, why: 'not-remitted' });
    else {
      for (const item of batch.items) {
        const place = { batch, item };
        const name = nameOf(place);
        if (!found.has(name) && !open.has(name)) found.set(name, { place, told: toldOf(place, result) });
      }
    }
  }
  const grouped = Map.groupBy(found.values(), ({ place }) => place.batch.batchId);
  const byBatch = new Map([...grouped].map(([batchId, all]) => [batchId, all.map(({ told }) => told)]));
  const leavesOpen = (batch: Batch, item: BatchItem) => open.has(nameOf({ batch, item }));
  return { byBatch, unmatched, leavesOpen };
}

/** How a payout's way to the bank stands in the books. */
export type BookedWay = 'open' | 'paid' | 'came-back' | 'never-left';

/** Whether a report contradicts what was booked: what was paid cannot never have left, and what never left was not paid. */
export function contradicts(way: BookedWay, { outcome }: Pick<TransferResult, 'outcome'>): boolean {
  return (outcome === 'rejected' && way === 'paid') || (outcome === 'confirmed' && way === 'never-left');
}

const nameOf = ({ batch, item }: Place): string => `${batch.batchId} ${item.payoutId}`;

function placesOf(batches: readonly Batch[]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const batch of batches) {
    for (const [index, item] of batch.items.entries()) {
      const place = { batch, item };
      places.set(referenceOf(batch, index), place);
      const known = places.get(item.payoutId);
      const isLater = known === undefined || known.item.attempt <= item.attempt;
      if (isLater && batch.status !== 'cancelled') places.set(item.payoutId, place);
    }
  }
  return places;
}

function misfit({ batch, item }: Place, { amountMinor, currency }: RemittanceResult): ParkedReason | null {
  if (batch.status !== 'remitted') return 'not-remitted';
  const isOther = currency !== batch.transferCurrency || (amountMinor !== null && amountMinor !== item.transferMinor);
  return isOther ? 'other-amount' : null;
}

/** Transfers that a key of a transfer, block or message names. */
function placesNamed(key: string, batches: readonly Batch[], places: ReadonlyMap<string, Place>): readonly Place[] {
  const place = places.get(key);
  if (place !== undefined) return [place];
  const batch = batches.find((each) => isMessageOf(each, key));
  return batch === undefined ? [] : batch.items.map((item) => ({ batch, item }));
}

/** A message of ours is named by month and batch number, its blocks by that and their place. */
function isMessageOf({ periodId, number }: Batch, key: string): boolean {
  const message = `${periodId}-${number}`;
  return key === message || key.startsWith(`${message}-`);
}

function toldOf({ item }: Place, { outcome, key, reasonCode, reason }: RemittanceResult): TransferResult {
  const words = [reasonCode, reason].filter((text) => text !== '').join(' ');
  return { payoutId: item.payoutId, outcome, reference: key, reason: words };
}
