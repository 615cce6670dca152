import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { partnerEventReceiver } from '../../../functions/bus/receive-partner-event.ts';
import type { Deps } from '../../../functions/runtime/deps.ts';
import { memoryStores } from '../../../functions/store/memory/stores.ts';
import type { App, Json } from '../../support/app.ts';
import { anApp, MERCHANT, PROGRAM } from '../../support/app.ts';
import { Crashed, crashing } from '../../support/crashing-stores.ts';
import { aShop, post, programPath } from '../../support/shop.ts';
import { aPayload } from './fixture.ts';

const SECRET = 'whsec_0123456789abcdefghij';
const SOURCE = 'aws.partner/vendor.example.com/1';

async function connected(settings: Json = {}): Promise<{ app: App; con: string }> {
  const app = await aShop(anApp({ stores: memoryStores() }));
  const body = { name: 'vendor', kind: 'stripe', secret: SECRET, ...settings };
  const { connectorId } = await post(app, programPath('connectors'), body);
  return { app, con: connectorId };
}

const tell = (deps: Deps, con: string, detail: Json, source = SOURCE): Promise<void> =>
  partnerEventReceiver(() => JSON.stringify({ [SOURCE]: con }))(deps, JSON.stringify({ id: 'e-1', source, detail }));
const logOf = async (app: App, con: string): Promise<Json[]> =>
  (await app.call('GET', `/v1/connectors/${con}/messages`)).json.messages;
const ofStripe = (name: string): Json => aPayload(`stripe/${name}`);

describe('an event on the bus of a vendor', () => {
  it('of Stripe is the message that it is over HTTP: who sends both is taken once', async () => {
    const { app, con } = await connected();
    const event = ofStripe('checkout.session.completed');
    await tell(app.deps, con, event);
    await tell(app.deps, con, event);
    const [message, ...others] = await logOf(app, con);
    expect(others).toEqual([]);
    expect(message).toMatchObject({ messageId: event.id, outcome: 'taken', tries: 1 });
    const payload = JSON.stringify(event);
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET });
    const headers = { 'stripe-signature': signature };
    const sent = await app.call('POST', `/v1/connectors/${con}/stripe`, { token: null, rawBody: payload, headers });
    expect([sent.status, sent.json.outcome]).toEqual([200, 'taken']);
    expect(await logOf(app, con)).toEqual([message]);
  });

  it('of Shopify is its body, with what HTTP has as headers', async () => {
    const { app, con } = await connected({ kind: 'shopify', account: 'shop.myshopify.com' });
    const metadata = {
      'X-Shopify-Topic': 'orders/paid',
      'X-Shopify-Webhook-Id': 'w-1',
      'X-Shopify-Shop-Domain': 'shop.myshopify.com',
    };
    await tell(app.deps, con, { payload: aPayload('shopify/orders-paid'), metadata });
    expect(await logOf(app, con)).toMatchObject([{ messageId: 'w-1', type: 'orders/paid', outcome: 'taken' }]);
    const other = { ...metadata, 'X-Shopify-Shop-Domain': 'other.myshopify.com' };
    await expect(tell(app.deps, con, { payload: {}, metadata: other })).rejects.toThrow('other.myshopify.com');
  });

  it('that nobody can read is parked with the reason, and one for no connector is set aside', async () => {
    const { app, con } = await connected();
    await tell(app.deps, con, { id: 'evt_odd', type: 'checkout.session.completed' });
    expect(await logOf(app, con)).toMatchObject([{ messageId: 'evt_odd', outcome: 'parked' }]);
    await expect(tell(app.deps, con, {}, 'aws.partner/other')).rejects.toThrow('no connector hears aws.partner/other');
    await expect(tell(app.deps, 'con_0', {})).rejects.toThrow('there is no connector "con_0"');
  });
});

describe('a vendor’s messages whose process dies at any call of the store', () => {
  const events = ['checkout.session.completed', 'refund.created'].map(ofStripe);

  async function diedAt(after: number, isCommitted: boolean): Promise<{ calls: number; end: unknown }> {
    const { app, con } = await connected();
    const dying = crashing(app.deps.stores, { after, isCommitted });
    for (const event of events) {
      try {
        await tell({ ...app.deps, stores: dying.stores }, con, event);
      } catch (error) {
        if (!(error instanceof Crashed)) throw error;
      }
    }
    // A queue offers again what nobody was through with.
    for (const event of events) await tell(app.deps, con, event);
    const { stores } = app.deps;
    const scope = { merchantId: MERCHANT, programId: PROGRAM };
    const ends: unknown[] = [];
    for (const event of events) {
      const message = await stores.connectors.message({ merchantId: MERCHANT, connectorId: con }, event.id);
      const found: unknown[] = [];
      for (const { type, id } of message?.recorded ?? []) {
        found.push(
          type === 'conversion'
            ? (await stores.conversions.conversion(scope, id))?.fact
            : (await stores.conversions.reversal(scope, id))?.fact,
        );
      }
      ends.push({ outcome: message?.outcome, reason: message?.reason, found });
    }
    return { calls: dying.calls(), end: ends };
  }

  it('end as they do without it', async () => {
    const { calls, end } = await diedAt(Number.POSITIVE_INFINITY, false);
    expect(end).toMatchObject([{ outcome: 'taken', found: [{}] }, {}]);
    expect(calls).toBeGreaterThan(8);
    for (let after = 0; after < calls; after += 1) {
      for (const isCommitted of [false, true]) {
        const place = `died at call ${after}, ${isCommitted ? 'committed' : 'not committed'}`;
        expect((await diedAt(after, isCommitted)).end, place).toEqual(end);
      }
    }
  });
});
