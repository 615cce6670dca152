import { wrongCursor } from '../contract/wrong-cursor.ts';
import { PAGE_MAX, POSITION_BYTES_MAX, ROWS_READ_MAX } from '../limits.ts';
import type { RowPage } from '../store/scope.ts';

/** Which page of a list is asked for; without a cursor the first. */
export interface PageQuery {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** A page of a list that is whole, and the cursor of the next: the id of its last item. */
export function pageOf<T>(
  items: readonly T[],
  { limit = PAGE_MAX, cursor }: PageQuery,
  idOf: (item: T) => string,
): { readonly items: readonly T[]; readonly next: string | null } {
  const start = cursor === undefined ? 0 : placeAfter(items.map(idOf), cursor);
  const page = items.slice(start, start + limit);
  const last = page.at(-1);
  const isLast = last === undefined || start + limit >= items.length;
  return { items: page, next: isLast ? null : cursorOf(idOf(last)) };
}

/** A page of a list that is read from the store as far as it goes, of what fits; the cursor of the next is a position in it. */
export async function pageFrom<T>(
  rowsAfter: (page: RowPage) => Promise<readonly T[]>,
  { limit = PAGE_MAX, ...query }: PageQuery,
  positionOf: (row: T) => string,
  fits: (row: T) => boolean = () => true,
): Promise<{ readonly items: readonly T[]; readonly next: string | null }> {
  const items: T[] = [];
  let after = afterPosition(query);
  for (let read = 0; read < ROWS_READ_MAX; read += limit) {
    const rows = await rowsAfter({ after, limit: limit + 1 });
    for (const row of rows) {
      const isFull = items.length === limit;
      if (isFull && fits(row)) return { items, next: after === null ? null : cursorOf(after) };
      if (!isFull && fits(row)) items.push(row);
      after = positionOf(row);
    }
    if (rows.length <= limit) return { items, next: null };
  }
  return { items, next: after === null ? null : cursorOf(after) };
}

/** A cursor is opaque to callers, and stands in addresses as it is. */
export function cursorOf(text: string): string {
  return Buffer.from(text).toString('base64url');
}

export function cursorText(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString('utf8');
}

/** What positions look like in a list that is ordered by time: an instant and an id. */
export const BY_TIME = /^\d{15,16}#./s;

/** The position that a page begins after, as those of its list look; null for the first page. */
export function afterPosition({ cursor }: PageQuery, form = /./s): string | null {
  if (cursor === undefined) return null;
  const position = cursorText(cursor);
  if (!form.test(position) || Buffer.byteLength(position) > POSITION_BYTES_MAX) throw wrongCursor(cursor);
  return position;
}

function placeAfter(ids: readonly string[], cursor: string): number {
  const place = ids.indexOf(cursorText(cursor));
  if (place < 0) throw wrongCursor(cursor);
  return place + 1;
}
