import { createHash } from 'node:crypto';
import { membersOf } from '../../contract/field-errors.ts';
import type { Route } from '../../contract/routes.ts';
import { wrongCursor } from '../../contract/wrong-cursor.ts';
import type { HttpEvent } from './stack.ts';

const MARK_LENGTH = 8;
/** Members of a query that say which page is meant and in which form, not of what. */
const NO_FILTERS: ReadonlySet<string> = new Set(['cursor', 'limit', 'format', 'language']);

/**
 * What the cursors of one list begin with: it follows from the operation, what its address names, and the filters. Empty for what
 * takes no cursor.
 */
export function markOf(
  { name: operation, query }: Pick<Route, 'name' | 'query'>,
  { pathParameters, queryStringParameters }: Pick<HttpEvent, 'pathParameters' | 'queryStringParameters'>,
): string {
  if (!membersOf(query).includes('cursor')) return '';
  const filters = Object.entries(queryStringParameters ?? {}).filter(([name]) => !NO_FILTERS.has(name));
  const list = [operation, Object.entries(pathParameters ?? {}).sort(), filters.sort()];
  return createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, MARK_LENGTH);
}

/** The query with its cursor as the list itself wrote it; a cursor of another list, or of other filters, is refused. */
export function unmarked(query: Query, mark: string): Query {
  const { cursor } = query;
  if (cursor === undefined || mark === '') return query;
  if (!cursor.startsWith(mark)) throw wrongCursor(cursor);
  return { ...query, cursor: cursor.slice(mark.length) };
}

type Query = Readonly<Record<string, string | undefined>>;

/** A file has no place for the cursor of the next page but a header. */
const NEXT_HEADER = 'bunpai-next';

interface Paged {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** An answer whose cursor, if it has one, is of this list alone. */
export function marked<Answer extends Paged>(answer: Answer, mark: string): Answer {
  const { body, headers } = answer;
  const next = headers?.[NEXT_HEADER];
  if (next !== undefined) return { ...answer, headers: { ...headers, [NEXT_HEADER]: mark + next } };
  if (typeof body !== 'object' || body === null || !('next' in body) || typeof body.next !== 'string') return answer;
  return { ...answer, body: { ...body, next: mark + body.next } };
}
