import { createHash, createHmac } from 'node:crypto';
import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import type { App, Json, Reply } from '../../support/app.ts';
import { anApp, MERCHANT, PROGRAM } from '../../support/app.ts';
import { aShop, post, programPath, reasonFor } from '../../support/shop.ts';
import { watchedStores } from '../../support/watched-stores.ts';
import { aPayload } from './fixture.ts';

const SECRET = 'whsec_0123456789abcdefghij';
const SCOPE = { merchantId: MERCHANT, programId: PROGRAM };

async function connected(settings: Json = {}, app?: App): Promise<{ app: App; con: string }> {
  const shop = await aShop(app);
  const body = { name: 'vendor', kind: 'stripe', secret: SECRET, ...settings };
  const { connectorId } = await post(shop, programPath('connectors'), body);
  return { app: shop, con: connectorId };
}

interface Sending {
  readonly secret?: string;
  readonly at?: number;
  readonly headers?: Record<string, string>;
}

function toStripe(app: App, con: string, event: Json, { secret = SECRET, at, headers }: Sending = {}): Promise<Reply> {
  const payload = JSON.stringify(event);
  const timestamp = at ?? Math.floor(Date.now() / 1000);
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
  const signed = { 'stripe-signature': signature, ...headers };
  return app.call('POST', `/v1/connectors/${con}/stripe`, { token: null, rawBody: payload, headers: signed });
}

function toShopify(app: App, con: string, topic: string, payload: Json, headers: Record<string, string> = {}) {
  const rawBody = JSON.stringify(payload);
  const mac = createHmac('sha256', SECRET).update(rawBody).digest('base64');
  const sent = { 'x-shopify-hmac-sha256': mac, 'x-shopify-topic': topic, 'x-shopify-webhook-id': topic, ...headers };
  return app.call('POST', `/v1/connectors/${con}/shopify`, { token: null, rawBody, headers: sent });
}

const status = async (app: App, con: string): Promise<Json> =>
  (await app.call('GET', `/v1/connectors/${con}/status`)).json;
const outcomes = (replies: readonly Reply[]): Json[] => replies.map(({ json }) => json.outcome);
const ofStripe = (name: string, changes: Json = {}): Json => aPayload(`stripe/${name}`, changes);

describe('a signature', () => {
  it.each<[string, Sending]>([
    ['with another secret', { secret: 'whsec_another_secret_altogether' }],
    ['older than five minutes', { at: Math.floor(Date.now() / 1000) - 310 }],
    ['that is missing', { headers: { 'stripe-signature': '' } }],
  ])('%s is refused, and nothing is stored', async (_what, sending) => {
    const { stores, written } = watchedStores();
    const { app, con } = await connected({}, anApp({ stores }));
    const before = written().length;
    const reply = await toStripe(app, con, ofStripe('checkout.session.completed'), sending);
    expect([reply.status, reply.json.code]).toEqual([401, 'connector.signature-wrong']);
    expect(written().slice(before)).toEqual([]);
  });

  it('is over the bytes as they were sent', async () => {
    const { app, con } = await connected({ kind: 'shopify' });
    const order = aPayload('shopify/orders-paid');
    const mac = createHmac('sha256', SECRET)
      .update(JSON.stringify(order, null, 2))
      .digest('base64');
    const reply = await toShopify(app, con, 'orders/paid', order, { 'x-shopify-hmac-sha256': mac });
    expect(reply.status).toBe(401);
  });

  it('may be by the secret before for as long as it was told, and by no older one', async () => {
    const { app, con } = await connected();
    const rotate = (secret: string) => post(app, `/v1/connectors/${con}/secrets`, { secret, earlierGoodForHours: 1 });
    const second = 'whsec_second_0123456789';
    expect((await rotate(second)).secrets).toMatchObject([
      { masked: '••••6789', goodUntil: null },
      { masked: '••••ghij', goodUntil: '2026-10-02T16:00:00Z' },
    ]);
    expect((await rotate(second)).secrets).toHaveLength(2);
    const event = ofStripe('checkout.session.completed');
    expect((await toStripe(app, con, event)).status).toBe(200);
    expect((await toStripe(app, con, event, { secret: second })).status).toBe(200);
    app.setNow('2026-10-02T16:00:00Z');
    expect((await toStripe(app, con, event)).status).toBe(401);
  });

  it('says whose it is: a connector that is off, of another kind or unknown is not there', async () => {
    const { app, con } = await connected();
    const event = ofStripe('checkout.session.completed');
    expect((await toStripe(app, 'con_nowhere', event)).status).toBe(404);
    expect((await toShopify(app, con, 'orders/paid', event)).status).toBe(404);
    await app.call('PUT', `/v1/connectors/${con}`, { body: { isActive: false } });
    expect((await toStripe(app, con, event)).status).toBe(404);
  });
});

