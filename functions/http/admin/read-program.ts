import { programRoutes } from '../../contract/routes/program.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { programOf } from '../../usecases/terms/load-terms.ts';
import { programAnswer } from '../wire.ts';

/** A program as it was created. */
export const readProgram = operation(programRoutes.readProgram, async ({ deps, scope }) => ({
  body: programAnswer(await programOf(deps, scope)),
}));

export const handler = readProgram.handlerOn(awsHost);
