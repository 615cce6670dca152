import { canonical } from '../../../domain/integrity/canonical.ts';
import { takeAuditEntry } from '../../audit/pending.ts';
import type { PutOnce, Recorded } from '../scope.ts';

/** The first content of a key stays; content is compared only when a key is met twice. */
export function putOnce<T>(map: Map<string, Recorded<T>>, key: string, recorded: Recorded<T>): PutOnce<T> {
  const stored = map.get(key);
  if (stored === undefined) {
    map.set(key, recorded);
    takeAuditEntry(null, recorded.fact);
    return { outcome: 'created', stored: recorded };
  }
  return { outcome: isSameContent(stored.fact, recorded.fact) ? 'repeated' : 'conflict', stored };
}

/** Replaces what is there if it is still `expected` (null: nothing); false when it is something else. */
export function replaceIf<T>(map: Map<string, T>, key: string, expected: T | null, next: T): boolean {
  const stored = map.get(key) ?? null;
  // Already the next: an earlier try of the same step got through.
  if (!isSameContent(stored, expected)) return isSameContent(stored, next);
  map.set(key, next);
  takeAuditEntry(expected as object | null, next);
  return true;
}

export function isSameContent(a: unknown, b: unknown): boolean {
  return a === b || canonical(a) === canonical(b);
}
