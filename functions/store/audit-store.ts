import type { MerchantId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { AuditEntry } from '../audit/audit-entry.ts';

/** Where entries are looked for: all of a stretch of time, or those of one actor, or about one thing. */
export type AuditPlace =
  | { readonly by: 'time' }
  | { readonly by: 'actor'; readonly actor: string }
  | { readonly by: 'thing'; readonly thing: string };

export interface AuditPage {
  /** The first instant, and the first no longer. */
  readonly from: Instant;
  readonly to: Instant;
  /** The position of the entry after which it goes on. */
  readonly after: string | null;
  readonly limit: number;
}

/** Who did what. Entries are added and never change. */
export interface AuditStore {
  /** For stores without transactions; the others put an entry together with its change. */
  putAuditEntry(entry: AuditEntry): Promise<void>;
  /** The oldest first. */
  auditEntries(merchantId: MerchantId, place: AuditPlace, page: AuditPage): Promise<readonly AuditEntry[]>;
}

/** Where an entry stands among others: by instant, then by its id. */
export function auditPosition({ at, entryId }: Pick<AuditEntry, 'at' | 'entryId'>): string {
  return `${String(at).padStart(16, '0')}#${entryId}`;
}

/** The UTC months of a stretch of time, `2026-11`. */
export function monthsIn({ from, to }: Pick<AuditPage, 'from' | 'to'>): readonly string[] {
  const months: string[] = [];
  const day = new Date(from);
  day.setUTCDate(1);
  day.setUTCHours(0, 0, 0, 0);
  while (day.getTime() < to) {
    months.push(day.toISOString().slice(0, 7));
    day.setUTCMonth(day.getUTCMonth() + 1);
  }
  return months;
}
