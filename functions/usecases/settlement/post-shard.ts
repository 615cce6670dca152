import type { Entry } from '../../../domain/ledger/entry.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { LedgerStore } from '../../store/ledger-store.ts';
import { mapLimited } from '../map-limited.ts';
import type { ShardCommand } from './settlement-record.ts';
import { recordIn, runKeyOf } from './settlement-record.ts';

const POSTS_AT_ONCE = 32;
const ENTRIES_AT_ONCE = 1000;

/** Posts the entries of one shard of an approved run. A crash in between is mended by posting again: every entry has its own name. */
export async function postShard(deps: Deps, { scope, periodId, shard }: ShardCommand): Promise<void> {
  const record = await recordIn(deps, scope, periodId, ['approved']);
  let batch: Entry[] = [];
  for await (const entry of deps.stores.runs.entries(scope, runKeyOf(record), shard)) {
    batch.push(entry);
    if (batch.length < ENTRIES_AT_ONCE) continue;
    await postAll(deps.stores.ledger, batch);
    batch = [];
  }
  await postAll(deps.stores.ledger, batch);
}

/** What adds comes first: should we die in between, nothing is released or taken back that is not in the books yet. */
async function postAll(ledger: LedgerStore, entries: readonly Entry[]): Promise<void> {
  const isAddition = ({ postings }: Entry): boolean => postings.some(({ from }) => from === 'expense/commission');
  for (const phase of [entries.filter(isAddition), entries.filter((entry) => !isAddition(entry))]) {
    await mapLimited(phase, POSTS_AT_ONCE, (entry) => ledger.post(entry));
  }
}
