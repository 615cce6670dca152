import { canonical } from '../integrity/canonical.ts';
import type { Entry } from '../ledger/entry.ts';
import type { Carry } from './carry.ts';
import { writeCarry } from './carry-text.ts';
import type { Difference } from './difference.ts';
import { differingMembers } from './difference.ts';
import type { Manifest } from './manifest.ts';
import { manifestHashOf } from './manifest.ts';

type Where = Difference['where'];

/** In which members two things of one name differ. */
export function* compared(where: Where, name: string, stored: unknown, computed: unknown): Generator<Difference> {
  const texts = [stored, computed].map((value) => (value === null ? null : canonical(value)));
  if (texts[0] === texts[1]) return;
  const [before, after] = texts.map((text) => (text === null || text === undefined ? undefined : JSON.parse(text)));
  for (const member of differingMembers(before, after)) yield { where, name, ...member };
}

/** Entries by name: those that are missing, too many, or other. */
export function* comparedEntries(
  where: 'entry' | 'ledger',
  stored: readonly Entry[],
  computed: readonly Entry[],
): Generator<Difference> {
  const wanted = new Map(computed.map((entry) => [entry.entryId, entry]));
  for (const entry of stored) {
    yield* compared(where, entry.entryId, entry, wanted.get(entry.entryId) ?? null);
    wanted.delete(entry.entryId);
  }
  for (const [entryId, entry] of wanted) yield* compared(where, entryId, null, entry);
}

/** Carries row by row: a conversion, a customer, a partner or a window that is not as it was computed. */
export function* comparedCarries(periodId: string, stored: Carry, computed: Carry): Generator<Difference> {
  const wanted = new Map<string, string>();
  for (const text of writeCarry(computed)) wanted.set(rowName(text), text);
  for (const text of writeCarry(stored)) {
    const name = rowName(text);
    const other = wanted.get(name);
    wanted.delete(name);
    if (other !== text) yield* compared('carry', `${periodId} ${name}`, JSON.parse(text), parsed(other));
  }
  for (const [name, text] of wanted) yield* compared('carry', `${periodId} ${name}`, null, JSON.parse(text));
}

const parsed = (text: string | undefined): unknown => (text === undefined ? null : JSON.parse(text));

interface NamedRow {
  readonly type: string;
  readonly id?: string;
  readonly key?: string;
  readonly booked?: { readonly conversion: { readonly conversionId: string } };
}

function rowName(text: string): string {
  const { type, id, key, booked } = JSON.parse(text) as NamedRow;
  return [type, id ?? key ?? booked?.conversion.conversionId].filter((part) => part !== undefined).join(' ');
}

/**
 * What is wrong with a stored manifest: a fact whose content is not what its hash says, rows that are not what the manifest's
 * hash says, and a chain that does not go on from the manifest before.
 */
export function* manifestDifferences(
  { header, rows }: Manifest,
  expected: { readonly hash: string | null; readonly previousHash: string | null },
  sha256: (text: string) => string,
): Generator<Difference> {
  const { periodId } = header;
  for (const { type, id, hash, fact } of rows) {
    const computed = sha256(canonical(fact));
    if (computed !== hash) {
      yield { where: 'manifest', name: `${periodId} ${type} ${id}`, field: 'hash', stored: hash, computed };
    }
  }
  const own = { where: 'manifest', name: periodId } as const;
  const hash = manifestHashOf(header, rows, sha256);
  if (header.hash !== hash) yield { ...own, field: 'hash', stored: header.hash, computed: hash };
  if (expected.hash !== hash && header.hash === hash) {
    yield { ...own, field: 'hash', stored: expected.hash, computed: hash };
  }
  if (header.previousHash !== expected.previousHash) {
    yield { ...own, field: 'previousHash', stored: header.previousHash, computed: expected.previousHash };
  }
}
