import { bulkRoutes } from '../../contract/routes/bulk.ts';
import { clickSchema } from '../../contract/schemas/conversion.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { recordClick } from '../../usecases/facts/record-click.ts';
import { bulkOperation } from '../bulk.ts';
import { clickAnswer } from '../wire.ts';

/** Clicks that the merchant's own systems saw. */
export const recordClicks = bulkOperation(bulkRoutes.recordClicks, clickSchema, async ({ deps, scope }, click) =>
  clickAnswer(await recordClick(deps, { scope, click })),
);

export const handler = recordClicks.handlerOn(awsHost);
