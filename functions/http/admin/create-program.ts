import { programRoutes } from '../../contract/routes/program.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { createProgram as create } from '../../usecases/terms/create-program.ts';
import { programAnswer } from '../wire.ts';

/** A new program of the caller's merchant. */
export const createProgram = operation(programRoutes.createProgram, async ({ deps, caller, body }) => {
  const program = await create(deps, { ...body, merchantId: caller.merchantId });
  return { body: programAnswer(program) };
});

export const handler = createProgram.handlerOn(awsHost);
