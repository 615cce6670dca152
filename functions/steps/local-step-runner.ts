import type { Deps, StepRunner } from '../runtime/deps.ts';
import { approve } from './approve.ts';
import { approveBatch } from './approve-batch.ts';
import { calculate } from './calculate.ts';
import { cancelBatch } from './cancel-batch.ts';
import { close } from './close.ts';
import { fit } from './fit.ts';
import { importResults } from './import-results.ts';
import type { StepName } from './machines.ts';
import { payout } from './payout.ts';
import { remitBatch } from './remit-batch.ts';
import { seal } from './seal.ts';
import type { Step } from './step.ts';

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
};

/** Runs a step in this process and waits for it: for the laptop and for tests. */
export function localStepRunner(deps: Deps, { drained }: { readonly drained: () => Promise<void> }): StepRunner {
  return {
    start: async (name, input) => {
      // What is under way is let through first, as the state machine does by waiting.
      if (name === 'seal') await drained();
      await steps[name](deps, input);
    },
  };
}
