import type { MerchantId, PartnerId, PeriodId, ProgramId } from '../ids.ts';
import type { Instant } from '../time.ts';
import { canonical } from './canonical.ts';
import type { Hash, Sha256 } from './merkle.ts';
import { growingTree, HASH_BYTES, hexOf, leafHash } from './merkle.ts';

/**
 * What one partner's books and statement of a period come to: a leaf of the period's tree. The tree of its entries stands over
 * their canonical texts by entry id; `entriesRoot` and `statementRoot` are hexadecimal.
 */
export interface PartnerLeaf {
  readonly partnerId: PartnerId;
  readonly entryCount: number;
  readonly entriesRoot: string;
  /** SHA-256 over the hashes of the entries one after another: says the same as the root, at half the work for who has them all. */
  readonly entriesDigest: string;
  /** Root over the statement's parts. */
  readonly statementRoot: string;
}

/** What is signed of a period: everything that must never change of it, and the period before. */
export interface RootStatement {
  readonly merchantId: MerchantId;
  readonly programId: ProgramId;
  readonly periodId: PeriodId;
  readonly partnerCount: number;
  readonly entryCount: number;
  /** Root of the tree over the partners' leaves by partner id, in hexadecimal. */
  readonly root: string;
  /** The chain hash of the program's period before; null for its first. */
  readonly previousRoot: string | null;
  readonly keyId: string;
  readonly signedAt: Instant;
}

/** The signed root of a program and close. Written once. */
export interface PeriodRoot extends RootStatement {
  /** SHA-256 of the signed text; the next period's root names it. */
  readonly chainHash: string;
  /** In base64. */
  readonly signature: string;
}

/** Checks a signature over a text in UTF-8. */
export type VerifySignature = (key: { readonly publicKey: string }, text: string, signature: string) => boolean;

/** The text whose bytes are signed: canonical JSON of what a root says, so that anybody can write it down again. */
export function signedText(root: RootStatement): string {
  const { merchantId, programId, periodId, partnerCount, entryCount, previousRoot, keyId, signedAt } = root;
  return canonical({
    entryCount,
    keyId,
    merchantId,
    partnerCount,
    periodId,
    previousRoot,
    programId,
    root: root.root,
    schema: 'bunpai/root/1',
    signedAt,
  });
}

/** What the next root is chained to. */
export function chainHashOf(root: RootStatement, sha256: Sha256): string {
  return hexOf(sha256(signedText(root)));
}

/** The hash of a partner's leaf in the period's tree. */
export function partnerLeafHash(leaf: PartnerLeaf, sha256: Sha256): Hash {
  const { partnerId, entryCount, entriesDigest, entriesRoot, statementRoot } = leaf;
  return leafHash(canonical({ entriesDigest, entriesRoot, entryCount, partnerId, statementRoot }), sha256);
}

/** What a leaf says of a partner's entries, from their hashes in order. */
export function entriesLeaf(
  hashes: readonly Hash[],
  sha256: Sha256,
): Pick<PartnerLeaf, 'entryCount' | 'entriesRoot' | 'entriesDigest'> {
  const tree = growingTree(sha256);
  const bytes = new Uint8Array(hashes.length * HASH_BYTES);
  for (const [index, hash] of hashes.entries()) {
    tree.append(hash);
    for (let at = 0; at < HASH_BYTES; at++) bytes[index * HASH_BYTES + at] = hash.charCodeAt(at);
  }
  return { entryCount: hashes.length, entriesRoot: hexOf(tree.root()), entriesDigest: hexOf(sha256(bytes)) };
}
