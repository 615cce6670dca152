import type { Connector } from '../../domain/connector/connector.ts';
import type { Sent } from '../../domain/connector/prune.ts';
import type { Mapped } from '../../domain/connector/vendor-fact.ts';
import { assertNever } from '../../domain/errors.ts';
import { keptOfShopify, keptOfStripe } from './keep.ts';
import { keptOfSigned, mapSigned } from './map-signed.ts';
import { readShape } from './read-shape.ts';
import { isShopifyTest, mapShopify } from './shopify/map-shopify.ts';
import { mapStripe } from './stripe/map-stripe.ts';
import { eventShape } from './stripe/stripe-shapes.ts';

/** What of a message is kept and read: nothing that names people. */
export function keptOf({ kind, mapping }: Connector, payload: Sent, clickIdParameter: string): Sent {
  if (kind === 'stripe') return keptOfStripe(payload);
  if (kind === 'shopify') return keptOfShopify(payload, clickIdParameter);
  return mapping === null ? null : keptOfSigned(mapping, payload);
}

/** What a message comes to at a connector. A form that is not the vendor's is a ZodError. */
export function readMessage(connector: Connector, type: string, kept: Sent): Mapped {
  const { kind, mapping } = connector;
  switch (kind) {
    case 'stripe':
      return readStripe(connector, kept);
    case 'shopify':
      if (!connector.takesTests && isShopifyTest(type, kept)) return TEST_OF_SHOP;
      return mapShopify(type, kept);
    case 'signed':
      return mapping === null
        ? { outcome: 'refused', reason: { en: 'the connector has no mapping', ja: 'コネクタに対応表がありません' } }
        : mapSigned(mapping, kept);
    default:
      return assertNever(kind);
  }
}

function readStripe({ takesTests, account }: Connector, kept: Sent): Mapped {
  const event = readShape(eventShape, kept);
  if (!event.livemode && !takesTests) return TEST_MODE;
  if (account !== null && event.account && event.account !== account) {
    const reason = {
      en: `it is of account ${event.account}, not ${account}`,
      ja: `アカウント${event.account}のもので、${account}のものではありません`,
    };
    return { outcome: 'refused', reason };
  }
  return mapStripe(event);
}

const TEST_OF_SHOP: Mapped = {
  outcome: 'refused',
  reason: {
    en: 'it is a test of the shop, which this connector does not take',
    ja: 'ショップのテストです。このコネクタはテストを受け付けません。',
  },
};
const TEST_MODE: Mapped = {
  outcome: 'refused',
  reason: {
    en: 'it is made in test mode, which this connector does not take',
    ja: 'テストモードのイベントです。このコネクタはテストを受け付けません。',
  },
};
