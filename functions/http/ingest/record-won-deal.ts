import { factRoutes } from '../../contract/routes/facts.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { operation } from '../../runtime/operation.ts';
import { recordWonDeal as record } from '../../usecases/facts/record-won-deal.ts';
import { conversionAnswer } from '../wire.ts';

/** A won deal, answered with the commission to expect. */
export const recordWonDeal = operation(factRoutes.recordWonDeal, async ({ deps, caller, parameters, body }) => {
  const scope = { merchantId: caller.merchantId, programId: parameters.programId };
  const recorded = await record(deps, { scope, deal: body });
  return { body: { dealId: body.conversionId, ...conversionAnswer(recorded) } };
});

export const handler = recordWonDeal.handlerOn(awsHost);
