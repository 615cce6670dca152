import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Hash } from '../../domain/integrity/merkle.ts';
import { hexOf } from '../../domain/integrity/merkle.ts';
import type { PartnerLeaf, PeriodRoot } from '../../domain/integrity/period-root.ts';
import type { PublicKey } from '../../functions/runtime/signer.ts';
import { BOOKS, readRoots } from '../audit/books.ts';
import { BadInput } from '../bad-input.ts';
import { continueTextFile } from '../text-file.ts';

/** The folder within a signed result that `bunpai audit` reads: every month signed so far, one chained to the other. */
export const SIGNED_BOOKS = 'books';

/** Where the text of an entry stands in the result, and its hash. */
export interface EntryPlace {
  readonly entryId: string;
  readonly hash: Hash;
  readonly at: number;
  readonly bytes: number;
}

/** A partner's leaf with its entries in the order of their ids. */
export interface SignedLeaf {
  readonly leaf: PartnerLeaf;
  readonly entries: readonly EntryPlace[];
}

/** The last root of an earlier signed result, which the next month is chained to. */
export function lastRootIn(
  result: string,
  { programId, merchantId, periodId }: Pick<PeriodRoot, 'programId' | 'merchantId' | 'periodId'>,
): PeriodRoot {
  const folder = join(result, SIGNED_BOOKS);
  if (!existsSync(folder)) throw new BadInput(`--after: ${result} is no result that calculate --sign has made`);
  const last = readRoots(folder).at(-1);
  if (last === undefined) throw new BadInput(`--after: ${folder} holds no root`);
  if (last.programId !== programId || last.merchantId !== merchantId) {
    throw new BadInput(`--after: ${result} is of the program ${last.programId}, not of ${programId}`);
  }
  if (last.periodId < periodId) return last;
  throw new BadInput(`--after: ${result} ends with ${last.periodId}, which is not before ${periodId}`);
}

interface Signed {
  /** The earlier result that this one is chained to; null: it is the first. */
  readonly after: string | null;
  readonly root: PeriodRoot;
  readonly key: PublicKey;
  readonly leaves: readonly SignedLeaf[];
}

/** Writes the books of a signed result: those of the result before, and this month's entries, leaves, root and key. */
export function writeSignedBooks(result: string, { after, root, key, leaves }: Signed): void {
  const folder = join(result, SIGNED_BOOKS);
  mkdirSync(folder);
  const before = after === null ? null : join(after, SIGNED_BOOKS);
  if (before !== null) {
    for (const name of [BOOKS.entries, BOOKS.leaves]) copyFileSync(join(before, name), join(folder, name));
  }
  const entries = continueTextFile(join(folder, BOOKS.entries));
  const signed = continueTextFile(join(folder, BOOKS.leaves));
  const source = openSync(join(result, 'entries.jsonl'), 'r');
  for (const { leaf, entries: own } of leaves) {
    for (const { at, bytes } of own) {
      const text = Buffer.alloc(bytes);
      readSync(source, text, 0, bytes, at);
      entries.append(`${text}\n`);
    }
    const entryHashes = own.map(({ hash }) => hexOf(hash)).join('');
    signed.append(`${JSON.stringify({ periodId: root.periodId, ...leaf, entryHashes })}\n`);
  }
  closeSync(source);
  entries.close();
  signed.close();
  const roots = [...(before === null ? [] : readRoots(before)), root];
  writeFileSync(join(folder, BOOKS.roots), `${JSON.stringify({ roots }, null, 2)}\n`);
  writeFileSync(join(folder, BOOKS.keys), `${JSON.stringify({ keys: keysIn(before, key) }, null, 2)}\n`);
}

/** The keys that have signed, without dates: a folder has no history of them, so an auditor brings those that it trusts. */
function keysIn(before: string | null, { publicKey }: PublicKey) {
  const own = { publicKey, validFrom: null, validTo: null };
  if (before === null) return [own];
  const { keys } = JSON.parse(readFileSync(join(before, BOOKS.keys), 'utf8')) as {
    readonly keys: readonly (typeof own)[];
  };
  return keys.some((each) => each.publicKey === publicKey) ? keys : [...keys, own];
}
