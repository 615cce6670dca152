import { claimRoutes } from '../../contract/routes/claim.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { dateClaims as date } from '../../usecases/claim/date-claims.ts';

/** How many answers were late; the cloud asks every hour by itself. */
export const dateClaims = operation(claimRoutes.dateClaims, async ({ deps, caller }) => {
  return { body: await date(deps, { merchantId: caller.merchantId }) };
});

export const handler = dateClaims.handlerOn(awsHost);
