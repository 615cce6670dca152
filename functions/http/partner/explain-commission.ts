import { routes } from '../../contract/routes.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { operation } from '../../runtime/operation.ts';
import { explainCommission as explain } from '../../usecases/explain-commission.ts';

/** How the commission of a conversion came about, as far as the caller is concerned. */
export const explainCommission = operation(routes.explainCommission, async ({ deps, caller, parameters }) => {
  const scope = { merchantId: caller.merchantId, programId: parameters.programId };
  const { conversionId } = parameters;
  return { body: await explain(deps, { scope, partnerId: caller.partnerId, conversionId }) };
});

export const handler = explainCommission.handlerOn(awsHost);
