import { DomainError } from '../../domain/errors.ts';
import type { PeriodId } from '../../domain/ids.ts';
import { hexOf } from '../../domain/integrity/merkle.ts';
import type { PartnerLeaf } from '../../domain/integrity/period-root.ts';
import type { Deps } from '../runtime/deps.ts';
import type { Scope } from '../store/store.ts';
import { programOf } from './load-terms.ts';
import { earlierRoots, rootEntries } from './root-entries.ts';

/** Entries of one page, a few megabytes of text. */
const ENTRIES_PER_PAGE = 4000;
const PARTNERS_PER_PAGE = 256;

/** A stretch of the books of a closed period, in the order of its tree. */
export interface BooksPage {
  /** Partners that begin on this page, with the hashes of their entries one after the other in hexadecimal. */
  readonly leaves: readonly (PartnerLeaf & { readonly entryHashes: string })[];
  /** Canonical texts as the ledger holds them now. */
  readonly entries: readonly string[];
  /** What to ask with for the page after; null: this is the last. */
  readonly next: string | null;
}

interface Wanted {
  readonly scope: Scope;
  readonly periodId: PeriodId;
  /** `PARTNERS.ENTRIES` of the page before; null: from the beginning. */
  readonly after: string | null;
}

/** One page of a closed period's books for an audit: what was signed, and what the ledger holds now. */
export async function exportBooks(deps: Deps, { scope, periodId, after }: Wanted): Promise<BooksPage> {
  await programOf(deps, scope);
  const root = await deps.stores.roots.root(scope, periodId);
  if (root === null) throw new DomainError('root.not-found', `${periodId} is not closed, so nothing of it is signed`);
  const place = { scope, periodId, earlier: await earlierRoots(deps, scope, periodId) };
  const [partnersBefore = 0, entriesBefore = 0] = (after ?? '0.0').split('.').map(Number);
  const page: { leaves: BooksPage['leaves'][number][]; entries: string[] } = { leaves: [], entries: [] };
  let at = -1;
  for await (const partner of deps.stores.proofs.partners(scope, root)) {
    at += 1;
    if (at < partnersBefore) continue;
    const skip = at === partnersBefore ? entriesBefore : 0;
    const { leaf, entryHashes } = partner;
    if (page.leaves.length === PARTNERS_PER_PAGE || page.entries.length >= ENTRIES_PER_PAGE) {
      return { ...page, next: `${at}.0` };
    }
    const own = new Set(entryHashes);
    if (skip === 0) page.leaves.push({ ...leaf, entryHashes: entryHashes.map(hexOf).join('') });
    let count = 0;
    const { partnerId } = leaf;
    for await (const { text } of rootEntries(deps, place, { partnerId, isCovered: (hash) => own.has(hash) })) {
      if (count++ < skip) continue;
      if (page.entries.length >= ENTRIES_PER_PAGE) return { ...page, next: `${at}.${count - 1}` };
      page.entries.push(text);
    }
  }
  return { ...page, next: null };
}
