import { factRoutes } from '../../contract/routes/facts.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { readClick as read } from '../../usecases/facts/read-click.ts';
import { toldClickAnswer } from '../fact-wire.ts';

/** A click as it is recorded. */
export const readClick = operation(factRoutes.readClick, async ({ deps, scope, parameters }) => {
  return { body: toldClickAnswer(await read(deps, { scope, clickId: parameters.clickId })) };
});

export const handler = readClick.handlerOn(awsHost);
