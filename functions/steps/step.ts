import type { SettlementRecord } from '../../domain/settlement/settlement.ts';
import type { Deps } from '../runtime/deps.ts';
import type { StepInput } from './machines.ts';

/** What a step tells its state machine: where the settlement stands. Facts and figures stay in the stores. */
export interface StepOutcome {
  readonly periodId: string;
  readonly status: SettlementRecord['status'];
  readonly runId: string | null;
}

/** One step of a settlement or payout. Asked again after a crash it goes on where it was. */
export type Step = (deps: Deps, input: StepInput) => Promise<StepOutcome>;

/** The command that a step's input stands for. */
export function commandOf({ merchantId, programId, periodId, actor }: StepInput) {
  return { scope: { merchantId, programId }, periodId, actor };
}

/** Small, whatever the size of the program: a state holds at most 256 KiB. */
export function outcomeOf({ periodId, status, runId }: SettlementRecord): StepOutcome {
  return { periodId, status, runId };
}
