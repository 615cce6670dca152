import type { BatchResults } from '../../domain/payout/batch-results.ts';
import type { Role } from '../contract/route.ts';

/** The step functions of each state machine; API, CDK and the laptop host read this one table. */
export const machines = {
  settlement: ['fit', 'seal', 'calculate', 'approve', 'close'],
  payout: ['payout', 'approve-batch', 'cancel-batch', 'remit-batch', 'import-results', 'approve-exchange'],
} as const;

/**
 * Steps that are divided among the shards of a run: the step itself begins and answers the numbers of the shards, then every task
 * is done to each of them before the next task begins, and the last function ends the step. A task may be done again at any time.
 */
export const divided = {
  approve: { tasks: ['post-shard'], end: null },
  close: { tasks: ['check-shard', 'issue-shard'], end: 'end-close' },
} as const satisfies Readonly<Partial<Record<StepName, Division>>>;

interface Division {
  readonly tasks: readonly string[];
  readonly end: string | null;
}

export type DividedStep = keyof typeof divided;
export type ShardTaskName = (typeof divided)[DividedStep]['tasks'][number];
export type EndName = NonNullable<(typeof divided)[DividedStep]['end']>;
/** Everything that a state machine calls: the steps, and what they are divided into. */
export type TaskName = StepName | ShardTaskName | EndName;

export function isDivided(step: StepName): step is DividedStep {
  return Object.hasOwn(divided, step);
}

export function isShardTask(task: TaskName): task is ShardTaskName {
  return Object.values(divided).some(({ tasks }) => (tasks as readonly TaskName[]).includes(task));
}

/** The functions of a machine: of each step, with those it is divided into. */
export function tasksOf(machine: MachineName): readonly TaskName[] {
  return machines[machine].flatMap(tasksOfStep);
}

/** The functions of a step: its own, and those that it is divided into. */
export function tasksOfStep(step: StepName): readonly TaskName[] {
  if (!isDivided(step)) return [step];
  const { tasks, end } = divided[step];
  return [step, ...tasks, ...(end === null ? [] : [end])];
}

export type MachineName = keyof typeof machines;
export const machineNames = Object.keys(machines) as readonly MachineName[];
export type StepName = (typeof machines)[MachineName][number];

export const taskNames: readonly TaskName[] = machineNames.flatMap(tasksOf);

/** What every step is told: whose period, and who asked. */
export interface StepInput {
  readonly merchantId: string;
  readonly programId: string;
  readonly periodId: string;
  readonly actor: string;
  /** Of a step that somebody started: in which role, and by which request. */
  readonly role?: Role;
  readonly requestId?: string;
  /** Of a step that moves a batch of payouts: which. */
  readonly batchId?: string;
  /** Of the approval of a batch, or of its exchange: the content that the approver saw. */
  readonly contentHash?: string;
  /** Of a batch that was handed over: SHA-256 of the file that the bank has. */
  readonly fileHash?: string;
  /** Of the booking of results: what the bank reports. */
  readonly report?: BatchResults;
}

/** What a task of a divided step is told: what the step was, and which shard of the run it is done to. */
export interface ShardInput {
  readonly input: StepInput;
  readonly shard: number;
}
