import { payoutRoutes } from '../../contract/routes/payout.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { importedResults, requireConsistent } from '../../usecases/payout/import-results.ts';
import { batchStep } from './batch-step.ts';

/** Books a report of the bank; answers how many payouts of the batch are paid, given back and still waiting. */
export const importResults = batchStep(payoutRoutes.importResults, {
  step: 'import-results',
  check: (deps, command, report) => requireConsistent(deps, { ...command, report }),
  told: (report) => ({ report }),
  answer: importedResults,
});

export const handler = importResults.handlerOn(awsHost);
