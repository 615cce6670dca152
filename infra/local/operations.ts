import { makeHandlers } from '../../functions/http/operations.ts';
import type { Host } from '../../functions/runtime/host.ts';
import { localContext } from './local-context.ts';
import type { ServedRoute } from './server.ts';

/** Every row of the route table with the function that the cloud runs for it, given this host's dependencies. */
export function servedOperations(host: Host): readonly ServedRoute[] {
  return makeHandlers(() => host).map(({ route, handler }) => ({
    method: route.method,
    path: route.path,
    handle: (event) => handler(event, localContext(route.name, event)),
  }));
}
