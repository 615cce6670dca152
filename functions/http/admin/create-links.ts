import { bulkRoutes } from '../../contract/routes/bulk.ts';
import { linkSchema } from '../../contract/schemas/partner.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { createLink } from '../../usecases/terms/create-link.ts';
import { bulkOperation } from '../bulk.ts';
import { linkAnswer } from '../wire.ts';

/** New tracking links. */
export const createLinks = bulkOperation(bulkRoutes.createLinks, linkSchema, async ({ deps, scope }, link) =>
  linkAnswer(await createLink(deps, { scope, ...link })),
);

export const handler = createLinks.handlerOn(awsHost);
