import { Broken } from '../../../domain/errors.ts';
import type { EntryId, PartnerId } from '../../../domain/ids.ts';
import { movementsIn } from '../../../domain/ledger/balances.ts';
import { checkBookedOn, checkDebt, takenBackBy } from '../../../domain/ledger/booking-invariants.ts';
import { isRunEntry } from '../../../domain/ledger/entry.ts';
import { checkBooks, checkEntry } from '../../../domain/ledger/invariants.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { RunPartner } from '../../store/run-store.ts';
import type { Scope } from '../../store/scope.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
import { postedFor } from './posted-for.ts';
import type { ShardCommand } from './settlement-record.ts';
import { recordIn, runKeyOf } from './settlement-record.ts';

const FAULTS_SHOWN_MAX = 20;

/**
 * Checks that the ledger holds what an approved run says of the partners of one shard, to the last unit. One entry missing or too
 * many stops the close, named, before anything is issued.
 */
export async function checkShard(deps: Deps, { scope, periodId, shard }: ShardCommand): Promise<void> {
  const run = runKeyOf(await recordIn(deps, scope, periodId, ['approved']));
  const { runs } = deps.stores;
  const partners = await runs.partners(scope, run, shard);
  const wrong: PartnerId[] = [];
  const found = await mapLimited(partners, WORK_AT_ONCE, async (partner) => {
    const faults = await faultsOf(deps, { scope, periodId }, partner);
    if (faults.length > 0) wrong.push(partner.partnerId);
    return faults;
  });
  if (wrong.length === 0) return;
  const runEntries = runs.entries(scope, run, shard);
  const named = [...found.flat(), ...(await strayEntries(deps, { scope, periodId }, runEntries, wrong))];
  const more = named.length > FAULTS_SHOWN_MAX ? `; and ${named.length - FAULTS_SHOWN_MAX} more` : '';
  const message = `the books of ${periodId} do not agree: ${named.slice(0, FAULTS_SHOWN_MAX).join('; ')}${more}`;
  throw new Broken('close.invariant-broken', message);
}

interface Books {
  readonly scope: Scope;
  readonly periodId: string;
}

async function faultsOf(deps: Deps, { scope, periodId }: Books, partner: RunPartner): Promise<readonly string[]> {
  const faults: string[] = [];
  const moved = movementsIn();
  let count = 0;
  let takenBackMinor = 0n;
  for await (const entry of deps.stores.ledger.entries(scope, partner.partnerId, periodId)) {
    if (!isRunEntry(entry)) continue;
    count += 1;
    faults.push(...checkEntry(entry), ...checkBookedOn(entry));
    takenBackMinor += takenBackBy(entry);
    moved.add(entry);
  }
  faults.push(...checkBooks(partner, moved.balances), ...checkDebt(partner, takenBackMinor));
  // Two that are missing may cancel each other in the balances.
  const { partnerId, entryCount } = partner;
  if (count !== entryCount) faults.push(`${partnerId} has ${count} entries in the ledger, ${entryCount} in the run`);
  return faults;
}

/** The entries of partners whose books are wrong, held against the run's by name. */
async function strayEntries(
  deps: Deps,
  { scope, periodId }: Books,
  runEntries: AsyncIterable<{ readonly entryId: EntryId; readonly partnerId: PartnerId }>,
  wrong: readonly PartnerId[],
): Promise<readonly string[]> {
  const missing = new Set<EntryId>();
  for await (const { entryId, partnerId } of runEntries) if (wrong.includes(partnerId)) missing.add(entryId);
  const strays: string[] = [];
  for (const partnerId of wrong.toSorted()) {
    for await (const { entryId } of postedFor(deps, scope, periodId, partnerId)) {
      if (!missing.delete(entryId)) strays.push(`${entryId} is in no run`);
    }
  }
  return [...[...missing].map((entryId) => `${entryId} is missing`), ...strays];
}
