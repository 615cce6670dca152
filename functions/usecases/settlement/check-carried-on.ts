import { Broken } from '../../../domain/errors.ts';
import { checkCarriedOn } from '../../../domain/ledger/booking-invariants.ts';
import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import type { Deps } from '../../runtime/deps.ts';
import { byCodePoint } from '../../store/order.ts';
import type { RunPartner, RunStore } from '../../store/run-store.ts';
import type { Scope } from '../../store/scope.ts';
import { runKeyOf } from './settlement-record.ts';

const FAULTS_SHOWN_MAX = 20;

/** Holds every partner of a run against the run before it, side by side in their order: a shard of each in memory. */
export async function refuseDroppedBalances({ stores }: Deps, scope: Scope, record: SettlementRecord): Promise<void> {
  const { previousPeriodId } = record;
  const previous = previousPeriodId === null ? null : await stores.settlements.settlement(scope, previousPeriodId);
  if (previous === null) return;
  const [before, after] = [previous, record].map((each) => partnersOf(stores.runs, scope, each)) as [Side, Side];
  const faults: string[] = [];
  let [left, right] = [await before.next(), await after.next()];
  while (!left.done || !right.done) {
    const order = left.done ? 1 : right.done ? -1 : byCodePoint(left.value.partnerId, right.value.partnerId);
    const [old, now] = [order <= 0 ? (left.value ?? null) : null, order >= 0 ? (right.value ?? null) : null];
    faults.push(...checkCarriedOn((old ?? now)?.partnerId ?? '', old, now));
    if (order <= 0) left = await before.next();
    if (order >= 0) right = await after.next();
  }
  if (faults.length === 0) return;
  const named = faults.slice(0, FAULTS_SHOWN_MAX).join('; ');
  throw new Broken('close.invariant-broken', `${record.periodId} does not go on from ${previousPeriodId}: ${named}`);
}

type Side = AsyncGenerator<RunPartner, undefined>;

async function* partnersOf(runs: RunStore, scope: Scope, record: SettlementRecord): Side {
  const run = runKeyOf(record);
  const count = await runs.shardCount(scope, run);
  for (let shard = 0; shard < count; shard += 1) yield* await runs.partners(scope, run, shard);
}
