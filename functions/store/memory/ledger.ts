import { Broken } from '../../../domain/errors.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { EntryPage, LedgerStore } from '../ledger-store.ts';
import { byCodePoint, textsInOrder } from '../order.ts';
import { isSameContent } from './put-once.ts';
import { getOrMake, Spaces } from './spaces.ts';

/** The books of one partner: entries by id, period by period. */
type Books = Map<string, Map<string, Entry>>;

export function memoryLedger(): LedgerStore {
  const programs = new Spaces(() => new Map<string, Books>());
  return {
    post: async (entry) => {
      const books = getOrMake(programs.of(entry), entry.partnerId, (): Books => new Map());
      const entries = getOrMake(books, entry.periodId, () => new Map<string, Entry>());
      const posted = entries.get(entry.entryId);
      if (posted === undefined) {
        entries.set(entry.entryId, entry);
        return 'created';
      }
      if (isSameContent(posted, entry)) return 'repeated';
      throw new Broken('ledger.conflict', `entry ${entry.entryId} is already posted with other content`);
    },
    entries: (scope, partnerId, periodId, page) => inOrder(programs.of(scope).get(partnerId)?.get(periodId), page),
  };
}

/** Books that were asked for once are asked for again: what nothing was posted to since keeps its order. */
const known = new WeakMap<ReadonlyMap<string, Entry>, readonly Entry[]>();

function sorted(entries: ReadonlyMap<string, Entry>): readonly Entry[] {
  const found = known.get(entries);
  if (found?.length === entries.size) return found;
  const all = textsInOrder(entries.keys()).map((entryId) => entries.get(entryId) as Entry);
  known.set(entries, all);
  return all;
}

function inOrder(entries: ReadonlyMap<string, Entry> | undefined, page?: EntryPage): AsyncIterable<Entry> {
  const all = entries === undefined ? [] : sorted(entries);
  if (page === undefined) return eachOf(all);
  const { after, limit } = page;
  const start = after === null ? 0 : all.findIndex(({ entryId }) => byCodePoint(entryId, after) > 0);
  return eachOf(start < 0 ? [] : all.slice(start, start + limit));
}

/** What is there already, one after the other; an async generator would take several times as long for each. */
function eachOf<T>(items: readonly T[]): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]: () => {
      const steps = items[Symbol.iterator]();
      return { next: async () => steps.next() };
    },
  };
}
