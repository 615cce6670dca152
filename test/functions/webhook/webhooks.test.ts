import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EventType } from '../../../events/catalogue.ts';
import type { Envelope } from '../../../events/envelope.ts';
import { webhookTypeNames } from '../../../events/webhook.ts';
import type { DueAttempt } from '../../../functions/store/webhook-store.ts';
import { attemptDelivery } from '../../../functions/usecases/webhook/attempt-delivery.ts';
import { deliverEvent } from '../../../functions/usecases/webhook/deliver-event.ts';
import { sweepDeliveries } from '../../../functions/usecases/webhook/sweep-deliveries.ts';
import { webhookHost } from '../../../functions/usecases/webhook/webhook-host.ts';
import { postWebhook } from '../../../functions/webhook/post-webhook.ts';
import { sampleEnvelopes } from '../../events/sample-facts.ts';
import type { App, Json, Reply } from '../../support/app.ts';
import { anApp, MERCHANT } from '../../support/app.ts';
import { asSchedule } from '../../support/with-rights.ts';

const samples = sampleEnvelopes();
const HOUR = 3_600_000;

/** A receiver on this machine: what it heard, and what it answers next. */
const heard: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
let status = 204;
let address = '';
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  heard.push({ headers: request.headers, body });
  response.writeHead(status).end();
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

let app: App;
let now: number;
let asked: { readonly attempt: DueAttempt; readonly seconds: number }[];
beforeEach(() => {
  heard.length = 0;
  status = 204;
  // Receivers hold the time of a message against their own.
  now = Date.now();
  asked = [];
  app = anApp({
    webhooks: {
      now: () => now,
      allowsLocal: true,
      post: postWebhook({ allowsLocal: true }),
      later: async (attempt, seconds) => void asked.push({ attempt, seconds }),
    },
  });
});

/** Makes what was asked for, when its time comes, until nothing is asked for any more. */
async function attempts(): Promise<void> {
  for (let next = asked.shift(); next !== undefined; next = asked.shift()) {
    now += next.seconds * 1000;
    await attemptDelivery(app.deps, next.attempt);
  }
}

function sample(type: EventType, change: Partial<Envelope> = {}): Envelope {
  const found = samples.get(type);
  if (found === undefined) throw new Error(`no sample of ${type}`);
  return { ...found, merchantId: MERCHANT, ...change };
}

const HOOKS = '/v1/webhook-endpoints';
const call = (method: string, path: string, body?: Json, headers: Record<string, string> = {}): Promise<Reply> =>
  app.call(method, `${HOOKS}${path}`, { headers, ...(body === undefined ? {} : { body }) });
async function register(rest: Json = {}): Promise<string> {
  const made = await call('POST', '', { endpointId: 'hook_1', url: address, ...rest });
  expect(made.status, made.text).toBe(201);
  return made.json.secret;
}
const deliveryOf = async (eventId: string): Promise<Json> => (await call('GET', `/hook_1/deliveries/${eventId}`)).json;
const anyVersion = { 'if-match': '*' };

