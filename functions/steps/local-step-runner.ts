import { auditedDeps } from '../audit/audited.ts';
import type { Deps, StepRunner } from '../runtime/deps.ts';
import { approve } from './approve.ts';
import { approveBatch } from './approve-batch.ts';
import { approveExchange } from './approve-exchange.ts';
import { calculate } from './calculate.ts';
import { cancelBatch } from './cancel-batch.ts';
import { checkShard } from './check-shard.ts';
import { close } from './close.ts';
import { endClose } from './end-close.ts';
import { fit } from './fit.ts';
import { importResults } from './import-results.ts';
import { issueShard } from './issue-shard.ts';
import type { EndName, ShardTaskName, StepInput, StepName, TaskName } from './machines.ts';
import { divided, isDivided } from './machines.ts';
import { payout } from './payout.ts';
import { postShard } from './post-shard.ts';
import { remitBatch } from './remit-batch.ts';
import { seal } from './seal.ts';
import type { ShardTask, Step } from './step.ts';
import { actorOfStep } from './step.ts';

const steps: Readonly<Record<StepName, Step>> = {
  fit,
  seal,
  calculate,
  approve,
  close,
  payout,
  'approve-batch': approveBatch,
  'cancel-batch': cancelBatch,
  'remit-batch': remitBatch,
  'import-results': importResults,
  'approve-exchange': approveExchange,
};

const shardTasks: Readonly<Record<ShardTaskName, ShardTask>> = {
  'post-shard': postShard,
  'check-shard': checkShard,
  'issue-shard': issueShard,
};

const ends: Readonly<Record<EndName, Step>> = { 'end-close': endClose };

export interface LocalSteps {
  readonly drained: () => Promise<void>;
  /** What a task leans on, where that is not the same for all. */
  readonly depsOf?: (task: TaskName) => Deps;
}

/** Runs a step in this process and waits for it: for the laptop and for tests. */
export function localStepRunner(deps: Deps, { drained, depsOf = () => deps }: LocalSteps): StepRunner {
  return {
    start: async (name, input) => {
      // What is under way is let through first, as the state machine does by waiting.
      if (name === 'seal') await drained();
      await runStep(depsOf, name, input);
    },
  };
}

/** As its state machine does it, but one shard after the other. */
async function runStep(depsOf: (task: TaskName) => Deps, name: StepName, input: StepInput): Promise<void> {
  const actor = actorOfStep(name, input);
  const { shards = [] } = await steps[name](auditedDeps(depsOf(name), actor), input);
  if (!isDivided(name)) return;
  const { tasks, end } = divided[name];
  for (const task of tasks) {
    for (const shard of shards) await shardTasks[task](depsOf(task), { input, shard });
  }
  if (end !== null) await ends[end](auditedDeps(depsOf(end), actor), input);
}
