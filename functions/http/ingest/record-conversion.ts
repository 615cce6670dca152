import { factRoutes } from '../../contract/routes/facts.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { recordConversion as record } from '../../usecases/facts/record-conversion.ts';
import { conversionAnswer } from '../wire.ts';

/** A conversion, answered with the commission to expect. */
export const recordConversion = operation(factRoutes.recordConversion, async ({ deps, scope, body }) => {
  const recorded = await record(deps, { scope, conversion: body });
  return { body: conversionAnswer(recorded) };
});

export const handler = recordConversion.handlerOn(awsHost);
