import type { MerchantId, PartnerId, PeriodId, ProgramId } from '../ids.ts';
import type { Instant } from '../time.ts';
import { canonical } from './canonical.ts';
import type { Hash, Sha256 } from './merkle.ts';
import { digestOf, hexOf, leafHash } from './merkle.ts';

/**
 * What one partner's books and statement of a period come to: a leaf of the period's tree. Digests are hexadecimal.
 */
export interface PartnerLeaf {
  readonly partnerId: PartnerId;
  readonly entryCount: number;
  /** Over the hashes of the canonical entries, in their order. */
  readonly entriesDigest: string;
  /** Over the hashes of the statement's parts. */
  readonly statementDigest: string;
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
  const { partnerId, entryCount, entriesDigest, statementDigest } = leaf;
  return leafHash(canonical({ entriesDigest, entryCount, partnerId, statementDigest }), sha256);
}

/** What a leaf says of a partner's entries, from their hashes in order. */
export function entriesLeaf(
  hashes: readonly Hash[],
  sha256: Sha256,
): Pick<PartnerLeaf, 'entryCount' | 'entriesDigest'> {
  return { entryCount: hashes.length, entriesDigest: digestOf(hashes.join(''), sha256) };
}
