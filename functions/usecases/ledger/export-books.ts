import { DomainError } from '../../../domain/errors.ts';
import type { PeriodId } from '../../../domain/ids.ts';
import type { Hash } from '../../../domain/integrity/merkle.ts';
import { hexOf } from '../../../domain/integrity/merkle.ts';
import type { PartnerLeaf } from '../../../domain/integrity/period-root.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { ProvenPartner } from '../../store/integrity-store.ts';
import type { Scope } from '../../store/scope.ts';
import type { RootPlace } from '../integrity/root-entries.ts';
import { eachRootEntry, earlierRoots } from '../integrity/root-entries.ts';
import { programOf } from '../terms/load-terms.ts';

/** What one page holds at most: an answer of Lambda has 6 MB. */
const ENTRIES_PER_PAGE = 4000;
const PARTNERS_PER_PAGE = 256;
const LETTERS_PER_PAGE = 2_500_000;

/** A stretch of the books of a closed period, in the order of its tree. */
export interface BooksPage {
  /** Partners on this page, with the signed hashes of the entries on it, one after the other in hexadecimal. */
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
  if (root === null)
    throw new DomainError('root.not-found', {
      en: `${periodId} is not closed, so nothing of it is signed`,
      ja: `${periodId}は締めが完了していないため、署名されたものはありません`,
    });
  const place = { scope, periodId, earlier: await earlierRoots(deps, scope, periodId) };
  const [partnersBefore = 0, entriesBefore = 0] = (after ?? '0.0').split('.').map(Number);
  const page = { leaves: [] as BooksPage['leaves'][number][], entries: [] as string[], letters: 0 };
  let at = -1;
  for await (const partner of deps.stores.proofs.partners(scope, root)) {
    at += 1;
    if (at < partnersBefore) continue;
    if (isFull(page)) return { leaves: page.leaves, entries: page.entries, next: `${at}.0` };
    const next = await addPartner(deps, place, { partner, skip: at === partnersBefore ? entriesBefore : 0 }, page);
    if (next !== null) return { leaves: page.leaves, entries: page.entries, next: `${at}.${next}` };
  }
  return { leaves: page.leaves, entries: page.entries, next: null };
}

interface Page {
  readonly leaves: BooksPage['leaves'][number][];
  readonly entries: string[];
  letters: number;
}

function isFull({ leaves, entries, letters }: Page): boolean {
  return leaves.length >= PARTNERS_PER_PAGE || entries.length >= ENTRIES_PER_PAGE || letters >= LETTERS_PER_PAGE;
}

/** Adds what fits of a partner; answers how many of its entries are through, or null for all. */
async function addPartner(
  deps: Deps,
  place: RootPlace,
  { partner, skip }: { readonly partner: ProvenPartner; readonly skip: number },
  page: Page,
): Promise<number | null> {
  const { leaf, entryHashes } = partner;
  const own = new Set(entryHashes);
  const addLeaf = (end: number): void => {
    page.leaves.push({ ...leaf, entryHashes: entryHashes.slice(skip, end).map(hexOf).join('') });
  };
  let count = 0;
  let isThrough = true;
  const books = { partnerId: leaf.partnerId, isCovered: (hash: Hash) => own.has(hash) };
  await eachRootEntry(deps, place, books, ({ text }) => {
    if (count >= skip) {
      isThrough = !isFull(page);
      if (!isThrough) return false;
      page.entries.push(text);
      page.letters += text.length;
    }
    count += 1;
    return true;
  });
  addLeaf(isThrough ? entryHashes.length : count);
  return isThrough ? null : count;
}