describe('an event of Stripe', () => {
  it('is recorded once, however often it comes', async () => {
    const { stores, written } = watchedStores();
    const { app, con } = await connected({}, anApp({ stores }));
    const event = ofStripe('checkout.session.completed');
    expect(outcomes([await toStripe(app, con, event)])).toEqual(['taken']);
    const before = written().filter((name) => name.startsWith('put')).length;
    expect(outcomes([await toStripe(app, con, event)])).toEqual(['taken']);
    expect(written().filter((name) => name.startsWith('put'))).toHaveLength(before);
    const stored = await stores.conversions.conversion(SCOPE, 'cs_live_a1Q9');
    expect(stored?.fact).toMatchObject({ clickId: 'clk_1', lines: [{ amountMinor: 12700n }] });
    expect((await status(app, con)).counts).toEqual({ taken: 1, ignored: 0, refused: 0, parked: 0 });
  });

  it('finds its sale by the payment, whichever comes first', async () => {
    const { app, con } = await connected();
    const refund = ofStripe('refund.created', { payment_intent: 'pi_3Inv' });
    const first = [await toStripe(app, con, refund), await toStripe(app, con, ofStripe('invoice.paid'))];
    expect(outcomes(first)).toEqual(['parked', 'taken']);
    expect(first[0]?.json.reason).toContain('pi_3Inv');
    expect(outcomes([await toStripe(app, con, ofStripe('invoice_payment.paid'))])).toEqual(['taken']);
    const reversals = await app.deps.stores.conversions.reversalsOf(SCOPE, 'in_1Q');
    expect(reversals).toMatchObject([{ reversalId: 're_3Qx1a', amountMinor: 2700n }]);
    expect(await status(app, con)).toMatchObject({ counts: { taken: 3, parked: 1 }, parked: [] });
  });

  it('about several refunds and a dispute that is won makes a reversal for each', async () => {
    const { app, con } = await connected();
    app.setNow('2026-10-05T00:00:00Z');
    const second = ofStripe('refund.created', { id: 're_2', amount: 1000, event: { id: 'evt_2' } });
    const events = ['checkout.session.completed', 'refund.created', 'charge.dispute.created', 'charge.dispute.closed'];
    const replies: Reply[] = [];
    for (const event of [...events.map((name) => ofStripe(name)), second])
      replies.push(await toStripe(app, con, event));
    expect(outcomes(replies)).toEqual(Array(5).fill('taken'));
    const reversals = await app.deps.stores.conversions.reversalsOf(SCOPE, 'cs_live_a1Q9');
    expect(reversals.map(({ reversalId }) => reversalId).sort()).toEqual(['du_1Qx', 'du_1Qx:won', 're_2', 're_3Qx1a']);
  });

  it('that only tells how much was refunded waits until the refunds have come', async () => {
    const { app, con } = await connected();
    await toStripe(app, con, ofStripe('checkout.session.completed'));
    expect(outcomes([await toStripe(app, con, ofStripe('charge.refunded'))])).toEqual(['parked']);
    await toStripe(app, con, ofStripe('refund.created'));
    expect((await status(app, con)).parked).toEqual([]);
  });

  it('that nobody asked for is counted as ignored, and one of test mode is refused until the connector takes tests', async () => {
    const { app, con } = await connected();
    const other = ofStripe('refund.created', { event: { id: 'evt_other', type: 'customer.created' } });
    const test = ofStripe('checkout.session.completed', { event: { livemode: false } });
    expect(outcomes([await toStripe(app, con, other), await toStripe(app, con, test)])).toEqual(['ignored', 'refused']);
    expect(await status(app, con)).toMatchObject({
      counts: { ignored: 1, refused: 1 },
      reasons: [{ outcome: 'ignored' }, { outcome: 'refused', reason: expect.stringContaining('test mode') }],
      lastSeenAt: '2026-10-02T15:00:00Z',
    });
    const headers = { 'accept-language': 'ja' };
    const inJapanese = (await app.call('GET', `/v1/connectors/${con}/status`, { headers })).json;
    expect(inJapanese.reasons.map(({ reason }: Json) => reason)).toEqual([
      '種類customer.createdのイベントは対象外です',
      'テストモードのイベントです。このコネクタはテストを受け付けません。',
    ]);
    await app.call('PUT', `/v1/connectors/${con}`, { body: { takesTests: true } });
    const again = { ...test, id: 'evt_again' };
    expect(outcomes([await toStripe(app, con, again)])).toEqual(['taken']);
  });

  it('that cannot be recorded yet is parked with the reason, without personal data, and retried when it can be', async () => {
    const { app, con } = await connected();
    app.setNow('2026-10-01T00:00:00Z');
    const event = ofStripe('checkout.session.completed');
    const reply = await toStripe(app, con, event);
    expect(reply.json).toMatchObject({
      outcome: 'parked',
      reason: expect.stringMatching(/^occurredAt: must not be after/),
    });
    const stored = await app.deps.stores.connectors.message({ ...SCOPE, connectorId: con }, event.id);
    expect(stored?.kept).toContain('pi_3Qx1');
    expect(stored?.kept).not.toMatch(/buyer|Pat|Main St/);
    app.setNow('2026-10-03T00:00:00Z');
    const retry = () => app.call('POST', `/v1/connectors/${con}/messages/${event.id}/retry`);
    expect((await retry()).json).toMatchObject({ outcome: 'taken', tries: 2, recorded: [{ id: 'cs_live_a1Q9' }] });
    expect((await retry()).json).toMatchObject({ outcome: 'taken', tries: 2 });
    const listed = await app.call('GET', `/v1/connectors/${con}/messages?day=2026-10-01&outcome=parked`);
    expect(listed.json).toMatchObject({ messages: [{ messageId: event.id, outcome: 'parked' }], next: null });
    const astray = await app.call('GET', `/v1/connectors/${con}/messages?day=2026-10-01&cursor=fn5-`);
    expect([astray.status, astray.json.errors?.[0]?.field]).toEqual([422, 'cursor']);
  });

  it('of a form that is not Stripe’s is parked, and says which member is wrong', async () => {
    const { app, con } = await connected();
    const reply = await toStripe(app, con, ofStripe('refund.created', { amount: '27.00' }));
    expect(reply.json).toMatchObject({ outcome: 'parked', reason: expect.stringMatching(/^amount: must be/) });
  });
});

