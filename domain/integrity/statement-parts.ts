import { byText } from '../text-order.ts';
import { canonical, quoted } from './canonical.ts';
import { membersIn } from './json-slices.ts';
import type { Hash, Sha256 } from './merkle.ts';
import { digestOf, HASH_BYTES, hashOfHex, hexOf, leafHash } from './merkle.ts';

/** A statement as JSON. */
export type StatementJson = Readonly<Record<string, unknown>>;

/**
 * The hashes of what is signed of a statement by section, in hexadecimal: `head` is everything that is in no list, and each list of
 * records (conversions, lines, bonuses …) has a hash for every record, in its order.
 */
export type PartHashes = Readonly<Record<string, readonly string[]>>;

/** What later versions of a document change, and so the root of the close cannot stand over. */
export const UNSIGNED_MEMBERS: readonly string[] = ['confirmBy', 'correction', 'issuedAt', 'version'];

/**
 * What is signed of a statement: all but the proof itself and what later versions of its document change. The document (parties,
 * tax, total, transfer …) is a section of its own with a record for each member, so that a changed one is told by its name.
 */
export function signedPart({ integrity: _, document, ...statement }: StatementJson): StatementJson {
  return document === undefined ? statement : { ...statement, document: documentRecords(document as StatementJson) };
}

/** What is signed of a document. */
export function documentRecords(
  document: StatementJson,
): readonly { readonly member: string; readonly value: unknown }[] {
  const members = Object.entries(document).filter(([name]) => !UNSIGNED_MEMBERS.includes(name));
  return members.sort(([a], [b]) => byText(a, b)).map(([member, value]) => ({ member, value }));
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

/** A statement's canonical text in its parts: what is in no list, and the records of each list, as they stand in it. */
export interface TextParts {
  readonly head: string;
  readonly sections: Readonly<Record<string, readonly string[]>>;
}

/** The same with each record hashed: the hashes of a list one after another in one text. */
export type HashedParts = Pick<TextParts, 'head'> & { readonly sections: Readonly<Record<string, string>> };

/** Cuts a statement's canonical text into its parts. */
export function textParts(text: string): TextParts {
  let head = '';
  const sections: Record<string, readonly string[]> = {};
  for (const { name, value, elements } of membersIn(text)) {
    if (elements === null || name === '"head"') head += `${head === '' ? '' : ','}${name}:${value}`;
    else sections[JSON.parse(name)] = elements;
  }
  return { head: `{${head}}`, sections };
}

/** Hashes the canonical texts of a section's records. */
export function recordHasher(section: string, sha256: Sha256): (record: string) => Hash {
  const name = quoted(section);
  return (record) => leafHash(`[${name},${record}]`, sha256);
}

/** Hashes every record of a statement's text. */
export function hashedParts({ head, sections }: TextParts, sha256: Sha256): HashedParts {
  const hashed = Object.entries(sections).map(([section, records]) => {
    return [section, records.map(recordHasher(section, sha256)).join('')] as const;
  });
  return { head, sections: Object.fromEntries(hashed) };
}

/** What `partHashes` gives of a statement, from its text, which need not be read for it. */
export function textPartHashes(parts: TextParts, sha256: Sha256): PartHashes {
  const hashes: Record<string, readonly string[]> = {};
  for (const [section, own] of Object.entries(withHead(hashedParts(parts, sha256), sha256))) {
    hashes[section] = Array.from({ length: own.length / HASH_BYTES }, (_, at) =>
      hexOf(own.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES)),
    );
  }
  return hashes;
}

/** What `statementDigest` gives of part hashes, which nobody gets to see. */
export function hashedPartsDigest(parts: HashedParts, sha256: Sha256): string {
  return sectionsDigest(withHead(parts, sha256), sha256);
}

function withHead({ head, sections }: HashedParts, sha256: Sha256): HashedParts['sections'] {
  return { ...sections, head: recordHasher('head', sha256)(head) };
}

/** A section without records counts by its name. */
function sectionsDigest(sections: HashedParts['sections'], sha256: Sha256): string {
  const digests = Object.entries(sections).map(([name, hashes]) => [name, digestOf(hashes, sha256)] as const);
  return hexOf(leafHash(canonical(Object.fromEntries(digests)), sha256));
}

/** A list, under any name but that of the head, which a statement cannot use up. */
function isSection(name: string, value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && name !== 'head';
}

/** The name of its section is hashed along, so that no record can wander from one list into another. */
function partHash(section: string, record: unknown, sha256: Sha256): Hash {
  return leafHash(canonical([section, record]), sha256);
}

/** The digest over the hashes of all parts: of the digests of the sections, by their names. */
export function statementDigest(hashes: PartHashes, sha256: Sha256): string {
  const sections = Object.entries(hashes).map(
    ([name, own]) => [name, own.map((hash) => hashOfHex(hash) ?? '').join('')] as const,
  );
  return sectionsDigest(Object.fromEntries(sections), sha256);
}
