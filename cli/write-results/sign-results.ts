import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { PartnerId, PeriodId, ProgramId } from '../../domain/ids.ts';
import type { Hash } from '../../domain/integrity/merkle.ts';
import { hexOf, leafHash, wholeTree } from '../../domain/integrity/merkle.ts';
import type { PartnerLeaf, PeriodRoot, RootStatement } from '../../domain/integrity/period-root.ts';
import { chainHashOf, entriesLeaf, partnerLeafHash, signedText } from '../../domain/integrity/period-root.ts';
import { integrityOf } from '../../domain/integrity/statement-integrity.ts';
import type { PartHashes } from '../../domain/integrity/statement-parts.ts';
import { statementRoot, textPartHashes, textParts } from '../../domain/integrity/statement-parts.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import type { Instant } from '../../domain/time.ts';
import { sha256Bytes } from '../../functions/runtime/ed25519.ts';
import type { Signer } from '../../functions/runtime/signer.ts';
import { byCodePoint } from '../../functions/store/order.ts';

/** Whose results are signed, by which key and when. */
export interface ToSign {
  readonly merchantId: string;
  readonly programId: ProgramId;
  readonly periodId: PeriodId;
  readonly partnerIds: readonly PartnerId[];
  readonly signer: Signer;
  readonly signedAt: Instant;
}

/**
 * Signs the results of a month in a folder: one root over all entries and statements, as a close makes it, and into each statement
 * its way to that root. A folder knows no root before it, so the root is chained to none.
 */
export async function signResults(folder: string, { signer, signedAt, partnerIds, ...whose }: ToSign): Promise<void> {
  const entries = await entryHashes(join(folder, 'entries.jsonl'));
  const proven: { readonly path: string; readonly leaf: PartnerLeaf; readonly parts: PartHashes }[] = [];
  let entryCount = 0;
  for (const partnerId of partnerIds.toSorted(byCodePoint)) {
    const path = join(folder, 'statements', `${partnerId}.json`);
    const parts = textPartHashes(textParts(await readFile(path, 'utf8')), sha256Bytes);
    const own = entries.get(partnerId) ?? [];
    const hashes = own.toSorted((a, b) => byCodePoint(a.entryId, b.entryId)).map(({ hash }) => hash);
    const leaf = { partnerId, ...entriesLeaf(hashes, sha256Bytes), statementRoot: statementRoot(parts, sha256Bytes) };
    entryCount += hashes.length;
    proven.push({ path, leaf, parts });
  }
  const tree = wholeTree(
    proven.map(({ leaf }) => partnerLeafHash(leaf, sha256Bytes)),
    sha256Bytes,
  );
  const { keyId } = await signer.current();
  const said: RootStatement = {
    ...whose,
    ...{ partnerCount: proven.length, entryCount, root: hexOf(tree.root), previousRoot: null, keyId, signedAt },
  };
  const signature = await signer.sign(keyId, signedText(said));
  const root: PeriodRoot = { ...said, chainHash: chainHashOf(said, sha256Bytes), signature };
  for (const [index, { path, leaf, parts }] of proven.entries()) {
    const integrity = integrityOf(parts, { leaf, proof: tree.proofOf(index), root });
    const text = await readFile(path, 'utf8');
    // After all others, so that the rest of the statement keeps its bytes.
    await writeFile(path, `${text.slice(0, -1)}${SIGNED}${JSON.stringify(integrity)}}`);
  }
}

const SIGNED = ',"integrity":';

/** The text of a statement as it was before it was signed. */
export function unsignedText(text: string): string {
  const at = text.lastIndexOf(`${SIGNED}{"schema":"bunpai/integrity/`);
  return at < 0 ? text : `${text.slice(0, at)}}`;
}

/** The hashes of the entries of each partner, as their lines stand in the file. */
async function entryHashes(path: string) {
  const byPartner = new Map<PartnerId, { readonly entryId: string; readonly hash: Hash }[]>();
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line === '') continue;
    const { partnerId, entryId } = JSON.parse(line) as Pick<Entry, 'partnerId' | 'entryId'>;
    const own = byPartner.get(partnerId) ?? [];
    byPartner.set(partnerId, own);
    own.push({ entryId, hash: leafHash(line, sha256Bytes) });
  }
  return byPartner;
}