describe('an endpoint', () => {
  it('shows its secret once: when it is made, and when the secret is rotated', async () => {
    const secret = await register();
    expect(secret).toMatch(/^whsec_/);
    const again = await call('POST', '', { endpointId: 'hook_1', url: address });
    expect([again.status, again.json.secret]).toEqual([201, null]);
    for (const path of ['', '/hook_1']) expect((await call('GET', path)).text).not.toContain('whsec_');
    const stored = await app.deps.stores.webhooks.endpoint(MERCHANT, 'merchant', 'hook_1');
    expect(JSON.stringify(stored)).not.toContain(secret.slice(6, 20));
  });

  it('keeps no reply with a secret for a retry with the same idempotency key', async () => {
    const headers = { 'idempotency-key': 'abc' };
    const first = await call('POST', '', { endpointId: 'hook_1', url: address }, headers);
    const second = await call('POST', '', { endpointId: 'hook_1', url: address }, headers);
    expect([first.json.secret === null, second.json.secret, second.headers['idempotency-replayed']]).toEqual([
      ...[false, null, undefined],
    ]);
  });

  it.each([
    ['http://shop.example.com/', 'url: must begin with https://'],
    ['https://169.254.169.254/latest', 'url: 169.254.169.254 is no address of the public internet'],
    ['shop', 'url: must be a whole address, such as "https://shop.example.com/webhooks"'],
  ])('at %s is refused with the reason', async (url, detail) => {
    const { status: refused, json } = await call('POST', '', { endpointId: 'hook_1', url });
    expect([refused, json.code, `${json.errors[0].field}: ${json.errors[0].reason}`]).toEqual([
      ...[422, 'webhook.url-invalid', detail],
    ]);
  });

  it('names a type that there is', async () => {
    const { json } = await call('POST', '', { endpointId: 'hook_1', url: address, types: ['payout.lost'] });
    expect([json.code, json.errors[0].field]).toEqual(['request.invalid', 'types[0]']);
  });

  it('is changed by whoever has read it last, and other content under its id is a conflict', async () => {
    await register();
    const { headers } = await call('GET', '/hook_1');
    const body = { url: address, description: 'books', types: ['payout.confirmed'] };
    expect((await call('PUT', '/hook_1', body)).json.code).toBe('request.if-match-required');
    const changed = await call('PUT', '/hook_1', body, { 'if-match': headers['etag'] ?? '' });
    expect([changed.status, changed.json.types, changed.headers['etag']]).toEqual([200, ['payout.confirmed'], '"2"']);
    expect((await call('PUT', '/hook_1', body, { 'if-match': headers['etag'] ?? '' })).status).toBe(412);
    expect((await call('POST', '', { endpointId: 'hook_1', url: `${address}2` })).json.code).toBe('webhook.conflict');
  });

  it('that is removed is gone for good, and what was on its way there ends', async () => {
    await register();
    await deliverEvent(app.deps, sample('payout.confirmed'));
    expect((await call('DELETE', '/hook_1', undefined, anyVersion)).status).toBe(204);
    await attempts();
    expect(heard).toEqual([]);
    expect((await call('GET', '/hook_1')).json.code).toBe('webhook.not-found');
    expect((await call('POST', '', { endpointId: 'hook_1', url: address })).json.code).toBe('webhook.conflict');
  });

  it('has room for nineteen beside it', async () => {
    for (let count = 1; count <= 20; count += 1) await register({ endpointId: `hook_${count}` });
    const more = await call('POST', '', { endpointId: 'hook_21', url: address });
    expect([more.status, more.json.code]).toEqual([409, 'webhook.too-many']);
  });
});

