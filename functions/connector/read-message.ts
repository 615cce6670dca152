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
      if (!connector.takesTests && isShopifyTest(type, kept)) return testOf('a test of the shop');
      return mapShopify(type, kept);
    case 'signed':
      return mapping === null
        ? { outcome: 'refused', reason: 'the connector has no mapping' }
        : mapSigned(mapping, kept);
    default:
      return assertNever(kind);
  }
}

function readStripe({ takesTests, account }: Connector, kept: Sent): Mapped {
  const event = readShape(eventShape, kept);
  if (!event.livemode && !takesTests) return testOf('made in test mode');
  if (account !== null && event.account && event.account !== account) {
    return { outcome: 'refused', reason: `it is of account ${event.account}, not ${account}` };
  }
  return mapStripe(event);
}

function testOf(what: string): Mapped {
  return { outcome: 'refused', reason: `it is ${what}, which this connector does not take` };
}
