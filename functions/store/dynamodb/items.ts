import { Broken } from '../../../domain/errors.ts';
import type { AuditEntry } from '../../audit/audit-entry.ts';
import { takeAuditEntry } from '../../audit/pending.ts';
import { ITEM_BYTES_MAX } from '../../limits.ts';
import { byCodePoint } from '../order.ts';
import type { PutOnce, Recorded, RowPage } from '../scope.ts';
import type { DecodedItem, Encoded, FactType, Item } from './codec.ts';
import { contentHash, decodeBody, decodeItem, encodeFact, plainItem } from './codec.ts';
import type { Condition } from './put-together.ts';
import type { Key, KeyRange } from './table.ts';
import { key, partitions } from './table.ts';
import type { AuditTable, Page, TableClient } from './table-client.ts';

/** A table and the client to reach it by. */
export interface Table {
  readonly client: TableClient;
  readonly name: string;
  /** The table of the audit log, where what is put by somebody stands in it too. */
  readonly audit?: AuditTable;
}

/** A fact on its way into the store. Without a `type` the item is not told to anybody: it only helps to find another. */
export interface Row<T> extends Recorded<T> {
  readonly key: Key;
  readonly type: FactType | null;
  /** Epoch seconds after which the item may go. */
  readonly end?: number;
}

/** Leaves room for keys and the small attributes. */
const BODY_BYTES_MAX = ITEM_BYTES_MAX - 4096;

/** The first content of a key stays. An item in chunks is there once its header is, which is written last. */
export async function putOnce<T>(table: Table, row: Row<T>): Promise<PutOnce<T>> {
  const encoded = encodeFact(row.fact);
  const isWhole = encoded.body.length <= BODY_BYTES_MAX;
  // Chunks cost many units: look before writing them a second time.
  const early = isWhole ? null : await getItem(table, row.key);
  const entry = early === null ? takeAuditEntry(null, row.fact) : null;
  const there = early ?? (await putIf(table, await itemOf(table, row, encoded), ABSENT, entry));
  if (there === null) return { outcome: 'created', stored: { fact: row.fact, recordedAt: row.recordedAt } };
  if (hasHash(there, encoded.hash)) {
    return { outcome: 'repeated', stored: { fact: row.fact, recordedAt: there.r ?? row.recordedAt } };
  }
  return { outcome: 'conflict', stored: await recordedIn<T>(table, there) };
}

/** Writes the item unless its key is taken; then what is there. */
export async function putIfAbsent(table: Table, item: Item): Promise<Item | null> {
  return await putIf(table, item, ABSENT);
}

const ABSENT: Condition = { ConditionExpression: 'attribute_not_exists(pk)' };

/**
 * Null when the condition held and the item was written; else what is there (null-like only when nothing is). With an entry of the
 * audit log both are written, or neither.
 */
