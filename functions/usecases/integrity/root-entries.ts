import type { PartnerId, PeriodId } from '../../../domain/ids.ts';
import type { Hash } from '../../../domain/integrity/merkle.ts';
import { leafHash } from '../../../domain/integrity/merkle.ts';
import type { PeriodRoot } from '../../../domain/integrity/period-root.ts';
import { isRunEntry } from '../../../domain/ledger/entry.ts';
import { entryText } from '../../../domain/ledger/entry-text.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { ProvenPartner } from '../../store/integrity-store.ts';
import { byCodePoint } from '../../store/order.ts';
import type { Scope } from '../../store/scope.ts';

/**
 * Payouts, remittances and returns are posted into the books of their statement's period after it was closed; a close covers
 * what came into the books of so many periods before. Each costs a partner eight queries.
 */
const PERIODS_BACK = 3;

/** Where a root stands: its period, and the roots before whose books may have grown, oldest first. */
export interface RootPlace {
  readonly scope: Scope;
  readonly periodId: PeriodId;
  readonly earlier: readonly PeriodRoot[];
}

/** An entry that a root covers: its canonical text, and the hash of its leaf. */
export interface RootEntry {
  readonly text: string;
  readonly hash: Hash;
}

/** The roots of a program before a period, as far back as its own looks; the last is the one that it is chained to. */
export async function earlierRoots(
  { stores }: Pick<Deps, 'stores'>,
  scope: Scope,
  periodId: PeriodId,
): Promise<readonly PeriodRoot[]> {
  return (await stores.roots.roots(scope)).filter((root) => root.periodId < periodId).slice(-PERIODS_BACK);
}

interface RootBooks {
  readonly partnerId: PartnerId;
  /** Asked of what runs do not post; a run's entry of the period is always the root's, whether it knows it or not. */
  readonly isCovered: (hash: Hash) => boolean;
}

/**
 * Hands over the entries of one partner that a period's root covers, in the order of the tree: period by period, each by entry id.
 * Ends early when `take` answers false.
 */
export async function eachRootEntry(
  { stores, sha256Bytes }: Pick<Deps, 'stores' | 'sha256Bytes'>,
  { scope, periodId, earlier }: RootPlace,
  { partnerId, isCovered }: RootBooks,
  take: (entry: RootEntry) => boolean,
): Promise<void> {
  for (const books of [...earlier.map((root) => root.periodId), periodId]) {
    for await (const entry of stores.ledger.entries(scope, partnerId, books)) {
      if (isRunEntry(entry) && books !== periodId) continue;
      const text = entryText(entry);
      const hash = leafHash(text, sha256Bytes);
      if ((isRunEntry(entry) || isCovered(hash)) && !take({ text, hash })) return;
    }
  }
}

/** What earlier roots cover of each partner, asked for in the order of the tree from a first one on, and read once. */
export function coveredBy(
  { stores }: Pick<Deps, 'stores'>,
  { scope, earlier }: RootPlace,
  first?: PartnerId,
): (partnerId: PartnerId) => Promise<ReadonlySet<Hash>> {
  const readers = earlier.map((root) => inOrder(stores.proofs.partners(scope, root, first)));
  return async (partnerId) => new Set((await Promise.all(readers.map((read) => read(partnerId)))).flat());
}

/** Goes forward to the partner that is asked for. */
function inOrder(partners: AsyncIterable<ProvenPartner>): (partnerId: PartnerId) => Promise<readonly Hash[]> {
  const steps = partners[Symbol.asyncIterator]();
  let at: IteratorResult<ProvenPartner> | null = null;
  return async (partnerId) => {
    at ??= await steps.next();
    while (!at.done && byCodePoint(at.value.leaf.partnerId, partnerId) < 0) at = await steps.next();
    return !at.done && at.value.leaf.partnerId === partnerId ? at.value.entryHashes : [];
  };
}
