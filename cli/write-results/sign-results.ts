import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { PartnerId, PeriodId, ProgramId } from '../../domain/ids.ts';
import { hexOf, leafHash, wholeTree } from '../../domain/integrity/merkle.ts';
import type { PeriodRoot, RootStatement } from '../../domain/integrity/period-root.ts';
import { chainHashOf, entriesLeaf, partnerLeafHash, signedText } from '../../domain/integrity/period-root.ts';
import { integrityOf } from '../../domain/integrity/statement-integrity.ts';
import type { PartHashes } from '../../domain/integrity/statement-parts.ts';
import { statementDigest, textPartHashes, textParts } from '../../domain/integrity/statement-parts.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import type { Instant } from '../../domain/time.ts';
import { sha256Bytes } from '../../functions/runtime/ed25519.ts';
import type { Signer } from '../../functions/runtime/signer.ts';
import { byCodePoint } from '../../functions/store/order.ts';
import type { EntryPlace, SignedLeaf } from './signed-books.ts';
import { lastRootIn, writeSignedBooks } from './signed-books.ts';

/** Whose results are signed, by which key and when. */
export interface ToSign {
  readonly merchantId: string;
  readonly programId: ProgramId;
  readonly periodId: PeriodId;
  readonly partnerIds: readonly PartnerId[];
  readonly signer: Signer;
  readonly signedAt: Instant;
  /** An earlier signed result, to whose last root this one is chained; null: it is the first. */
  readonly after: string | null;
}

/**
 * Signs the results of a month in a folder: one root over all entries and statements, as a close makes it, chained to the one of the
 * result before where that is given; into each statement its way to that root, and beside them the books that an audit reads.
 */
export async function signResults(folder: string, signing: ToSign): Promise<void> {
  const { signer, signedAt, partnerIds, after, ...whose } = signing;
  const previous = after === null ? null : lastRootIn(after, whose);
  const entries = await entryPlaces(join(folder, 'entries.jsonl'));
  const proven: (SignedLeaf & { readonly path: string; readonly parts: PartHashes })[] = [];
  let entryCount = 0;
  for (const partnerId of partnerIds.toSorted(byCodePoint)) {
    const path = join(folder, 'statements', `${partnerId}.json`);
    const parts = textPartHashes(textParts(await readFile(path, 'utf8')), sha256Bytes);
    const own = (entries.get(partnerId) ?? []).toSorted((a, b) => byCodePoint(a.entryId, b.entryId));
    const hashes = own.map(({ hash }) => hash);
    const leaf = {
      partnerId,
      ...entriesLeaf(hashes, sha256Bytes),
      statementDigest: statementDigest(parts, sha256Bytes),
    };
    entryCount += hashes.length;
    proven.push({ path, leaf, parts, entries: own });
  }
  const tree = wholeTree(
    proven.map(({ leaf }) => partnerLeafHash(leaf, sha256Bytes)),
    sha256Bytes,
  );
  const key = await signer.current();
  const { keyId } = key;
  const said: RootStatement = {
    ...whose,
    ...{ partnerCount: proven.length, entryCount, root: hexOf(tree.root), keyId, signedAt },
    previousRoot: previous?.chainHash ?? null,
  };
  const signature = await signer.sign(keyId, signedText(said));
  const root: PeriodRoot = { ...said, chainHash: chainHashOf(said, sha256Bytes), signature };
  for (const [index, { path, leaf, parts }] of proven.entries()) {
    const integrity = integrityOf(parts, { leaf, proof: tree.proofOf(index), root });
    const text = await readFile(path, 'utf8');
    // After all others, so that the rest of the statement keeps its bytes.
    await writeFile(path, `${text.slice(0, -1)}${SIGNED}${JSON.stringify(integrity)}}`);
  }
  writeSignedBooks(folder, { after, root, key, leaves: proven });
}

const SIGNED = ',"integrity":';

/** The text of a statement as it was before it was signed. */
export function unsignedText(text: string): string {
  const at = text.lastIndexOf(`${SIGNED}{"schema":"bunpai/integrity/`);
  return at < 0 ? text : `${text.slice(0, at)}}`;
}

/** Where the entries of each partner stand in the file, with the hashes of their lines. */
async function entryPlaces(path: string) {
  const byPartner = new Map<PartnerId, EntryPlace[]>();
  let at = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    const bytes = Buffer.byteLength(line);
    const start = at;
    at += bytes + 1;
    if (line === '') continue;
    const { partnerId, entryId } = JSON.parse(line) as Pick<Entry, 'partnerId' | 'entryId'>;
    const own = byPartner.get(partnerId) ?? [];
    byPartner.set(partnerId, own);
    own.push({ entryId, hash: leafHash(line, sha256Bytes), at: start, bytes });
  }
  return byPartner;
}
