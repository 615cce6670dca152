import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../domain/webhook/delivery.ts';
import type { Endpoint, EndpointOwner } from '../../domain/webhook/endpoint.ts';
import { deliveryPositionOf } from '../../functions/store/delivery-index.ts';
import type { Stores } from '../../functions/store/store.ts';
import { aScope } from './facts.ts';
import { AWKWARD_IDS } from './large-facts.ts';

const NOW = Date.parse('2026-11-01T09:30:20Z');
const HOUR = 3_600_000;

const anEndpoint = (change: Partial<Endpoint> = {}): Endpoint => ({
  owner: 'merchant',
  endpointId: 'hook_1',
  url: 'https://shop.example.com/hooks',
  types: ['payout.confirmed'],
  description: '経理',
  revision: 1,
  state: { status: 'enabled' },
  secrets: [{ sealed: 'local1.c2VhbGVk', since: NOW, endsAt: null }],
  createdAt: NOW,
  createdBy: 'admin@example.com',
  changedAt: NOW,
  ...change,
});

const aDelivery = (change: Partial<Delivery> = {}): Delivery => ({
  owner: 'merchant',
  endpointId: 'hook_1',
  eventId: 'evt_1',
  type: 'payout.confirmed',
  body: '{"data":{"partner":"花"}}',
  createdAt: NOW,
  round: 1,
  state: { status: 'waiting', until: NOW },
  attempts: [],
  ...change,
});

/** Receivers of webhooks, and what is on its way to them. */
export function webhooksContract(storesOf: () => Stores): void {
  describe('webhooks', () => {
    const page = { after: null, limit: 100 };

    it('an endpoint is its owner’s, by ids of any letters, and is replaced by whoever saw it last', async () => {
      const { webhooks } = storesOf();
      const { merchantId } = aScope();
      for (const endpointId of AWKWARD_IDS) {
        for (const owner of ['merchant', 'partner/ptn#1'] as readonly EndpointOwner[]) {
          const first = anEndpoint({ owner, endpointId });
          expect(await webhooks.advanceEndpoint(merchantId, null, first)).toBe(true);
          expect(await webhooks.advanceEndpoint(merchantId, null, first)).toBe(true);
          const off = anEndpoint({ ...first, revision: 2, state: { status: 'disabled', reason: 'gone', since: NOW } });
          expect(await webhooks.advanceEndpoint(merchantId, null, off)).toBe(false);
          expect(await webhooks.advanceEndpoint(merchantId, first, off)).toBe(true);
          expect(await webhooks.endpoint(merchantId, owner, endpointId)).toEqual(off);
        }
      }
      const found = await webhooks.endpoints(merchantId, 'merchant');
      expect(found.map(({ endpointId }) => endpointId)).toEqual([...AWKWARD_IDS].sort(byCodePoints));
      expect(await webhooks.endpoints(merchantId, 'partner/ptn_2')).toEqual([]);
      expect(await webhooks.endpoints(aScope().merchantId, 'merchant')).toEqual([]);
    });

    it('a delivery goes on by whoever saw it last, and is found in every minute in which an attempt is due', async () => {
      const { webhooks } = storesOf();
      const { merchantId } = aScope();
      const first = aDelivery();
      expect(await webhooks.delivery(merchantId, first)).toBeNull();
      expect(await webhooks.advanceDelivery(merchantId, null, first)).toBe(true);
      const attempt = { round: 1, at: NOW, milliseconds: 9, status: 500, failure: null, answer: '' };
      const second = aDelivery({ state: { status: 'waiting', until: NOW + HOUR }, attempts: [attempt] });
      expect(await webhooks.advanceDelivery(merchantId, first, second)).toBe(true);
      expect(await webhooks.advanceDelivery(merchantId, first, second)).toBe(true);
      const other = aDelivery({ state: { status: 'delivered', at: NOW } });
      expect(await webhooks.advanceDelivery(merchantId, first, other)).toBe(false);
      expect(await webhooks.delivery(merchantId, first)).toEqual(second);

      const name = { merchantId, owner: 'merchant', endpointId: 'hook_1', eventId: 'evt_1' };
      const mine = async (minute: string) =>
        (await webhooks.dueIn(minute)).filter((due) => due.merchantId === merchantId);
      expect(await mine('2026-11-01T09:30')).toEqual([{ ...name, round: 1, attempts: 0 }]);
      expect(await mine('2026-11-01T10:30')).toEqual([{ ...name, round: 1, attempts: 1 }]);
      expect(await mine('2026-11-01T09:31')).toEqual([]);
    });

    it('deliveries are listed by endpoint and month, page by page, the newest first', async () => {
      const { webhooks } = storesOf();
      const { merchantId } = aScope();
      for (const hour of [3, 1, 5, 2, 4]) {
        await webhooks.advanceDelivery(
          merchantId,
          null,
          aDelivery({ eventId: `evt_${hour}`, createdAt: NOW + hour * HOUR }),
        );
      }
      await webhooks.advanceDelivery(merchantId, null, aDelivery({ endpointId: 'hook_2', eventId: 'evt_9' }));
      const place = { owner: 'merchant', endpointId: 'hook_1', month: '2026-11' } as const;
      const first = await webhooks.indexedDeliveries(merchantId, place, { after: null, limit: 2 });
      expect(first.map(({ eventId }) => eventId)).toEqual(['evt_5', 'evt_4']);
      const after = first.at(-1)?.position ?? '';
      expect(after).toBe(deliveryPositionOf({ createdAt: NOW + 4 * HOUR, eventId: 'evt_4' }));
      const rest = await webhooks.indexedDeliveries(merchantId, place, { after, limit: 10 });
      expect(rest.map(({ eventId }) => eventId)).toEqual(['evt_3', 'evt_2', 'evt_1']);
      expect(await webhooks.indexedDeliveries(merchantId, { ...place, month: '2026-10' }, page)).toEqual([]);
      expect(await webhooks.indexedDeliveries(merchantId, { ...place, owner: 'partner/ptn_1' }, page)).toEqual([]);
    });

    it('the sweep goes on from where it was, one at a time', async () => {
      const { webhooks } = storesOf();
      const before = await webhooks.sweep();
      expect(await webhooks.advanceSweep(before, { through: '2026-11-01T09:30' })).toBe(true);
      expect(await webhooks.advanceSweep(before, { through: '2026-11-01T09:31' })).toBe(false);
      expect(await webhooks.sweep()).toEqual({ through: '2026-11-01T09:30' });
    });
  });
}

function byCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
