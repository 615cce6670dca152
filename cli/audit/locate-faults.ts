import type { Hash } from '../../domain/integrity/merkle.ts';
import { sha256Bytes } from '../../functions/runtime/ed25519.ts';
import { BOOKS, fileIn, hashesIn, readLeaves } from './books.ts';
import { readLines } from './line-reader.ts';

/** An entry that is not as it was signed, or not where it was. */
export interface EntryFault {
  readonly type: 'changed' | 'missing' | 'added' | 'reordered';
  readonly periodId: string | null;
  readonly partnerId: string | null;
  /** As the entry names itself now; null for one that is missing, or whose line cannot be read. */
  readonly entryId: string | null;
  /** Which of its partner's entries it was, from 1; null for one that was never signed. */
  readonly place: number | null;
  /** Line of entries.jsonl, from 1; null for one that is missing. */
  readonly line: number | null;
}

interface Place {
  readonly periodId: string;
  readonly partnerId: string;
  /** Among the entries of its partner, from 1. */
  readonly place: number;
  /** Among all entries. */
  readonly order: number;
}

interface Stray {
  readonly line: number;
  readonly text: string;
  /** How many entries that were signed stand before it. */
  readonly after: number;
}

/** Reads all entries and says of each that is changed, missing, added or elsewhere which it is. */
export function locateFaults(folder: string): readonly EntryFault[] {
  const signed = signedPlaces(folder);
  const faults: EntryFault[] = [];
  const strays: Stray[] = [];
  const lines = readLines(fileIn(folder, BOOKS.entries));
  let last = -1;
  try {
    for (let leaf = lines.next(); leaf !== null; leaf = lines.next()) {
      const hash = sha256Bytes(leaf);
      const found = takeNearest(signed, hash, last + 1);
      const text = () => Buffer.from(leaf).toString('utf8', 1);
      if (found === null) strays.push({ line: lines.line(), text: text(), after: last + 1 });
      else if (found.order < last) faults.push(faultOf('reordered', found, { line: lines.line(), text: text() }));
      else last = found.order;
    }
  } finally {
    lines.close();
  }
  return [...faults, ...paired([...signed.values()].flat(), strays)].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

/** Where every hash was signed; the same text may stand for several partners' books only if it was signed so. */
function signedPlaces(folder: string): Map<Hash, Place[]> {
  const signed = new Map<Hash, Place[]>();
  let order = 0;
  for (const { periodId, partnerId, hashes } of readLeaves(folder)) {
    for (const [index, hash] of hashesIn(hashes).entries()) {
      const places = signed.get(hash);
      const place = { periodId, partnerId, place: index + 1, order: order++ };
      if (places === undefined) signed.set(hash, [place]);
      else places.push(place);
    }
  }
  return signed;
}

/** The place that an entry was signed for, at or after where we are if there is one; it is used up. */
function takeNearest(signed: Map<Hash, Place[]>, hash: Hash, from: number): Place | null {
  const places = signed.get(hash);
  if (places === undefined) return null;
  const at = Math.max(
    0,
    places.findIndex(({ order }) => order >= from),
  );
  const [found] = places.splice(at, 1);
  if (places.length === 0) signed.delete(hash);
  return found ?? null;
}

/** A stray where an entry is missing is that entry, changed; what is left over is missing, or was added. */
function paired(missing: readonly Place[], strays: readonly Stray[]): readonly EntryFault[] {
  const byOrder = new Map(missing.map((place) => [place.order, place]));
  const faults: EntryFault[] = [];
  let shift = 0;
  let before = -1;
  for (const stray of strays) {
    shift = stray.after === before ? shift + 1 : 0;
    before = stray.after;
    const place = byOrder.get(stray.after + shift);
    if (place === undefined) faults.push(faultOf('added', null, stray));
    else {
      byOrder.delete(place.order);
      faults.push(faultOf('changed', place, stray));
    }
  }
  for (const place of byOrder.values()) faults.push(faultOf('missing', place, null));
  return faults;
}

function faultOf(
  type: EntryFault['type'],
  place: Place | null,
  found: { readonly line: number; readonly text: string } | null,
): EntryFault {
  const named = namesIn(found?.text ?? '');
  return {
    type,
    periodId: place?.periodId ?? named.periodId,
    partnerId: place?.partnerId ?? named.partnerId,
    entryId: named.entryId,
    place: place?.place ?? null,
    line: found?.line ?? null,
  };
}

function namesIn(text: string): Pick<EntryFault, 'periodId' | 'partnerId' | 'entryId'> {
  const nobody = { periodId: null, partnerId: null, entryId: null };
  try {
    const { periodId, partnerId, entryId } = JSON.parse(text) as Record<string, unknown>;
    const named = (value: unknown): string | null => (typeof value === 'string' ? value : null);
    return { periodId: named(periodId), partnerId: named(partnerId), entryId: named(entryId) };
  } catch {
    return nobody;
  }
}
