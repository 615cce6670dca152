import { DomainError } from '../../domain/errors.ts';
import type { Batch } from '../../domain/payout/payout.ts';
import type { SettlementRecord } from '../../domain/settlement/settlement.ts';
import type { Actor } from '../audit/audit-entry.ts';
import type { Deps } from '../runtime/deps.ts';
import type { ShardInput, StepInput, StepName } from './machines.ts';

/** What a step tells its state machine: where the settlement, or the batch, stands. Facts and figures stay in the stores. */
export interface StepOutcome {
  readonly periodId: string;
  readonly status: SettlementRecord['status'] | Batch['status'];
  readonly runId: string | null;
  /** Of a step that is divided: the numbers of the shards that are still to be done. */
  readonly shards?: readonly number[];
}

/** One step of a settlement or payout. Asked again after a crash it goes on where it was. */
export type Step = (deps: Deps, input: StepInput) => Promise<StepOutcome>;

/** One task of a divided step, on one shard. Its results are in the stores, so it answers nothing. */
export type ShardTask = (deps: Deps, input: ShardInput) => Promise<void>;

/** The command that a step's input stands for. */
export function commandOf({ merchantId, programId, periodId, actor }: StepInput) {
  return { scope: { merchantId, programId }, periodId, actor };
}

export function shardCommandOf({ input, shard }: ShardInput) {
  const { scope, periodId } = commandOf(input);
  return { scope, periodId, shard };
}

/** Who acts in a step: whoever started it. */
export function actorOfStep(operation: StepName, input: StepInput): Actor {
  const { merchantId, programId, periodId, actor: subject, role = null, requestId = null, batchId } = input;
  const places = { programId, periodId, ...(batchId === undefined ? {} : { batchId }) };
  return { merchantId, subject, role, operation, requestId, places };
}

/** Small, whatever the size of the program: a state holds at most 256 KiB. */
export function outcomeOf({ periodId, status, runId }: SettlementRecord): StepOutcome {
  return { periodId, status, runId };
}

/** The command on a batch that a step's input stands for. */
export function batchCommandOf({ batchId, ...input }: StepInput) {
  if (batchId === undefined)
    throw new DomainError('batch.not-found', {
      en: 'the step does not say which batch it moves',
      ja: '支払バッチが指定されていません',
    });
  const { scope, actor } = commandOf(input);
  return { scope, batchId, actor };
}

export function batchOutcomeOf({ periodId, status }: Batch): StepOutcome {
  return { periodId, status, runId: null };
}
