import { languageOf } from '../../contract/problem.ts';
import { payoutRoutes } from '../../contract/routes/payout.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { inLanguage } from '../../runtime/operation/stack.ts';
import { releasePayout as release } from '../../usecases/payout/release-payout.ts';
import { payoutAnswer } from '../payout-wire.ts';

/** The payout that signs of abuse hold no longer, with who said so. */
export const releasePayout = operation(
  payoutRoutes.releasePayout,
  async ({ deps, scope, caller, parameters, body, headers }) => {
    const language = languageOf(headers['accept-language']);
    const payout = await release(deps, { scope, ...parameters, ...body, by: caller.subject });
    return { headers: inLanguage(language), body: payoutAnswer(payout, language) };
  },
);

export const handler = releasePayout.handlerOn(awsHost);
