import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import { startDelivery } from '../../../functions/usecases/webhook/deliver-event.ts';
import type { App } from '../../support/app.ts';
import { MERCHANT } from '../../support/app.ts';
import { aProgram, post, programPath } from '../../support/shop.ts';
import { as, prepared } from '../payout/finance-desk.ts';
import {
  account,
  adjustment,
  apiKey,
  claim,
  connector,
  deal,
  draftPlan,
  endpoint,
  openings,
  taxProfile,
  taxRow,
} from './valid-requests.ts';

/** October is closed and its payouts are prepared; beside them stands one draft of everything that is decided by a second person. */
export async function aShopWithEverything(): Promise<{
  readonly app: App;
  readonly places: Readonly<Record<string, string>>;
}> {
  const app = await prepared();
  const destination = 'https://shop.example.com/';
  await post(app, programPath('links'), { linkId: 'lnk_1', partnerId: 'ptn_1', destination });
  await post(app, programPath('coupons'), { code: 'AUTUMN', partnerId: 'ptn_1' });
  await post(app, programPath('rates'), { date: '2026-10-01', from: 'USD', to: 'JPY', rate: '150.25' });
  const at = '2026-10-31T00:00:00Z';
  await post(app, programPath('clicks'), { clickId: 'clk_0', visitorId: 'vis_0', partnerId: 'ptn_1', occurredAt: at });
  const lost = { cause: 'refund', amount: { amount: '100', currency: 'JPY' }, occurredAt: at };
  await post(app, programPath('reversals'), { reversalId: 'rev_0', conversionId: 'not-here-yet', ...lost });
  await post(app, programPath('adjustments'), adjustment);
  await post(app, '/v1/partners/ptn_2/payees', { ...account, accountNumber: '2222222' });
  await post(app, '/v1/tax-rows', taxRow);
  await post(app, '/v1/partners', { partnerId: 'ptn_7', name: 'Gone', kind: 'affiliate' });
  for (const keyId of ['key_1', 'key_2']) await post(app, '/v1/api-keys', { ...apiKey, keyId });
  const { connectorId } = await post(app, programPath('connectors'), connector);
  await parkedMessage(app, connectorId);
  const movingIn = (rest: string) => programPath(rest, 'prg_2');
  const threshold = { amount: '10', currency: 'JPY' };
  const settlement = { period: 'month', threshold };
  await post(app, '/v1/programs', aProgram({ id: 'prg_2', currency: 'JPY', settlement }));
  await post(app, movingIn('enrollments'), { partnerId: 'ptn_1', status: 'active', joinedAt: '2026-01-01T00:00:00Z' });
  const puts = [
    [movingIn('opening-balances'), openings],
    [programPath('plans/2'), draftPlan],
    [programPath('plans/4'), { ...draftPlan, version: 4 }],
  ] as const;
  for (const [path, body] of puts) {
    const put = await as(app, 'maker', 'PUT', path, body);
    expect(put.status, `${path}: ${put.text}`).toBeLessThan(300);
  }
  const token = await app.token({ role: 'partner-admin', partnerId: 'ptn_1' });
  for (const owner of [await app.token({ role: 'admin' }), token]) await endpointsOf(app, owner);
  const proposed = await app.call('PUT', '/v1/partners/ptn_1/tax-profile', { token, body: taxProfile });
  expect(proposed.status, proposed.text).toBe(200);
  const registered = await app.call('POST', programPath('deals'), { token, body: { reference: 'A-001', ...deal } });
  expect(registered.status, registered.text).toBe(201);
  const filed = await app.call('POST', programPath('claims'), { token, body: { reference: 'C-001', ...claim } });
  expect(filed.status, filed.text).toBe(201);
  return { app, places: { dealId: registered.json.dealId, claimId: filed.json.claimId, connectorId } };
}

/** A webhook of a shop that no mapping understands. */
async function parkedMessage(app: App, connectorId: string): Promise<void> {
  const rawBody = '{}';
  const headers = {
    'x-shopify-hmac-sha256': createHmac('sha256', connector.secret).update(rawBody).digest('base64'),
    'x-shopify-topic': 'refunds/create',
    'x-shopify-webhook-id': 'msg_1',
  };
  const reply = await app.call('POST', `/v1/connectors/${connectorId}/shopify`, { token: null, rawBody, headers });
  expect(reply.json, reply.text).toMatchObject({ outcome: 'parked' });
}

/** A receiver to look at, one to remove, and something that was sent to the first. */
async function endpointsOf(app: App, token: string): Promise<void> {
  for (const endpointId of ['hook_1', 'hook_2']) {
    const made = await app.call('POST', '/v1/webhook-endpoints', { token, body: { ...endpoint, endpointId } });
    expect(made.status, made.text).toBe(201);
  }
  const { webhooks } = app.deps.stores;
  for (const owner of ['merchant', 'partner/ptn_1'] as const) {
    const found = await webhooks.endpoint(MERCHANT, owner, 'hook_1');
    const event = { eventId: 'evt_1', type: 'payout.confirmed', body: '{}' };
    if (found !== null) await startDelivery(app.deps, { merchantId: MERCHANT, endpoint: found, ...event });
  }
}
