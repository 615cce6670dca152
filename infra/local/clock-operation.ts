import * as z from 'zod';
import { PARSING } from '../../functions/contract/field-errors.ts';
import { instantSchema } from '../../functions/contract/schemas/common.ts';
import { authenticate, authorise } from '../../functions/identity/auth.ts';
import type { Host } from '../../functions/runtime/host.ts';
import { readJson } from '../../functions/runtime/operation/read-body.ts';
import { httpHandler } from '../../functions/runtime/operation/stack.ts';
import type { Clock } from './clock.ts';
import { localContext } from './local-context.ts';
import type { ServedRoute } from './server.ts';

const NAME = 'setLocalClock';
const bodySchema = z.strictObject({ now: instantSchema.nullable() });

/**
 * `POST /local/clock` with `{ "now": "2026-10-31T15:00:00Z" }`, or null for the machine's own time. Only this host has it, so
 * it is not in the route table; an admin's token is asked for, since a clock decides what is in which month.
 */
export function clockOperation(host: Host, clock: Clock): ServedRoute {
  const handler = httpHandler(NAME, async (event) => {
    authorise(await authenticate(event.headers, host), { name: NAME, roles: ['admin'] });
    clock.set(bodySchema.parse(readJson(event), PARSING).now);
    return {
      statusCode: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ now: new Date(clock.now()).toISOString() }),
    };
  });
  return { method: 'POST', path: '/local/clock', handle: (event) => handler(event, localContext(NAME, event)) };
}
