import { factRoutes } from '../../contract/routes/facts.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { recordClick as record } from '../../usecases/facts/record-click.ts';
import { clickAnswer } from '../wire.ts';

/** A click that the merchant's own systems saw. */
export const recordClick = operation(factRoutes.recordClick, async ({ deps, scope, body }) => {
  return { body: clickAnswer(await record(deps, { scope, click: body })) };
});

export const handler = recordClick.handlerOn(awsHost);
