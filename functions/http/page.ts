import { DomainError } from '../../domain/errors.ts';
import { ID_LENGTH_MAX, PAGE_MAX } from '../limits.ts';

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
  const start = cursor === undefined ? 0 : placeAfter(items.map(idOf), cursorText(cursor));
  const page = items.slice(start, start + limit);
  const last = page.at(-1);
  const isLast = last === undefined || start + limit >= items.length;
  return { items: page, next: isLast ? null : cursorOf(idOf(last)) };
}

/** A cursor is opaque to callers, and stands in addresses as it is. */
export function cursorOf(text: string): string {
  return Buffer.from(text).toString('base64url');
}

export function cursorText(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString('utf8');
}

/** The id that a page of a list by ids begins after; null for the first page. */
export function afterId({ cursor }: PageQuery): string | null {
  if (cursor === undefined) return null;
  const id = cursorText(cursor);
  if (id === '' || id.length > ID_LENGTH_MAX) throw wrongCursor();
  return id;
}

export function wrongCursor(): DomainError {
  return new DomainError('request.invalid', 'must be the "next" of a page of this list', { field: 'cursor' });
}

function placeAfter(ids: readonly string[], last: string): number {
  const place = ids.indexOf(last);
  if (place < 0) throw wrongCursor();
  return place + 1;
}
