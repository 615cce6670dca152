import { languageOf } from '../../contract/problem.ts';
import { payoutRoutes } from '../../contract/routes/payout.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { inLanguage } from '../../runtime/operation/stack.ts';
import { draftExchange as draftIt } from '../../usecases/payout/batch-exchange.ts';
import { programOf } from '../../usecases/terms/load-terms.ts';
import { batchAnswer } from '../payout-wire.ts';

/** A draft, which books nothing yet. */
export const draftExchange = operation(
  payoutRoutes.draftExchange,
  async ({ deps, scope, caller, parameters, body, headers }) => {
    const { batchId } = parameters;
    await programOf(deps, scope);
    const language = languageOf(headers['accept-language']);
    const batch = await draftIt(deps, { scope, batchId, actor: caller.subject, ...body });
    return { headers: inLanguage(language), body: batchAnswer(batch, language) };
  },
);

export const handler = draftExchange.handlerOn(awsHost);
