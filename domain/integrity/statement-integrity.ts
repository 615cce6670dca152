import { compareHashes } from './compare-hashes.ts';
import type { InclusionProof, Sha256 } from './merkle.ts';
import { hashOfHex, hexOf, rootByProof } from './merkle.ts';
import type { PartnerLeaf, PeriodRoot, VerifySignature } from './period-root.ts';
import { chainHashOf, partnerLeafHash, signedText } from './period-root.ts';
import type { PartHashes, StatementJson } from './statement-parts.ts';
import { partHashes, statementDigest } from './statement-parts.ts';

/** What a statement carries so that anybody who has it and our public key can see that nothing in it was changed. */
export interface StatementIntegrity {
  readonly schema: 'bunpai/integrity/1';
  readonly parts: PartHashes;
  readonly leaf: PartnerLeaf;
  readonly proof: { readonly index: number; readonly size: number; readonly path: readonly string[] };
  readonly root: PeriodRoot;
}

/** What is wrong with a statement, and where. */
export type StatementFault =
  | {
      readonly type: 'changed' | 'missing' | 'added' | 'reordered';
      /** `lines`, `conversions`, … or `head`, everything that is in no list. */
      readonly section: string;
      /** From 0; of the statement as it was for what is missing, else as it is. */
      readonly index: number;
      /** How the record names itself, where it does. */
      readonly names: string;
    }
  | { readonly type: 'parts' | 'leaf' | 'proof' | 'chain' | 'signature' | 'key' };

/** Makes a statement's integrity from the hashes of its parts and what its period was signed with. */
export function integrityOf(
  parts: PartHashes,
  signed: { readonly leaf: PartnerLeaf; readonly proof: InclusionProof; readonly root: PeriodRoot },
): StatementIntegrity {
  const { index, size, path } = signed.proof;
  const proof = { index, size, path: path.map(hexOf) };
  return { schema: 'bunpai/integrity/1', parts, leaf: signed.leaf, proof, root: signed.root };
}

/** What a check is made with. */
export interface Verifier {
  readonly sha256: Sha256;
  readonly verify: VerifySignature;
  /** The public key that is trusted, from elsewhere than the statement; null: who signed is not asked. */
  readonly key: { readonly keyId: string; readonly publicKey: string } | null;
}

/** Everything that is wrong with a statement; nothing when it is as it was signed. Records first, then the way to the key. */
export function checkStatement(
  statement: StatementJson,
  integrity: StatementIntegrity,
  { sha256, verify, key }: Verifier,
): readonly StatementFault[] {
  const { parts, leaf, proof, root } = integrity;
  const faults: StatementFault[] = [...partFaults(statement, parts, partHashes(statement, sha256))];
  if (statementDigest(parts, sha256) !== leaf.statementDigest) faults.push({ type: 'parts' });
  if (!isOfStatement(statement, leaf, root)) faults.push({ type: 'leaf' });
  if (!leadsToRoot(leaf, proof, root, sha256)) faults.push({ type: 'proof' });
  if (chainHashOf(root, sha256) !== root.chainHash) faults.push({ type: 'chain' });
  if (key === null) return faults;
  if (root.keyId !== key.keyId) faults.push({ type: 'key' });
  else if (!verify(key, signedText(root), root.signature)) faults.push({ type: 'signature' });
  return faults;
}

function* partFaults(statement: StatementJson, signed: PartHashes, found: PartHashes): Generator<StatementFault> {
  for (const section of [...new Set([...Object.keys(signed), ...Object.keys(found)])].sort()) {
    const [was, is] = [signed[section], found[section]];
    if (was !== undefined && is !== undefined) {
      for (const { type, index } of compareHashes(was, is)) {
        yield { type, section, index, names: type === 'missing' ? '' : namesOf(statement, section, index) };
      }
    } else yield { type: was === undefined ? 'added' : 'missing', section, index: 0, names: '' };
  }
}

/** The leaf and the root must be of the partner, program and period that the statement says it is of. */
function isOfStatement(statement: StatementJson, leaf: PartnerLeaf, root: PeriodRoot): boolean {
  const idOf = (name: string): unknown => (statement[name] as { readonly id?: unknown } | undefined)?.id;
  return idOf('partner') === leaf.partnerId && idOf('program') === root.programId && idOf('period') === root.periodId;
}

function leadsToRoot(
  leaf: PartnerLeaf,
  { index, size, path }: StatementIntegrity['proof'],
  root: PeriodRoot,
  sha256: Sha256,
): boolean {
  const hashes = path.map(hashOfHex);
  if (size !== root.partnerCount || hashes.includes(null)) return false;
  const read = { index, size, path: hashes.map((hash) => hash ?? '') };
  const reached = rootByProof(partnerLeafHash(leaf, sha256), read, sha256);
  return reached !== null && hexOf(reached) === root.root;
}

const NAMES = ['member', 'conversionId', 'lineId', 'rule', 'bonus', 'recruited', 'id'] as const;

/** How a record of a section names itself, where it does. */
export function namesOf(statement: StatementJson, section: string, index: number): string {
  const list = statement[section];
  const record: unknown = Array.isArray(list) ? list[index] : null;
  if (typeof record !== 'object' || record === null) return '';
  const named = record as Readonly<Record<string, unknown>>;
  return NAMES.flatMap((name) => (typeof named[name] === 'string' ? [`${name} ${named[name]}`] : [])).join(', ');
}
