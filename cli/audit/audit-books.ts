import type { Hash } from '../../domain/integrity/merkle.ts';
import { growingTree, HASH_BYTES, hexOf } from '../../domain/integrity/merkle.ts';
import type { PeriodRoot } from '../../domain/integrity/period-root.ts';
import { partnerLeafHash } from '../../domain/integrity/period-root.ts';
import { sha256Bytes } from '../../functions/runtime/ed25519.ts';
import type { BookLeaf } from './books.ts';
import { BOOKS, fileIn, readLeaves } from './books.ts';
import type { LineReader } from './line-reader.ts';
import { readLines } from './line-reader.ts';
import type { EntryFault } from './locate-faults.ts';
import { locateFaults } from './locate-faults.ts';

/** What does not come to what was signed, beside single entries. */
export type BooksFault =
  /** The hashes of a partner's entries do not come to the leaf that was signed for it. */
  | { readonly type: 'hashes'; readonly periodId: string; readonly partnerId: string }
  /** The leaves of a period do not come to its root. */
  | { readonly type: 'leaves'; readonly periodId: string };

export interface BooksAudit {
  readonly entryCount: number;
  readonly faults: readonly (BooksFault | EntryFault)[];
}

/**
 * Holds every entry against its signed hash, the hashes against the leaves, and the leaves against the roots, in one pass. Only
 * when an entry is not where it was is the file read again, to say which.
 */
export function auditBooks(folder: string, roots: readonly PeriodRoot[]): BooksAudit {
  const faults: (BooksFault | EntryFault)[] = [];
  const lines = readLines(fileIn(folder, BOOKS.entries));
  const periods = new Map(roots.map((root) => [root.periodId, treeOfPeriod()]));
  let areEntriesWhole = true;
  let entryCount = 0;
  try {
    for (const leaf of readLeaves(folder)) {
      const { periodId, partnerId } = leaf;
      const period = periods.get(periodId);
      if (period === undefined) faults.push({ type: 'leaves', periodId });
      else period.add(leaf);
      if (areEntriesWhole) areEntriesWhole = readsAsSigned(lines, leaf.hashes);
      entryCount += leaf.entryCount;
      const isOfHashes = leaf.digest === leaf.entriesDigest && leaf.hashes.length === leaf.entryCount * HASH_BYTES;
      if (!isOfHashes) faults.push({ type: 'hashes', periodId, partnerId });
    }
    areEntriesWhole &&= lines.next() === null;
  } finally {
    lines.close();
  }
  for (const root of roots) {
    const { periodId } = root;
    if (periods.get(periodId)?.isOf(root) !== true) faults.push({ type: 'leaves', periodId });
  }
  if (!areEntriesWhole) faults.push(...locateFaults(folder));
  return { entryCount, faults };
}

function readsAsSigned(lines: LineReader, hashes: string): boolean {
  for (let at = 0; at < hashes.length; at += HASH_BYTES) {
    const leaf = lines.next();
    if (leaf === null || !hashes.startsWith(sha256Bytes(leaf), at)) return false;
  }
  return true;
}

function treeOfPeriod() {
  const tree = growingTree(sha256Bytes);
  let [partnerCount, entryCount] = [0, 0];
  return {
    add: (leaf: BookLeaf): void => {
      tree.append(partnerLeafHash(leaf, sha256Bytes));
      partnerCount += 1;
      entryCount += leaf.entryCount;
    },
    isOf: (root: PeriodRoot): boolean => {
      const reached: Hash = tree.root();
      return hexOf(reached) === root.root && partnerCount === root.partnerCount && entryCount === root.entryCount;
    },
  };
}
