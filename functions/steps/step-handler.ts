import { auditedDeps } from '../audit/audited.ts';
import type { Deps } from '../runtime/deps.ts';
import { logger } from '../runtime/logger.ts';
import type { ShardInput, StepInput, StepName } from './machines.ts';
import type { ShardTask, Step, StepOutcome } from './step.ts';
import { actorOfStep } from './step.ts';

/** A step as a task of a state machine; what it changes, whoever started it has changed. */
export function stepHandler(name: StepName, step: Step): (input: StepInput) => Promise<StepOutcome> {
  return async (input) => {
    const outcome = await step(auditedDeps(await depsFor(input), actorOfStep(name, input)), input);
    const { periodId, status, runId } = outcome;
    logger.info('step done', { periodId, status, runId });
    return outcome;
  };
}

/** A task on one shard as the one state of a child of a distributed map. */
export function shardHandler(task: ShardTask): (input: ShardInput) => Promise<void> {
  return async ({ input, shard }) => {
    await task(await depsFor(input), { input, shard });
    logger.info('shard done', { shard });
  };
}

async function depsFor({ merchantId, programId, periodId }: StepInput): Promise<Deps> {
  logger.resetKeys();
  logger.appendKeys({ merchantId, programId, periodId });
  // Imported late, so that other hosts never load what only AWS needs.
  const { awsDeps } = await import('../runtime/aws/deps.ts');
  return awsDeps();
}
