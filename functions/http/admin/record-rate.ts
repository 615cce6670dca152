import { programRoutes } from '../../contract/routes/program.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { recordRate as record } from '../../usecases/facts/record-rate.ts';

/** The exchange rate of a day. */
export const recordRate = operation(programRoutes.recordRate, async ({ deps, scope, body }) => {
  return { body: await record(deps, { scope, rate: body }) };
});

export const handler = recordRate.handlerOn(awsHost);
