import { DomainError } from '../../../domain/errors.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import { ordered } from '../order.ts';
import type { LedgerStore } from '../store.ts';
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
      throw new DomainError('ledger.conflict', `entry ${entry.entryId} is already posted with other content`);
    },
    entries: (scope, partnerId, periodId) => inOrder(programs.of(scope).get(partnerId)?.get(periodId)),
  };
}

async function* inOrder(entries: ReadonlyMap<string, Entry> | undefined): AsyncGenerator<Entry> {
  yield* ordered(entries?.values() ?? [], (entry) => entry.entryId);
}