export async function putIf(
  table: Table,
  item: Item,
  condition: Condition,
  entry: AuditEntry | null = null,
): Promise<Item | null> {
  if (entry !== null) {
    // Loaded by those who act: whoever follows a link does not wait for it.
    const { putTogether } = await import('./put-together.ts');
    return await putTogether(table, { item, condition }, entry, () => thereAt(table, item));
  }
  const refused = await table.client.put({
    TableName: table.name,
    Item: item,
    ...condition,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  return refused && (refused.there ?? (await thereAt(table, item)));
}

async function thereAt(table: Table, { pk, sk }: Key): Promise<Item> {
  return (await getItem(table, { pk, sk })) ?? { pk, sk };
}

/**
 * Replaces what is there if it is still `expected` (null: nothing); false when it is something else. The chunks of what was there
 * stay behind: a slow reader may still be at them.
 */
export async function replaceIf(
  table: Table,
  item: Item & { readonly h: Uint8Array },
  expected: object | null,
  next: unknown,
): Promise<boolean> {
  const condition: Condition =
    expected === null
      ? ABSENT
      : { ConditionExpression: 'h = :expected', ExpressionAttributeValues: { ':expected': contentHash(expected) } };
  const there = await putIf(table, item, condition, takeAuditEntry(expected, next));
  // Already the next: an earlier try of this call got through and its answer was lost.
  return there === null || hasHash(there, item.h);
}

/** As `replaceIf`, with a content of any size. */
export async function replaceFactIf<T extends object>(table: Table, row: Row<T>, expected: T | null): Promise<boolean> {
  return await replaceIf(table, await itemOf(table, row, encodeFact(row.fact)), expected, row.fact);
}

export async function getItem(table: Table, { pk, sk }: Key, isConsistent = true): Promise<Item | null> {
  return await table.client.get({ TableName: table.name, Key: { pk, sk }, ConsistentRead: isConsistent });
}

export async function getRecorded<T>(table: Table, key: Key): Promise<Recorded<T> | null> {
  const item = await getItem(table, key);
  return item ? await recordedIn<T>(table, item) : null;
}

export async function getFact<T>(table: Table, key: Key): Promise<T | null> {
  return (await getRecorded<T>(table, key))?.fact ?? null;
}

/** Everything in some partitions, read side by side. */
export async function listRecorded<T>(table: Table, pks: readonly string[]): Promise<Recorded<T>[]> {
  return (await Promise.all(pks.map((pk) => recordedOf<T>(table, { pk })))).flat();
}

export async function listFacts<T>(table: Table, pks: readonly string[]): Promise<T[]> {
  return (await listRecorded<T>(table, pks)).map(({ fact }) => fact);
}

/** What a query finds, in its order. */
export async function factsOf<T>(table: Table, asked: Query): Promise<T[]> {
  return (await recordedOf<T>(table, asked)).map(({ fact }) => fact);
}

async function recordedOf<T>(table: Table, asked: Query): Promise<Recorded<T>[]> {
  const found: Recorded<T>[] = [];
  for await (const item of query(table, asked)) found.push(await recordedIn<T>(table, item));
  return found;
}

/** The sort keys of some partitions, one partition after the other. */
export async function* sortKeysIn(table: Table, pks: readonly string[]): AsyncGenerator<string> {
  for (const pk of pks) for await (const { sk } of query(table, { pk, isKeysOnly: true })) yield sk;
}

export async function listSortKeys(table: Table, pks: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const sk of sortKeysIn(table, pks)) found.push(sk);
  return found;
}

export interface Query extends Partial<KeyRange> {
  readonly pk: string;
  /** Only what stands behind this sort key. */
  readonly after?: string;
  /** From the last to the first. */
  readonly isBackwards?: boolean;
  /** Only the keys are wanted. */
  readonly isKeysOnly?: boolean;
  /** How many a page may have; the caller takes no more than it wants. */
  readonly limit?: number;
}

/** Items of one partition in key order, page by page, strongly consistent. */
export async function* query(table: Table, asked: Query): AsyncGenerator<Item> {
  const { pk, from, to, after, isBackwards = false, isKeysOnly, limit } = asked;
  const isRange = from !== undefined && to !== undefined;
  // DynamoDB refuses a range that ends before it begins, and nothing stands in one.
  if (isRange && from > to) return;
  const range = isRange
    ? ' AND sk BETWEEN :from AND :to'
    : after === undefined
      ? ''
      : ` AND sk ${isBackwards ? '<' : '>'} :after`;
  const values = isRange ? { ':from': from, ':to': to } : after === undefined ? {} : { ':after': after };
  const request = {
    TableName: table.name,
    ConsistentRead: true,
    KeyConditionExpression: `pk = :pk${range}`,
    ExpressionAttributeValues: { ':pk': pk, ...values },
    ...(isKeysOnly ? { ProjectionExpression: 'pk, sk' } : {}),
    ...(isBackwards ? { ScanIndexForward: false } : {}),
    ...(limit === undefined ? {} : { Limit: limit }),
  };
  let start: Page['next'];
  do {
    const page = await table.client.query({ ...request, ...(start ? { ExclusiveStartKey: start } : {}) });
    yield* page.items;
    start = page.next;
  } while (start !== undefined);
}

/** Sort keys of an index over several partitions, merged in their order: so many after a position. */
export async function rowsAfter(table: Table, pks: readonly string[], page: RowPage): Promise<readonly string[]> {
  return (await itemsAfter(table, pks, { ...page, isKeysOnly: true })).map(({ sk }) => sk);
}

/** What stands in several partitions, merged in the order of sort keys, or backwards: so many after a position. */
export async function factsAfter<T>(table: Table, pks: readonly string[], page: AskedPage): Promise<readonly T[]> {
  const items = await itemsAfter(table, pks, page);
  return await Promise.all(items.map(async (item) => (await recordedIn<T>(table, item)).fact));
}

type AskedPage = RowPage & Pick<Query, 'isKeysOnly' | 'isBackwards'>;

async function itemsAfter(table: Table, pks: readonly string[], page: AskedPage): Promise<readonly Item[]> {
  const { after, limit, ...asked } = page;
  const lists = await Promise.all(
    pks.map(async (pk) => {
      const items: Item[] = [];
      for await (const item of query(table, { pk, ...asked, limit, ...(after === null ? {} : { after }) })) {
        items.push(item);
        if (items.length >= limit) break;
      }
      return items;
    }),
  );
  const merged = lists.flat().sort((a, b) => byCodePoint(a.sk, b.sk));
  return (asked.isBackwards ? merged.reverse() : merged).slice(0, limit);
}

/** The last item of a partition whose sort key is below `before`. */
export async function lastBefore(table: Table, pk: string, before: string): Promise<Item | null> {
  const { items } = await table.client.query({
    TableName: table.name,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND sk < :before',
    ExpressionAttributeValues: { ':pk': pk, ':before': before },
    ScanIndexForward: false,
    Limit: 1,
  });
  return items[0] ?? null;
}

/** What an image of the table's stream tells; a body in chunks is fetched from the table. */
export async function readWhole(table: Table, image: Readonly<Record<string, unknown>>): Promise<DecodedItem | null> {
  const item = plainItem(image);
  return decodeItem(item.n === undefined ? { ...item } : { ...item, b: await bodyOf(table, item) });
}

export async function recordedIn<T>(table: Table, item: Item): Promise<Recorded<T>> {
  return { fact: decodeBody<T>(await bodyOf(table, item)), recordedAt: item.r ?? 0 };
}

export function hasHash(item: Item, hash: Uint8Array): boolean {
  return item.h !== undefined && Buffer.compare(item.h, hash) === 0;
}

/** The item to write; a body that is too large for one goes ahead of it, under a key that only this content has. */
async function itemOf<T>(
  table: Table,
  row: Row<T>,
  { body, hash }: Encoded,
): Promise<Item & { readonly h: Uint8Array }> {
  const isWhole = body.length <= BODY_BYTES_MAX;
  if (!isWhole) await putChunks(table, row, { body, hash });
  return {
    ...row.key,
    ...(row.type === null ? {} : { t: row.type }),
    h: hash,
    r: row.recordedAt,
    ...(isWhole ? { b: body } : { n: Math.ceil(body.length / BODY_BYTES_MAX) }),
    ...(row.end === undefined ? {} : { x: row.end }),
  };
}

async function putChunks<T>(table: Table, row: Row<T>, { body, hash }: Encoded): Promise<void> {
  for (let index = 0; index * BODY_BYTES_MAX < body.length; index += 1) {
    const chunk = body.subarray(index * BODY_BYTES_MAX, (index + 1) * BODY_BYTES_MAX);
    const end = row.end === undefined ? {} : { x: row.end };
    const item = { ...key.chunk(row.key, hexOf(hash), index), b: chunk, ...end };
    await table.client.put({ TableName: table.name, Item: item });
  }
}

async function bodyOf(table: Table, item: Item): Promise<Uint8Array> {
  if (item.b !== undefined) return item.b;
  const chunks: Uint8Array[] = [];
  if (item.n !== undefined && item.h !== undefined) {
    for (const pk of partitions.chunks(item, hexOf(item.h))) {
      for await (const chunk of query(table, { pk })) if (chunk.b) chunks.push(chunk.b);
    }
  }
  if (chunks.length === 0 || chunks.length !== item.n) {
    throw new Broken('store.broken-item', `${item.pk} ${item.sk}: ${chunks.length} of ${item.n ?? 1} bodies found`);
  }
  return Buffer.concat(chunks);
}

function hexOf(hash: Uint8Array): string {
  return Buffer.from(hash).toString('hex');
}