describe('a webhook of Shopify', () => {
  it('records orders and refunds, each line for itself, the refund also first', async () => {
    const { app, con } = await connected({ kind: 'shopify', account: 'shop.myshopify.com' });
    const own = { 'x-shopify-shop-domain': 'shop.myshopify.com' };
    const refund = await toShopify(app, con, 'refunds/create', aPayload('shopify/refunds-create'), own);
    const order = await toShopify(app, con, 'orders/paid', aPayload('shopify/orders-paid'), own);
    expect(outcomes([refund, order])).toEqual(['taken', 'taken']);
    const reversals = await app.deps.stores.conversions.reversalsOf(SCOPE, 'shopify:order:5678901234567');
    expect(reversals.map(({ lineId, amountMinor }) => [lineId, amountMinor])).toEqual([
      ['901', 1350n],
      ['shipping', 500n],
    ]);
  });

  it('about an order with several discount codes counts by the first that is a partner’s on that day', async () => {
    const { app, con } = await connected({ kind: 'shopify' });
    await post(app, programPath('coupons'), { code: 'OLD', partnerId: 'ptn_1', validTo: '2026-09-01T00:00:00Z' });
    await post(app, programPath('coupons'), { code: 'SAVE10', partnerId: 'ptn_2' });
    const entered = async (id: number, ...codes: string[]) => {
      const order = { id, discount_codes: codes.map((code) => ({ code, amount: '300', type: 'percentage' })) };
      const payload = aPayload('shopify/orders-paid', order);
      const reply = await toShopify(app, con, 'orders/paid', payload, { 'x-shopify-webhook-id': `${id}` });
      expect(reply.json.outcome).toBe('taken');
      return (await app.call('GET', programPath(`conversions/shopify:order:${id}`))).json.coupon;
    };
    expect(await entered(1, 'FREESHIP', 'OLD', 'save10')).toBe('save10');
    expect(await entered(2, 'FREESHIP', 'OLD')).toBe('FREESHIP');
  });

  it('of another shop, or of a test order, is not taken', async () => {
    const { app, con } = await connected({ kind: 'shopify', account: 'shop.myshopify.com' });
    const order = aPayload('shopify/orders-paid', { test: true });
    const from = (shop: string) => toShopify(app, con, 'orders/paid', order, { 'x-shopify-shop-domain': shop });
    expect((await from('other.myshopify.com')).status).toBe(401);
    expect((await from('shop.myshopify.com')).json.outcome).toBe('refused');
  });
});

