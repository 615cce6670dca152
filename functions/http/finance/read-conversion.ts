import { factRoutes } from '../../contract/routes/facts.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { readConversion as read } from '../../usecases/facts/read-conversion.ts';
import { toldConversionAnswer } from '../fact-wire.ts';

/** A conversion as it is recorded, with its reversals and its review. */
export const readConversion = operation(factRoutes.readConversion, async ({ deps, scope, parameters }) => {
  return { body: toldConversionAnswer(await read(deps, { scope, conversionId: parameters.conversionId })) };
});

export const handler = readConversion.handlerOn(awsHost);
