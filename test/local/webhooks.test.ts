import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Deps } from '../../functions/runtime/deps.ts';
import { createEndpoint } from '../../functions/usecases/webhook/change-endpoint.ts';
import { sendTest } from '../../functions/usecases/webhook/read-deliveries.ts';
import { newWebhookSecret } from '../../functions/webhook/signature.ts';
import type { LocalWebhooks } from '../../infra/local/webhooks.ts';
import { localWebhooks } from '../../infra/local/webhooks.ts';
import { anApp, MERCHANT } from '../support/app.ts';

const own = { merchantId: MERCHANT, owner: 'merchant', endpointId: 'hook_1' } as const;
let stops: (() => void | Promise<void>)[] = [];
let heard: string[];
let address: string;
let hangUp: () => void;
beforeEach(async () => {
  heard = [];
  const server = createServer((request, response) => {
    heard.push(String(request.headers['webhook-id']));
    if (request.url !== '/slow') response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://localhost:${(server.address() as AddressInfo).port}/hooks`;
  hangUp = () => server.closeAllConnections();
  stops = [() => void server.close(), hangUp];
});
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
});

function started(allowsLocal: boolean): { readonly deps: Deps; readonly webhooks: LocalWebhooks } {
  const onError = (error: unknown) => {
    throw error;
  };
  const webhooks = localWebhooks({ allowsLocal, onError });
  stops.push(webhooks.stop);
  const { deps } = anApp({ webhooks: webhooks.host });
  webhooks.start(deps);
  return { deps, webhooks };
}

const register = (deps: Deps, { endpointId, url }: { endpointId: string; url: string } = { ...own, url: address }) =>
  createEndpoint(deps, {
    ...{ ...own, endpointId, by: 'admin', secret: newWebhookSecret() },
    content: { url, types: [], description: '' },
  });

describe('webhooks of a laptop', () => {
  it('reach a receiver on the same machine where the host allows it', async () => {
    const { deps } = started(true);
    await register(deps);
    const { eventId } = await sendTest(deps, { ...own, eventId: 'evt_test' });
    await expect.poll(() => heard, { interval: 5 }).toEqual([eventId]);
    const statusOf = async () => (await deps.stores.webhooks.delivery(MERCHANT, { ...own, eventId }))?.state.status;
    await expect.poll(statusOf, { interval: 5 }).toBe('delivered');
  });

  it('do not wait for a receiver of another endpoint that does not answer', async () => {
    const { deps, webhooks } = started(true);
    await register(deps);
    await register(deps, { endpointId: 'slow', url: address.replace('/hooks', '/slow') });
    for (let n = 0; n < 20; n += 1) await sendTest(deps, { ...own, endpointId: 'slow', eventId: `evt_slow_${n}` });
    await sendTest(deps, { ...own, eventId: 'evt_quick' });
    await expect.poll(() => heard, { interval: 5 }).toContain('evt_quick');
    const stopped = webhooks.stop();
    hangUp();
    await stopped;
  });

  it('do not where it does not', async () => {
    const { deps } = started(false);
    await expect(register(deps)).rejects.toMatchObject({ code: 'webhook.url-invalid', field: 'url' });
  });

  it('that wait when the host ends are left to its next start', async () => {
    const { deps, webhooks } = started(true);
    await register(deps);
    await webhooks.stop();
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    await sendTest(deps, { ...own, eventId: 'evt_test' });
    expect([heard, timers()]).toEqual([[], before]);
    expect((await deps.stores.webhooks.delivery(MERCHANT, { ...own, eventId: 'evt_test' }))?.state.status).toBe(
      'waiting',
    );
  });
});