describe('what is sent', () => {
  it.each(webhookTypeNames)(
    '%s: reaches the receiver, who verifies it with the library of Standard Webhooks',
    async (type) => {
      const secret = await register();
      const envelope = sample(type);
      await deliverEvent(app.deps, envelope);
      await attempts();
      expect(heard).toHaveLength(1);
      const [{ headers, body } = { headers: {}, body: '' }] = heard;
      const message = new Webhook(secret).verify(body, headers as Record<string, string>) as Json;
      expect(message).toMatchObject({ type, timestamp: envelope.occurredAt, data: envelope.data, id: envelope.id });
      expect(headers['webhook-id']).toBe(envelope.id);
      expect(await deliveryOf(envelope.id)).toMatchObject({ status: 'delivered', body });
    },
  );

  it('tells for every status change of money what became of it', async () => {
    await register();
    for (const type of webhookTypeNames) await deliverEvent(app.deps, sample(type));
    await deliverEvent(app.deps, sample('review.recorded', { id: 'evt_approved', data: { outcome: 'approved' } }));
    await deliverEvent(app.deps, sample('review.recorded', { id: 'evt_rejected', data: { outcome: 'rejected' } }));
    await attempts();
    const told = new Set(heard.map(({ body }) => JSON.parse(body).status));
    const wanted = ['accrued', 'held', 'released', 'clawed-back', 'rejected', 'closed', 'approved', 'remitted'];
    expect([...told]).toEqual(expect.arrayContaining([...wanted, 'returned', 'confirmed']));
  });

  it('keeps from a partner who of the merchant acted, and which other partners it is about', async () => {
    const token = await app.token({ role: 'partner-admin', partnerId: 'ptn_hana' });
    const made = await app.call('POST', HOOKS, { token, body: { endpointId: 'own', url: address } });
    expect(made.status, made.text).toBe(201);
    const reasons = [
      { code: 'screening.shared-payee', until: '2026-12-13T15:00:00Z', note: 'ptn_sora' },
      { code: 'rate.missing', until: null, note: 'JPY to USD' },
    ];
    await deliverEvent(app.deps, sample('payout.held', { data: { ...sample('payout.held').data, reasons } }));
    await deliverEvent(app.deps, sample('deal.rejected'));
    await deliverEvent(app.deps, sample('adjustment.approved'));
    await attempts();
    const [held, rejected, approved] = heard.map(({ body }) => JSON.parse(body).data);
    expect(held.reasons).toEqual([{ ...reasons[0], note: null }, reasons[1]]);
    expect(rejected).toMatchObject({ by: null, inFavourOf: null, reason: 'already-registered' });
    expect(approved).toMatchObject({ by: null, adjustmentId: 'adj_1' });
  });

  it('is cut to its reference when it would have 20 kB or more', async () => {
    await register();
    const data: Json = { ...sample('accrual.posted').data, note: 'あ'.repeat(7000) };
    await deliverEvent(app.deps, sample('accrual.posted', { data }));
    await attempts();
    const body = heard[0]?.body ?? '';
    expect(Buffer.byteLength(body)).toBeLessThan(20_000);
    expect(JSON.parse(body)).toMatchObject({ isCut: true, data: { entryId: data.entryId, partnerId: data.partnerId } });
    expect(JSON.parse(body).data).not.toHaveProperty('note');
  });

  it('asks once who is to hear of an owner’s events, and again at once when that has changed', async () => {
    let reads = 0;
    const { webhooks } = app.deps.stores;
    const endpoints: typeof webhooks.endpoints = (...of) => {
      reads += 1;
      return webhooks.endpoints(...of);
    };
    app = anApp({
      stores: { ...app.deps.stores, webhooks: { ...webhooks, endpoints } },
      webhooks: webhookHost(app.deps),
    });
    const told = sample('payout.confirmed', { data: {} });
    for (let time = 0; time < 3; time += 1) await deliverEvent(app.deps, { ...told, id: `evt_${time}` });
    expect(reads).toBe(1);
    await register();
    await deliverEvent(app.deps, { ...told, id: 'evt_heard' });
    await attempts();
    expect(heard.map(({ headers }) => headers['webhook-id'])).toEqual(['evt_heard']);
  });

  it('comes once for an event that is told twice', async () => {
    await register();
    const envelope = sample('payout.confirmed');
    await Promise.all([deliverEvent(app.deps, envelope), deliverEvent(app.deps, envelope)]);
    await attempts();
    await deliverEvent(app.deps, envelope);
    await attempts();
    expect(heard).toHaveLength(1);
  });

  it('goes to those who asked for its type, and to a partner only when it is the partner’s own', async () => {
    await register({ types: ['payout.returned'] });
    await register({ endpointId: 'hook_2' });
    for (const partnerId of ['ptn_hana', 'ptn_2']) {
      const token = await app.token({ role: 'partner-admin', partnerId });
      await app.call('POST', HOOKS, { token, body: { endpointId: 'own', url: address } });
    }
    await deliverEvent(app.deps, sample('payout.confirmed'));
    await deliverEvent(app.deps, sample('settlement.closed'));
    const went = asked.map(({ attempt }) => `${attempt.owner} ${attempt.endpointId}`);
    expect(went).toEqual(['merchant hook_2', 'partner/ptn_hana own', 'merchant hook_2']);
  });

  it('that is no status change of money stays on the bus', async () => {
    await register();
    await deliverEvent(app.deps, sample('click.recorded'));
    expect(asked).toEqual([]);
  });
});