const mapping = {
  signature: { scheme: 'standard-webhooks' },
  type: '/type',
  rules: [
    {
      type: 'order.paid',
      becomes: 'conversion',
      members: {
        conversionId: '/order/number',
        occurredAt: '/order/paid_at',
        currency: '/order/currency',
        clickId: '/order/tracking/click',
        kind: { value: 'sale' },
      },
      lines: {
        each: '/order/items',
        members: { lineId: '/row', productId: '/sku', quantity: '/count', amount: '/total', tax: '/vat' },
      },
    },
  ],
};

describe('signed JSON of any form', () => {
  const key = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const send = (app: App, con: string, payload: Json, at = Math.floor(Date.now() / 1000)): Promise<Reply> => {
    const rawBody = typeof payload === 'string' ? payload : JSON.stringify(payload);
    const mac = createHmac('sha256', Buffer.from(key.slice(6), 'base64')).update(`evt-42.${at}.${rawBody}`);
    const headers = {
      'webhook-id': 'evt-42',
      'webhook-timestamp': `${at}`,
      'webhook-signature': `v1,AA== v1,${mac.digest('base64')}`,
    };
    return app.call('POST', `/v1/connectors/${con}/signed`, { token: null, rawBody, headers });
  };

  it('becomes what its mapping says', async () => {
    const { app, con } = await connected({ kind: 'signed', secret: key, mapping });
    const order = aPayload('signed/order');
    expect((await send(app, con, order, 1_790_000_000)).status).toBe(401);
    expect((await send(app, con, order)).json).toEqual({ messageId: 'evt-42', outcome: 'taken', reason: null });
    const stored = await app.deps.stores.conversions.conversion(SCOPE, 'A-42');
    expect(stored?.fact).toMatchObject({
      clickId: 'clk_1',
      lines: [
        { lineId: '1', productId: 'T-1', quantity: 2, amountMinor: 4000n, taxMinor: 400n },
        { lineId: '2', productId: 'T-2', quantity: 1, amountMinor: 1000n, taxMinor: 100n },
      ],
    });
  });

  it('is refused where a member stands twice, though it is signed', async () => {
    const { app, con } = await connected({ kind: 'signed', secret: key, mapping });
    const twice = JSON.stringify(aPayload('signed/order')).replace('"currency":', '"currency":"JPY","currency":');
    const reply = await send(app, con, twice);
    expect([reply.status, reply.json.errors]).toMatchObject([422, [{ field: 'order.currency' }]]);
    expect(await app.deps.stores.conversions.conversion(SCOPE, 'A-42')).toBeNull();
  });

  it('is read again by a mapping that was mended', async () => {
    const [rule] = mapping.rules;
    const wrong = { ...mapping, rules: [{ ...rule, members: { ...rule?.members, currency: '/order/money' } }] };
    const { app, con } = await connected({ kind: 'signed', secret: key, mapping: wrong });
    expect((await send(app, con, aPayload('signed/order'))).json).toMatchObject({ outcome: 'parked' });
    await app.call('PUT', `/v1/connectors/${con}`, { body: { mapping } });
    expect((await send(app, con, aPayload('signed/order'))).json).toMatchObject({ outcome: 'taken' });
  });

  it('may be signed in hex by a header of its own', async () => {
    const hex = { ...mapping, id: '/event_id', signature: { scheme: 'hex', header: 'X-Signature' } };
    const { app, con } = await connected({ kind: 'signed', mapping: hex });
    const rawBody = JSON.stringify(aPayload('signed/order'));
    const mac = createHmac('sha256', SECRET).update(rawBody).digest('hex');
    const sent = (signature: string) =>
      app.call('POST', `/v1/connectors/${con}/signed`, { token: null, rawBody, headers: { 'x-signature': signature } });
    expect((await sent(`sha256=${'0'.repeat(64)}`)).status).toBe(401);
    expect((await sent(`sha256=${mac}`)).json).toMatchObject({ messageId: 'evt-42', outcome: 'taken' });
  });

  it.each([
    ['an object', '/order', {}],
    ['longer than an id may be', '/event_id', { event_id: 'x'.repeat(2000) }],
    ['empty', '/event_id', { event_id: '' }],
  ])('goes by its content where what it calls its id is %s', async (_, id, changes) => {
    const hex = { ...mapping, id, signature: { scheme: 'hex', header: 'X-Signature' } };
    const { app, con } = await connected({ kind: 'signed', mapping: hex });
    for (const paid_at of ['2026-10-01T10:00:00Z', '2026-10-01T11:00:00Z']) {
      const sent = aPayload('signed/order', changes);
      const rawBody = JSON.stringify({ ...sent, order: { ...sent.order, number: paid_at, paid_at } });
      const headers = { 'x-signature': createHmac('sha256', SECRET).update(rawBody).digest('hex') };
      const reply = await app.call('POST', `/v1/connectors/${con}/signed`, { token: null, rawBody, headers });
      const messageId = createHash('sha256').update(rawBody).digest('hex');
      expect(reply.json).toEqual({ messageId, outcome: 'taken', reason: null });
    }
  });

  it.each([
    ['no base64, so that its key would be empty', 'whsec_!!!!!!!!!!!!!!!!'],
    ['shorter than the standard wants', `whsec_${Buffer.alloc(23, 1).toString('base64')}`],
  ])('has no Standard Webhooks secret that is %s', async (_, secret) => {
    const shop = await aShop();
    const body = { name: 'vendor', kind: 'signed', mapping, secret };
    const refused = await shop.call('POST', programPath('connectors'), { body });
    expect([refused.status, refused.json.errors?.[0]?.field]).toEqual([422, 'secret']);
    const { app, con } = await connected({ kind: 'signed', secret: key, mapping });
    const rotated = await app.call('POST', `/v1/connectors/${con}/secrets`, { body: { secret } });
    expect([rotated.status, rotated.json.errors?.[0]?.field]).toEqual([422, 'secret']);
  });

  it('is not taken with an empty key, when a mapping makes a standard secret of what is none', async () => {
    const hex = { ...mapping, signature: { scheme: 'hex', header: 'X-Signature' } };
    const { app, con } = await connected({ kind: 'signed', secret: '!!!!!!!!!!!!!!!!', mapping: hex });
    await app.call('PUT', `/v1/connectors/${con}`, { body: { mapping } });
    const rawBody = JSON.stringify(aPayload('signed/order'));
    const at = Math.floor(Date.now() / 1000);
    const mac = createHmac('sha256', '').update(`evt-42.${at}.${rawBody}`).digest('base64');
    const headers = { 'webhook-id': 'evt-42', 'webhook-timestamp': `${at}`, 'webhook-signature': `v1,${mac}` };
    const reply = await app.call('POST', `/v1/connectors/${con}/signed`, { token: null, rawBody, headers });
    expect(reply.status).toBe(401);
  });
});

