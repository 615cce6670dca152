import { Broken } from '../../../domain/errors.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { EntryPage, LedgerStore } from '../ledger-store.ts';
import { byCodePoint } from '../order.ts';
import { decodeBody, encodeFact } from './codec.ts';
import type { Table } from './items.ts';
import { hasHash, putIfAbsent, query } from './items.ts';
import { entrySortKey, key, partitions } from './table.ts';

/** DynamoDB takes 400 KB; an entry is whole or absent, so it is never split. */
const ENTRY_BYTES_MAX = 390_000;

/** Puts what is absent and reads. Nothing here changes or removes an entry, and no role could. */
export function dynamoLedger(ledger: Table): LedgerStore {
  return {
    post: async (entry) => await post(ledger, entry),
    entries: (scope, partnerId, periodId, page) =>
      merged(
        partitions.entries({ ...scope, partnerId, periodId }).map((pk) => entriesIn(ledger, pk, page)),
        page?.limit ?? Number.POSITIVE_INFINITY,
      ),
  };
}

async function post(ledger: Table, entry: Entry): Promise<'created' | 'repeated'> {
  const { body, hash } = encodeFact(entry);
  if (body.length > ENTRY_BYTES_MAX) {
    throw new Broken(
      'ledger.entry-too-large',
      `entry ${entry.entryId} has ${body.length} bytes, at most ${ENTRY_BYTES_MAX} fit`,
    );
  }
  const there = await putIfAbsent(ledger, { ...key.entry(entry), t: 'entry', h: hash, b: body });
  if (there === null) return 'created';
  if (hasHash(there, hash)) return 'repeated';
  throw new Broken('ledger.conflict', `entry ${entry.entryId} is already posted with other content`);
}

async function* entriesIn(ledger: Table, pk: string, page?: EntryPage): AsyncGenerator<Entry> {
  const { after = null, limit } = page ?? {};
  const range = {
    ...(after === null ? {} : { after: entrySortKey(after) }),
    ...(limit === undefined ? {} : { limit }),
  };
  for await (const item of query(ledger, { pk, ...range })) {
    if (item.b === undefined) throw new Broken('store.broken-item', `${item.pk} ${item.sk}: no body found`);
    yield decodeBody<Entry>(item.b);
  }
}

/** Several streams, each in order, as one in order, up to a limit; never more than a page of each in memory. */
async function* merged(streams: readonly AsyncGenerator<Entry>[], limit: number): AsyncGenerator<Entry> {
  const heads = await Promise.all(streams.map(async (stream) => ({ stream, next: await stream.next() })));
  for (let count = 0; count < limit; count += 1) {
    let first: { head: (typeof heads)[number]; entry: Entry } | null = null;
    for (const head of heads) {
      if (head.next.done) continue;
      const entry = head.next.value;
      if (first === null || byCodePoint(entry.entryId, first.entry.entryId) < 0) first = { head, entry };
    }
    if (first === null) return;
    yield first.entry;
    first.head.next = await first.head.stream.next();
  }
}
