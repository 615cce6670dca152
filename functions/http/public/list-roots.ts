import { integrityRoutes } from '../../contract/routes/integrity.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { publicOperation } from '../../runtime/operation/operation.ts';
import { pageOf } from '../page.ts';
import { PUBLIC_CACHE } from '../wire.ts';

/** The signed roots of a program, oldest period first; as they were signed, so that anybody can check them. */
export const listRoots = publicOperation(integrityRoutes.listRoots, async ({ deps, parameters, query }) => {
  const roots = await deps.stores.roots.roots(parameters);
  const { items, next } = pageOf(roots, query, ({ periodId }) => periodId);
  return { headers: PUBLIC_CACHE, body: { roots: items, next } };
});

export const handler = listRoots.handlerOn(awsHost);
