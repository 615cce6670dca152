import { programRoutes } from '../../contract/routes/program.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { readRate as read } from '../../usecases/facts/read-rate.ts';

/** The exchange rate of a day, as it was recorded. */
export const readRate = operation(programRoutes.readRate, async ({ deps, scope, parameters }) => {
  return { body: await read(deps, scope, parameters) };
});

export const handler = readRate.handlerOn(awsHost);
