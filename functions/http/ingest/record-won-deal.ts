import { factRoutes } from '../../contract/routes/facts.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { refuseRegistered } from '../../usecases/deal/deal-steps.ts';
import { recordConversion } from '../../usecases/facts/record-conversion.ts';
import { conversionAnswer } from '../wire.ts';

/** A won deal, answered with the commission to expect: attribution is skipped, since the deal says whose it is. One that was registered here is won as such. */
export const recordWonDeal = operation(factRoutes.recordWonDeal, async ({ deps, scope, body }) => {
  await refuseRegistered(deps, scope, body.conversionId);
  const recorded = await recordConversion(deps, { scope, conversion: body });
  return { body: { dealId: body.conversionId, ...conversionAnswer(recorded) } };
});

export const handler = recordWonDeal.handlerOn(awsHost);
