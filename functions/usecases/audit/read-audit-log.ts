import type { MerchantId } from '../../../domain/ids.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { Instant } from '../../../domain/time.ts';
import { formatInstant } from '../../../domain/time.ts';
import type { AuditEntry } from '../../audit/audit-entry.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { AuditPlace } from '../../store/audit-store.ts';
import { auditPosition } from '../../store/audit-store.ts';
import { csvText } from '../csv-text.ts';

export interface AuditSearch {
  readonly merchantId: MerchantId;
  readonly actor: string | null;
  readonly thing: string | null;
  readonly from: Instant;
  readonly to: Instant;
  readonly after: string | null;
  readonly limit: number;
}

export interface AuditFound {
  readonly entries: readonly AuditEntry[];
  /** Where the next page begins; null: this is the last. A page may be short, or empty, and still have one. */
  readonly next: string | null;
}

/** Who did what in a stretch of time, the oldest first: all of it, what one actor did, what was done to one thing. */
export async function readAuditLog(deps: Deps, search: AuditSearch): Promise<AuditFound> {
  const { merchantId, actor, thing, from, to, after, limit } = search;
  const read = await deps.stores.audit.auditEntries(merchantId, placeOf(search), { from, to, after, limit });
  const last = read.at(-1);
  return {
    entries: thing === null || actor === null ? read : read.filter((entry) => entry.actor === actor),
    next: last === undefined || read.length < limit ? null : auditPosition(last),
  };
}

function placeOf({ actor, thing }: Pick<AuditSearch, 'actor' | 'thing'>): AuditPlace {
  if (thing !== null) return { by: 'thing', thing };
  return actor === null ? { by: 'time' } : { by: 'actor', actor };
}

/** An entry as it is answered, and as a line of its own in an export. */
export function auditAnswer({ merchantId: _whose, at, before, after, ...entry }: AuditEntry) {
  return { ...entry, at: formatInstant(at), before: before === null ? null : plain(before), after: plain(after) };
}

/** A store may give amounts back as the integers that they are. */
function plain(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return JSON.parse(canonical(members)) as Readonly<Record<string, unknown>>;
}

const COLUMNS = [
  ...(['at', 'actor', 'role', 'operation', 'kind', 'things', 'changed', 'before', 'after', 'requestId'] as const),
  'entryId',
] as const;

/** The entries as CSV, with the changed members before and after as JSON. */
export function auditCsv(entries: readonly AuditEntry[]): string {
  const rows = entries.map((entry) => {
    const { at, actor, role, operation, kind, things, changed, before, after, requestId, entryId } = auditAnswer(entry);
    const values = [before, after].map((value) => (value === null ? '' : JSON.stringify(value)));
    const [was = '', is = ''] = values;
    const lists = [things.join(' '), changed.join(' ')];
    return csvText([at, actor, role ?? '', operation, kind, ...lists, was, is, requestId ?? '', entryId]);
  });
  return csvText(COLUMNS) + rows.join('');
}

export function auditLines(entries: readonly AuditEntry[]): string {
  return entries.map((entry) => `${JSON.stringify(auditAnswer(entry))}\n`).join('');
}