describe('a file of won deals', () => {
  const rule = {
    type: 'won',
    becomes: 'conversion',
    members: {
      ...{ conversionId: '/Deal', kind: { value: 'deal' }, partnerId: '/Partner' },
      ...{ occurredAt: '/Closed', currency: '/Currency' },
    },
    lines: { members: { amount: '/Amount' } },
  };
  const won = { signature: { scheme: 'standard-webhooks' }, type: { value: 'won' }, rules: [rule] };
  const csv = [
    'Deal,Partner,Closed,Currency,Amount',
    'D-1,ptn_1,2026-10-01T00:00:00Z,USD,1200.00',
    'D-2,ptn_1,2026-10-01T00:00:00Z,USD,12.345',
    'D-3,ptn_9,2026-10-01T00:00:00Z,USD,5',
    'D-4,ptn_1',
  ].join('\n');

  it('is recorded row by row, and tells by line and column what is wrong', async () => {
    const { app, con } = await connected({ kind: 'signed', secret: null, mapping: won });
    const { results } = await post(app, `/v1/connectors/${con}/csv`, { file: 'won.csv', csv });
    expect(results).toEqual([
      { line: 2, result: 'recorded', recorded: [{ type: 'conversion', id: 'D-1' }] },
      { line: 3, result: 'refused', errors: ['won.csv:3: Amount: USD has 2 decimals, got "12.345"'] },
      { line: 4, result: 'refused', errors: ['won.csv:4: Partner: there is no partner "ptn_9"'] },
      { line: 5, result: 'refused', errors: ['won.csv:5: row: must have 5 cells, as the header, got 2'] },
    ]);
    const stored = await app.deps.stores.conversions.conversion(SCOPE, 'D-1');
    expect(stored?.fact).toMatchObject({ kind: 'deal', partnerId: 'ptn_1', lines: [{ amountMinor: 120000n }] });
    expect((await post(app, `/v1/connectors/${con}/csv`, { file: 'won.csv', csv })).results).toEqual(results);
  });

  const imported = async (changes: Json, closed: string, amount: string): Promise<Json> => {
    const { app, con } = await connected({ kind: 'signed', secret: null, mapping: { ...won, ...changes } });
    const file = { file: 'won.csv', csv: `Deal,Partner,Closed,Currency,Amount\nD-1,ptn_1,${closed},USD,${amount}` };
    const { results } = await post(app, `/v1/connectors/${con}/csv`, file);
    const stored = await app.deps.stores.conversions.conversion(SCOPE, 'D-1');
    return { errors: results[0].errors, occurredAt: stored && new Date(stored.fact.occurredAt).toISOString() };
  };

  it('takes whole minor units only, where its mapping says that amounts are in them', async () => {
    for (const amount of ['1250.00', '1250.5', '12.5', '-3']) {
      const reason = `won.csv:2: Amount: must be a whole number of minor units, got "${amount}"`;
      expect((await imported({ amounts: 'minor' }, '2026-10-01T00:00:00Z', amount)).errors).toEqual([reason]);
    }
  });

  it.each([
    ['2026/10/1', '2026-09-30T15:00:00.000Z'],
    ['2026-10-01', '2026-09-30T15:00:00.000Z'],
    ['2026/10/01 9:30', '2026-10-01T00:30:00.000Z'],
    ['2026-10-01T09:30:15', '2026-10-01T00:30:15.000Z'],
    ['2026-10-01T09:30:15Z', '2026-10-01T09:30:15.000Z'],
  ])('reads %s on the clocks of the zone that its mapping names', async (closed, occurredAt) => {
    expect(await imported({ timezone: 'Asia/Tokyo' }, closed, '5')).toEqual({ errors: undefined, occurredAt });
  });

  it('guesses no zone, and no day that is none', async () => {
    const reason = (closed: string) =>
      `won.csv:2: Closed: must be a time with its offset, such as "2026-10-01T09:30:00+09:00", got "${closed}"`;
    expect((await imported({}, '2026-10-01', '5')).errors).toEqual([reason('2026-10-01')]);
    const inTokyo = await imported({ timezone: 'Asia/Tokyo' }, '2026-02-30', '5');
    expect(inTokyo.errors).toEqual([reason('2026-02-30')]);
    const app = await aShop();
    const mapping = { ...won, timezone: 'Tokyo' };
    const reply = await app.call('POST', programPath('connectors'), { body: { name: 'x', kind: 'signed', mapping } });
    expect([reply.status, reasonFor(reply, 'mapping.timezone')]).toEqual([422, expect.stringContaining('Asia/Tokyo')]);
  });
});

