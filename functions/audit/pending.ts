import { AsyncLocalStorage } from 'node:async_hooks';
import type { AuditEntry } from './audit-entry.ts';

/** A write under way that is to be in the log together with what it writes. */
export interface Pending {
  readonly facts: ReadonlySet<unknown>;
  readonly entryOf: (before: object | null, after: object) => AuditEntry;
  taken: AuditEntry | null;
  /** The adapter has put the entry in the same transaction as the change. */
  isStored: boolean;
}

export const pending = new AsyncLocalStorage<Pending>();

/**
 * The entry for a change that an adapter is about to make (or, in memory, has just made): null when nobody's change is under way,
 * or when the content is not what was asked to be written but a row that helps to find it.
 */
export function takeAuditEntry(before: object | null, after: unknown): AuditEntry | null {
  const write = pending.getStore();
  if (write === undefined || write.taken !== null || !isObject(after) || !write.facts.has(after)) return null;
  write.taken = write.entryOf(before, after);
  return write.taken;
}

/** The entry stands in the same transaction as its change; or the change was refused, and there is none. */
export function auditEntryStored(): void {
  const write = pending.getStore();
  if (write !== undefined) write.isStored = true;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
