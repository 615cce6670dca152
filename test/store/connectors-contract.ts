import { describe, expect, it } from 'vitest';
import type { Connector, ConnectorMessage } from '../../domain/connector/connector.ts';
import type { Stores } from '../../functions/store/store.ts';
import { at } from '../support/build.ts';
import { aScope } from './facts.ts';
import { AWKWARD_IDS } from './large-facts.ts';

const NOW = at('2026-10-02T09:00:00Z');

/** Connectors of vendors, and what became of their messages. */
export function connectorsContract(storesOf: () => Stores): void {
  describe('connectors', () => {
    const aConnector = (changes: Partial<Connector> = {}): Connector => {
      const scope = aScope();
      return {
        ...scope,
        connectorId: `con_${scope.merchantId}`,
        name: 'shop',
        kind: 'shopify',
        account: null,
        takesTests: false,
        isActive: true,
        mapping: null,
        secrets: [{ sealed: 'x', print: 'y', ending: 'wxyz', goodUntil: null }],
        revision: 1,
        changedAt: NOW,
        changedBy: '佐藤',
        ...changes,
      };
    };
    const aMessage = (changes: Partial<ConnectorMessage> = {}): ConnectorMessage => {
      const what = { messageId: 'evt_1', type: 'orders/paid', hash: 'ab', tries: 1, at: NOW };
      return { ...what, outcome: 'taken', reason: null, recorded: [], waitsFor: null, kept: null, ...changes };
    };
    const page = { after: null, limit: 10 };

    it('are found by their id alone, and in the list of their merchant, and change once at a time', async () => {
      const { connectors } = storesOf();
      const first = aConnector();
      expect(await connectors.advanceConnector(null, first)).toBe(true);
      expect(await connectors.advanceConnector(null, first)).toBe(true);
      const second = { ...first, revision: 2, isActive: false };
      expect(await connectors.advanceConnector(first, second)).toBe(true);
      expect(await connectors.advanceConnector(first, { ...second, takesTests: true })).toBe(false);
      expect(await connectors.connector(first.connectorId)).toEqual(second);
      expect(await connectors.connectors(first.merchantId)).toEqual([second]);
      expect(await connectors.connectors(aScope().merchantId)).toEqual([]);
      expect(await connectors.connector('con_nowhere')).toBe(null);
    });

    it('keep each message as it was last dealt with, and every try in the log of its day', async () => {
      const { connectors } = storesOf();
      const of = aConnector();
      for (const messageId of AWKWARD_IDS) {
        const parked = aMessage({
          messageId,
          outcome: 'parked',
          reason: { en: 'no such sale', ja: '売上がありません' },
          waitsFor: messageId,
          kept: '{}',
        });
        expect(await connectors.advanceMessage(of, null, parked)).toBe(true);
        expect(await connectors.advanceMessage(of, parked, parked)).toBe(true);
        expect(await connectors.advanceMessage(of, null, aMessage({ messageId }))).toBe(false);
        expect(await connectors.parkedMessages(of, 100)).toEqual([messageId]);
        const taken = aMessage({ messageId, tries: 2, at: NOW + 1000 });
        expect(await connectors.advanceMessage(of, parked, taken)).toBe(true);
        expect(await connectors.message(of, messageId)).toEqual(taken);
        expect(await connectors.message({ ...of, connectorId: 'con_other' }, messageId)).toBe(null);
        expect(await connectors.everWaiting(of, messageId)).toEqual([messageId]);
      }
      expect(await connectors.parkedMessages(of, 100)).toEqual([]);
      const logged = await connectors.logged(of, { day: '2026-10-02', outcome: 'parked' }, { ...page, limit: 100 });
      expect(new Set(logged.map(({ message }) => message.messageId))).toEqual(new Set(AWKWARD_IDS));
      expect(logged[0]?.message).not.toHaveProperty('kept');
      expect(await connectors.logged(of, { day: '2026-10-03', outcome: 'parked' }, page)).toEqual([]);
    });

    it('list so many of those that are parked, and none for those that were', async () => {
      const { connectors } = storesOf();
      const of = aConnector();
      for (const messageId of ['evt_1', 'evt_2', 'evt_3']) {
        const parked = aMessage({ messageId, outcome: 'parked' });
        await connectors.advanceMessage(of, null, parked);
        if (messageId === 'evt_1') await connectors.advanceMessage(of, parked, aMessage({ messageId, tries: 2 }));
      }
      expect(await connectors.parkedMessages(of, 1)).toEqual(['evt_2']);
      expect(await connectors.parkedMessages(of, 10)).toEqual(['evt_2', 'evt_3']);
    });

    it('list the tries of a day in their order, page by page', async () => {
      const { connectors } = storesOf();
      const of = aConnector();
      for (const second of [3, 1, 2]) {
        await connectors.advanceMessage(of, null, aMessage({ messageId: `evt_${second}`, at: NOW + second * 1000 }));
      }
      const place = { day: '2026-10-02', outcome: 'taken' } as const;
      const first = await connectors.logged(of, place, { after: null, limit: 2 });
      expect(first.map(({ message }) => message.messageId)).toEqual(['evt_1', 'evt_2']);
      const rest = await connectors.logged(of, place, { after: first[1]?.position ?? null, limit: 2 });
      expect(rest.map(({ message }) => message.messageId)).toEqual(['evt_3']);
    });

    it('know for good which sale a payment was for', async () => {
      const { connectors } = storesOf();
      const of = aConnector();
      const fact = { payment: 'pi_1', conversionId: 'in_1' };
      expect(await connectors.putPayment(of, { fact, recordedAt: NOW })).toMatchObject({ outcome: 'created' });
      expect(await connectors.putPayment(of, { fact, recordedAt: NOW + 1 })).toMatchObject({ outcome: 'repeated' });
      const other = { fact: { ...fact, conversionId: 'in_2' }, recordedAt: NOW };
      expect(await connectors.putPayment(of, other)).toMatchObject({ outcome: 'conflict', stored: { fact } });
      expect(await connectors.payment(of, 'pi_1')).toEqual(fact);
      expect(await connectors.payment(of, 'pi_2')).toBe(null);
    });
  });
}
