import { programRoutes } from '../../contract/routes/program.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { createLink as create } from '../../usecases/terms/create-link.ts';
import { linkAnswer } from '../wire.ts';

/** A new tracking link of a partner. */
export const createLink = operation(programRoutes.createLink, async ({ deps, scope, body }) => {
  return { body: linkAnswer(await create(deps, { scope, ...body })) };
});

export const handler = createLink.handlerOn(awsHost);
