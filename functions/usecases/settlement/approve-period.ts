import type { PeriodId } from '../../../domain/ids.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import { makersOf } from '../../../domain/settlement/settlement.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { LedgerStore, Scope } from '../../store/store.ts';
import { mapLimited } from '../map-limited.ts';
import { requireSecondPerson } from './four-eyes.ts';
import { advance, recordIn, runKeyOf } from './settlement-record.ts';

const POSTS_AT_ONCE = 32;
const ENTRIES_AT_ONCE = 1000;

/** Posts the entries of a draft run, once somebody else than its makers approves it. A crash in between is mended by approving again: every entry has its own name. */
export async function approvePeriod(
  deps: Deps,
  { scope, periodId, actor }: { readonly scope: Scope; readonly periodId: PeriodId; readonly actor: string },
): Promise<SettlementRecord> {
  const record = await recordIn(deps, scope, periodId, ['calculated', 'approved']);
  const isFirst = record.status === 'calculated';
  if (isFirst) {
    for (const draftedBy of makersOf(record)) requireSecondPerson({ name: `the run of ${periodId}`, draftedBy }, actor);
  }
  // The approval is recorded first: from then on nobody can seal anew, and what is posted is this run for good.
  const approved = isFirst
    ? await advance(deps, scope, record, { ...record, status: 'approved', approvedBy: actor, approvedAt: deps.now() })
    : record;
  let batch: Entry[] = [];
  for await (const entry of deps.stores.runs.entries(scope, runKeyOf(approved))) {
    batch.push(entry);
    if (batch.length < ENTRIES_AT_ONCE) continue;
    await postAll(deps.stores.ledger, batch);
    batch = [];
  }
  await postAll(deps.stores.ledger, batch);
  return approved;
}

/** What adds comes first: should we die in between, nothing is released or taken back that is not in the books yet. */
async function postAll(ledger: LedgerStore, entries: readonly Entry[]): Promise<void> {
  const isAddition = ({ postings }: Entry): boolean => postings.some(({ from }) => from === 'expense/commission');
  for (const phase of [entries.filter(isAddition), entries.filter((entry) => !isAddition(entry))]) {
    await mapLimited(phase, POSTS_AT_ONCE, (entry) => ledger.post(entry));
  }
}
