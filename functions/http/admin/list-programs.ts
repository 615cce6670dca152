import { programRoutes } from '../../contract/routes/program.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { pageOf } from '../page.ts';
import { programAnswer } from '../wire.ts';

/** The programs of the caller's merchant. */
export const listPrograms = operation(programRoutes.listPrograms, async ({ deps, caller, query }) => {
  const programs = await deps.stores.programs.programs(caller.merchantId);
  const { items, next } = pageOf(programs, query, ({ programId }) => programId);
  return { body: { programs: items.map(programAnswer), next } };
});

export const handler = listPrograms.handlerOn(awsHost);
