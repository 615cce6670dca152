import { languageOf } from '../../contract/problem.ts';
import { payoutRoutes } from '../../contract/routes/payout.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { inLanguage } from '../../runtime/operation/stack.ts';
import { batchIn } from '../../usecases/payout/payout-batch.ts';
import { programOf } from '../../usecases/terms/load-terms.ts';
import { batchAnswer } from '../payout-wire.ts';

/** A batch with its items, and the hash by which it is approved. */
export const readBatch = operation(payoutRoutes.readBatch, async ({ deps, scope, parameters, headers }) => {
  await programOf(deps, scope);
  const language = languageOf(headers['accept-language']);
  const batch = await batchIn(deps, scope, parameters.batchId);
  return { headers: inLanguage(language), body: batchAnswer(batch, language) };
});

export const handler = readBatch.handlerOn(awsHost);
