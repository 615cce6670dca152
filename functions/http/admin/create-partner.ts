import { programRoutes } from '../../contract/routes/program.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { createPartner as create } from '../../usecases/terms/create-partner.ts';

/** A new partner of the caller's merchant. */
export const createPartner = operation(programRoutes.createPartner, async ({ deps, caller, body }) => ({
  body: await create(deps, { merchantId: caller.merchantId, partner: body }),
}));

export const handler = createPartner.handlerOn(awsHost);
