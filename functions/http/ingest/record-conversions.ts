import { bulkRoutes } from '../../contract/routes/bulk.ts';
import { conversionSchema } from '../../contract/schemas/conversion.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { recordConversion } from '../../usecases/facts/record-conversion.ts';
import { bulkOperation } from '../bulk.ts';
import { conversionAnswer } from '../wire.ts';

/** Conversions, each answered with the commission to expect. */
export const recordConversions = bulkOperation(
  bulkRoutes.recordConversions,
  conversionSchema,
  async ({ deps, scope }, conversion) => conversionAnswer(await recordConversion(deps, { scope, conversion })),
);

export const handler = recordConversions.handlerOn(awsHost);
