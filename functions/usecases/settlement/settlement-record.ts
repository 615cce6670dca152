import { DomainError } from '../../../domain/errors.ts';
import type { PeriodId } from '../../../domain/ids.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { SettlementRecord, SettlementStatus } from '../../../domain/settlement/settlement.ts';
import { SETTLEMENT_STATUS_JA } from '../../../domain/settlement/settlement.ts';
import { ENGINE_VERSION } from '../../../domain/settlement/terms.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { RunKey } from '../../store/run-store.ts';
import type { Scope } from '../../store/scope.ts';

/** What is done to one shard of a period's run. */
export interface ShardCommand {
  readonly scope: Scope;
  readonly periodId: PeriodId;
  readonly shard: number;
}

export function openRecord(periodId: PeriodId): SettlementRecord {
  return {
    periodId,
    status: 'open',
    previousPeriodId: null,
    manifestHash: null,
    runId: null,
    sealedBy: null,
    calculatedBy: null,
    approvedBy: null,
    sealedAt: null,
    calculatedAt: null,
    approvedAt: null,
    closedAt: null,
    payoutRunAt: null,
    rejections: [],
  };
}

export function lastClosed(records: readonly SettlementRecord[]): SettlementRecord | null {
  return records.filter(({ status }) => status === 'closed').at(-1) ?? null;
}

/** The record of a period, or a refusal when it is not where the command needs it to be. */
export async function recordIn(
  { stores }: Deps,
  scope: Scope,
  periodId: PeriodId,
  statuses: readonly SettlementStatus[],
): Promise<SettlementRecord> {
  const record = await stores.settlements.settlement(scope, periodId);
  const status = record?.status ?? 'open';
  if (record === null || !statuses.includes(status)) {
    const message = {
      en: `${periodId} is ${status}; this needs ${statuses.join(' or ')}`,
      ja: `${periodId}は「${SETTLEMENT_STATUS_JA[status]}」です。この操作は${statuses.map((each) => `「${SETTLEMENT_STATUS_JA[each]}」`).join('または')}のときに行えます。`,
    };
    throw new DomainError('period.wrong-status', message, { field: 'periodId' });
  }
  return record;
}

/** Moves the settlement on, unless somebody else just did. */
export async function advance(
  { stores }: Deps,
  scope: Scope,
  from: SettlementRecord | null,
  to: SettlementRecord,
): Promise<SettlementRecord> {
  if (await stores.settlements.advance(scope, from, to)) return to;
  throw new DomainError('period.moved-on', {
    en: `${to.periodId} was changed by somebody else in the meantime; look again`,
    ja: `${to.periodId}はその間に他の人が変更しました。もう一度確認してください。`,
  });
}

/** The name of a run: the same manifest on the same predecessor, by the same engine, makes the same run. */
export function runIdOf({ sha256 }: Pick<Deps, 'sha256'>, manifestHash: string | null, previousRunId: string | null) {
  return sha256(canonical([manifestHash, previousRunId, ENGINE_VERSION])).slice(0, 32);
}

export function runKeyOf({ periodId, runId }: SettlementRecord): RunKey {
  if (runId === null) {
    const message = { en: `${periodId} has no calculation yet`, ja: `${periodId}はまだ計算されていません` };
    throw new DomainError('period.not-calculated', message);
  }
  return { periodId, runId };
}

/** The numbers of the shards of a period's run. */
export async function shardsOf({ stores }: Deps, scope: Scope, record: SettlementRecord): Promise<readonly number[]> {
  return [...Array(await stores.runs.shardCount(scope, runKeyOf(record))).keys()];
}