describe('what does not arrive', () => {
  it('is tried ten times over three days with the same id, each time signed anew', async () => {
    await register();
    await sweepDeliveries(asSchedule(app.deps, 'sweep-webhooks'));
    status = 500;
    const { id } = sample('payout.confirmed');
    await deliverEvent(app.deps, sample('payout.confirmed'));
    const begunAt = now;
    await attempts();
    // Beyond what a queue can hold, the sweep has them made.
    while ((await deliveryOf(id)).status === 'waiting') {
      now += HOUR;
      await sweepDeliveries(asSchedule(app.deps, 'sweep-webhooks'));
      await attempts();
    }
    expect(await deliveryOf(id)).toMatchObject({ status: 'failed', reason: 'exhausted' });
    expect(heard).toHaveLength(10);
    expect(new Set(heard.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([id]));
    expect(new Set(heard.map(({ headers }) => headers['webhook-signature'])).size).toBeGreaterThan(5);
    expect(now - begunAt).toBeGreaterThan(72 * HOUR);
    expect(now - begunAt).toBeLessThan(100 * HOUR);
  });

  it('is found by the sweep when what was asked for got lost with its process', async () => {
    await register();
    await sweepDeliveries(asSchedule(app.deps, 'sweep-webhooks'));
    await deliverEvent(app.deps, sample('payout.confirmed'));
    asked.length = 0;
    now += HOUR;
    expect(await sweepDeliveries(asSchedule(app.deps, 'sweep-webhooks'))).toBe(1);
    await attempts();
    expect(heard).toHaveLength(1);
    expect(await sweepDeliveries(asSchedule(app.deps, 'sweep-webhooks'))).toBe(0);
  });

  it('is not tried again by a message that comes twice', async () => {
    await register();
    status = 503;
    await deliverEvent(app.deps, sample('payout.confirmed'));
    const [{ attempt } = { attempt: null }] = asked.splice(0);
    if (attempt === null) throw new Error('nothing was asked for');
    await attemptDelivery(app.deps, attempt);
    await attemptDelivery(app.deps, attempt);
    expect(heard).toHaveLength(1);
    expect(asked.map(({ attempt: next, seconds }) => [next.attempts, seconds])).toEqual([[1, expect.any(Number)]]);
  });

  it('is replayed by hand, to the letter and with the same id', async () => {
    await register();
    status = 410;
    const { id } = sample('payout.confirmed');
    await deliverEvent(app.deps, sample('payout.confirmed'));
    await attempts();
    const refused = await call('POST', `/hook_1/deliveries/${id}/replay`);
    expect([refused.status, refused.json.code]).toEqual([409, 'webhook.disabled']);
    await call('PUT', '/hook_1', { url: address }, anyVersion);
    status = 200;
    const replayed = await call('POST', `/hook_1/deliveries/${id}/replay`);
    expect([replayed.status, replayed.json.round, replayed.json.status]).toEqual([202, 2, 'waiting']);
    await attempts();
    expect(heard[1]?.body).toBe(heard[0]?.body);
    expect(heard[1]?.headers['webhook-id']).toBe(id);
    expect((await deliveryOf(id)).attempts.map((attempt: Json) => [attempt.round, attempt.status])).toEqual([
      ...[
        [1, 410],
        [2, 200],
      ],
    ]);
  });
});

describe('who wants to hear no more', () => {
  it('says so by 410: the endpoint is disabled, and what waits for it ends', async () => {
    await register();
    status = 410;
    await deliverEvent(app.deps, sample('payout.approved'));
    await deliverEvent(app.deps, sample('payout.confirmed'));
    await attempts();
    expect(heard).toHaveLength(1);
    const { json } = await call('GET', '/hook_1');
    expect([json.status, json.disabled.reason]).toEqual(['disabled', 'gone']);
    expect(await deliveryOf(sample('payout.approved').id)).toMatchObject({ status: 'failed', reason: 'gone' });
    expect(await deliveryOf(sample('payout.confirmed').id)).toMatchObject({
      ...{ status: 'failed', reason: 'endpoint-disabled' },
    });
    await deliverEvent(app.deps, sample('payout.returned'));
    expect(asked).toEqual([]);
  });

  it('or is turned off and on by hand', async () => {
    await register();
    const off = await call('PUT', '/hook_1', { url: address, enabled: false }, anyVersion);
    expect([off.json.status, off.json.disabled.reason]).toEqual(['disabled', 'by-hand']);
    await deliverEvent(app.deps, sample('payout.approved'));
    const on = await call('PUT', '/hook_1', { url: address, enabled: true }, anyVersion);
    expect([on.json.status, on.json.disabled]).toEqual(['enabled', null]);
    expect(asked).toEqual([]);
  });
});

describe('a rotated secret', () => {
  it('signs beside the one before until the stated time, and then alone', async () => {
    const old = await register();
    const rotated = await call('POST', '/hook_1/secret', { overlapHours: 1 }, anyVersion);
    const next = rotated.json.secret;
    expect(rotated.json.secrets).toHaveLength(2);
    const verified = (secret: string): boolean => {
      const { headers = {}, body = '' } = heard.at(-1) ?? {};
      const at = Number(headers['webhook-timestamp']) * 1000;
      const theirs = new Webhook(secret).sign(String(headers['webhook-id']), new Date(at), body);
      return String(headers['webhook-signature']).split(' ').includes(theirs);
    };
    await call('POST', '/hook_1/test');
    await attempts();
    expect([verified(old), verified(next)]).toEqual([true, true]);
    now += HOUR;
    await call('POST', '/hook_1/test');
    await attempts();
    expect([verified(old), verified(next)]).toEqual([false, true]);
  });
});

describe('the log of deliveries', () => {
  it('lists what was sent, page by page, the newest first', async () => {
    await register();
    for (const type of ['payout.drafted', 'payout.approved', 'payout.remitted'] as const) {
      await deliverEvent(app.deps, sample(type));
      now += 1;
    }
    const first = await call('GET', '/hook_1/deliveries?limit=2');
    expect(first.json.deliveries.map(({ type }: Json) => type)).toEqual(['payout.remitted', 'payout.approved']);
    const second = await call('GET', `/hook_1/deliveries?limit=2&cursor=${first.json.next}`);
    expect(second.json.deliveries.map(({ type }: Json) => type)).toEqual(['payout.drafted']);
    expect(second.json.next).toBeNull();
    for (const cursor of ['zzz', Buffer.from('~').toString('base64url')]) {
      const wrong = await call('GET', `/hook_1/deliveries?cursor=${cursor}`);
      expect([wrong.status, wrong.json.errors[0].field]).toEqual([422, 'cursor']);
    }
    const before = await call('GET', '/hook_1/deliveries?month=2020-01');
    expect(before.json.deliveries).toEqual([]);
  });

  it('holds a test event, which tells of no money', async () => {
    const secret = await register();
    const sent = await call('POST', '/hook_1/test');
    expect([sent.status, sent.json.type, sent.json.status]).toEqual([202, 'webhook.test', 'waiting']);
    await attempts();
    const [{ headers, body } = { headers: {}, body: '' }] = heard;
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({ type: 'webhook.test' });
    expect((await call('GET', '/hook_1/deliveries/evt_none')).json.code).toBe('webhook.delivery-not-found');
  });
});
