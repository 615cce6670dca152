import { canonical } from './canonical.ts';
import type { Hash, Sha256 } from './merkle.ts';
import { growingTree, hexOf, leafHash } from './merkle.ts';

/** A statement as JSON. */
export type StatementJson = Readonly<Record<string, unknown>>;

/**
 * The hashes of a statement's parts by section, in hexadecimal: `head` is everything that is in no list, and each list of
 * records (conversions, lines, bonuses …) has a hash for every record, in its order.
 */
export type PartHashes = Readonly<Record<string, readonly string[]>>;

/**
 * What is signed of a statement: all but the proof itself and the member `document` (parties, tax, version), which is written
 * when the statement is issued and has later versions.
 */
export function signedPart({ integrity: _, document: __, ...statement }: StatementJson): StatementJson {
  return statement;
}

/** Hashes every part of a statement. Sections stand by name, `head` among them. */
export function partHashes(statement: StatementJson, sha256: Sha256): PartHashes {
  const head: Record<string, unknown> = {};
  const sections: Record<string, readonly string[]> = {};
  for (const [name, value] of Object.entries(statement)) {
    if (!isSection(name, value)) head[name] = value;
    else sections[name] = value.map((record) => hexOf(partHash(name, record, sha256)));
  }
  return { ...sections, head: [hexOf(partHash('head', head, sha256))] };
}

/** A list, under any name but that of the head, which a statement cannot use up. */
function isSection(name: string, value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && name !== 'head';
}

/** The name of its section is hashed along, so that no record can wander from one list into another. */
function partHash(section: string, record: unknown, sha256: Sha256): Hash {
  return leafHash(canonical([section, record]), sha256);
}

/** Root over the hashes of all parts, section by section by name; empty sections count by their name alone. */
export function statementRoot(hashes: PartHashes, sha256: Sha256): string {
  const tree = growingTree(sha256);
  for (const section of Object.keys(hashes).sort()) {
    tree.append(leafHash(section, sha256));
    for (const hash of hashes[section] ?? []) tree.append(leafHash(hash, sha256));
  }
  return hexOf(tree.root());
}
