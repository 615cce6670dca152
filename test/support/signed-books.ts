import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTextFile } from '../../cli/text-file.ts';
import type { Hash } from '../../domain/integrity/merkle.ts';
import { growingTree, hexOf, leafHash } from '../../domain/integrity/merkle.ts';
import type { PartnerLeaf, PeriodRoot, RootStatement } from '../../domain/integrity/period-root.ts';
import { chainHashOf, entriesLeaf, partnerLeafHash, signedText } from '../../domain/integrity/period-root.ts';
import { entryText } from '../../domain/ledger/entry-text.ts';
import { sha256Bytes } from '../../functions/runtime/ed25519.ts';
import { aSigner } from './signing.ts';

export interface BooksSize {
  readonly periods: number;
  readonly partners: number;
  readonly entriesEach: number;
}

const SIGNED_AT = Date.parse('2026-02-03T00:00:00Z');
const MONTH_MS = 31 * 86_400_000;

/** Writes the books of a program, whole and signed, as an auditor gets them. */
export async function writeSignedBooks(folder: string, { periods, partners, entriesEach }: BooksSize): Promise<void> {
  const signer = aSigner();
  const key = await signer.current();
  const entries = createTextFile(join(folder, 'entries.jsonl'));
  const leaves = createTextFile(join(folder, 'leaves.jsonl'));
  const roots: PeriodRoot[] = [];
  for (let month = 0; month < periods; month += 1) {
    const periodId = `2026-${String(month + 1).padStart(2, '0')}`;
    const tree = growingTree(sha256Bytes);
    for (let at = 0; at < partners; at += 1) {
      const partnerId = `ptn_${String(at).padStart(6, '0')}`;
      const hashes: Hash[] = [];
      for (let place = 0; place < entriesEach; place += 1) {
        const text = entryText(anEntry(periodId, partnerId, place));
        hashes.push(leafHash(text, sha256Bytes));
        entries.append(`${text}\n`);
      }
      const leaf = leafOf(partnerId, hashes);
      tree.append(partnerLeafHash(leaf, sha256Bytes));
      leaves.append(`${JSON.stringify({ periodId, ...leaf, entryHashes: hashes.map(hexOf).join('') })}\n`);
    }
    const statement: RootStatement = {
      merchantId: 'mer_1',
      programId: 'prg_1',
      periodId,
      partnerCount: partners,
      entryCount: partners * entriesEach,
      root: hexOf(tree.root()),
      previousRoot: roots.at(-1)?.chainHash ?? null,
      keyId: key.keyId,
      signedAt: SIGNED_AT + month * MONTH_MS,
    };
    const signature = await signer.sign(key.keyId, signedText(statement));
    roots.push({ ...statement, chainHash: chainHashOf(statement, sha256Bytes), signature });
  }
  entries.close();
  leaves.close();
  const dated = { ...key, validFrom: '2026-01-01T00:00:00Z', validTo: null };
  writeFileSync(join(folder, 'roots.json'), JSON.stringify({ roots }));
  writeFileSync(join(folder, 'keys.json'), JSON.stringify({ keys: [dated] }));
}

function leafOf(partnerId: string, hashes: readonly Hash[]): PartnerLeaf {
  const statementDigest = hexOf(leafHash(`statement of ${partnerId}`, sha256Bytes));
  return { partnerId, ...entriesLeaf(hashes, sha256Bytes), statementDigest };
}

function anEntry(periodId: string, partnerId: string, place: number) {
  const conversionId = `ord_${String(place).padStart(6, '0')}`;
  const amountMinor = BigInt(100 + ((place * 37) % 9000));
  return {
    entryId: `${periodId}/accrual/${conversionId}/${partnerId}`,
    merchantId: 'mer_1',
    programId: 'prg_1',
    partnerId,
    kind: 'accrual',
    periodId,
    bookedOn: `${periodId}-28`,
    effectiveAt: SIGNED_AT + place,
    currency: 'JPY',
    cause: { type: 'conversion', conversionId, lines: [{ lineId: '1', ruleId: 'base', amountMinor }] },
    postings: [{ from: 'expense/commission', to: `partner/${partnerId}/held`, amountMinor }],
  } as const;
}
