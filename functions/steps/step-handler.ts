import { logger } from '../runtime/logger.ts';
import type { StepInput } from './machines.ts';
import type { Step, StepOutcome } from './step.ts';

/** A step as a task of a state machine. */
export function stepHandler(step: Step): (input: StepInput) => Promise<StepOutcome> {
  return async (input) => {
    const { merchantId, programId, periodId } = input;
    logger.resetKeys();
    logger.appendKeys({ merchantId, programId, periodId });
    // Imported late, so that other hosts never load what only AWS needs.
    const { awsDeps } = await import('../runtime/aws-deps.ts');
    const outcome = await step(awsDeps(), input);
    logger.info('step done', { ...outcome });
    return outcome;
  };
}
