import { bulkRoutes } from '../../contract/routes/bulk.ts';
import { partnerSchema } from '../../contract/schemas/partner.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { createPartner } from '../../usecases/terms/create-partner.ts';
import { bulkOperation } from '../bulk.ts';

/** New partners of the caller's merchant. */
export const createPartners = bulkOperation(
  bulkRoutes.createPartners,
  partnerSchema,
  async ({ deps, caller: { merchantId } }, partner) => await createPartner(deps, { merchantId, partner }),
);

export const handler = createPartners.handlerOn(awsHost);