describe('a connector', () => {
  it('is made once under its name, and shows its secret to nobody', async () => {
    const { app } = await connected();
    const body = { name: 'vendor', kind: 'stripe', secret: SECRET };
    const again = await app.call('POST', programPath('connectors'), { body });
    expect(again.status).toBe(200);
    expect(again.text).not.toContain(SECRET);
    const other = await app.call('POST', programPath('connectors'), { body: { ...body, kind: 'shopify' } });
    expect([other.status, other.json.code]).toEqual([409, 'connector.conflict']);
    expect((await app.call('GET', '/v1/connectors')).json.connectors).toHaveLength(1);
    const token = await app.token({ role: 'admin', merchantId: 'mer_2' });
    expect((await app.call('GET', '/v1/connectors', { token })).json.connectors).toEqual([]);
  });

  it('is not changed over what another person changed, where it is said which version was seen', async () => {
    const { app } = await connected();
    const [{ connectorId, account }] = (await app.call('GET', '/v1/connectors')).json.connectors;
    const path = `/v1/connectors/${connectorId}`;
    const { etag: seen = '' } = (await app.call('GET', path)).headers;
    expect(seen).toBe('"1"');
    const write = (isActive: boolean, headers: Json) =>
      app.call('PUT', path, { body: { account, takesTests: false, isActive }, headers });
    const changed = await write(false, { 'if-match': seen });
    expect([changed.status, changed.headers['etag']]).toEqual([200, '"2"']);
    const late = await write(true, { 'if-match': seen });
    expect([late.status, late.json.code]).toEqual([412, 'connector.edited']);
    const secret = { secret: `${SECRET}2`, earlierGoodForHours: 1 };
    const rotated = await app.call('POST', `${path}/secrets`, { body: secret, headers: { 'if-match': seen } });
    expect([rotated.status, rotated.json.code]).toEqual([412, 'connector.edited']);
    // The same again changes nothing, also with an old tag; without one nobody must say what was seen.
    expect((await write(false, { 'if-match': seen })).status).toBe(200);
    expect((await write(true, {})).status).toBe(200);
  });

  it.each([
    ['signed', null, 'is required: how messages are read'],
    ['stripe', mapping, 'is not for the kind stripe, whose form is known'],
  ])('of kind %s has a mapping where its form is its own, and only there', async (kind, given, reason) => {
    const app = await aShop();
    const body = { name: 'x', kind, secret: SECRET, mapping: given };
    const reply = await app.call('POST', programPath('connectors'), { body });
    expect([reply.status, reply.json.errors]).toEqual([422, [{ field: 'mapping', reason }]]);
  });
});
