import type { Sent } from '../../domain/connector/prune.ts';
import { pointedAt, pruned } from '../../domain/connector/prune.ts';
import { ATTRIBUTION } from './attribution.ts';
import { shapeNames } from './shape-names.ts';
import { orderShape, refundShape as shopRefundShape } from './shopify/shopify-shapes.ts';
import {
  chargeShape,
  disputeShape,
  eventShape,
  invoicePaymentShape,
  invoiceShape,
  refundShape,
  sessionShape,
} from './stripe/stripe-shapes.ts';

/** What is kept of messages, and mapped: without the names, addresses and cards of people. */

let stripeNames: ReadonlySet<string> | undefined;
let shopifyNames: ReadonlySet<string> | undefined;

export function keptOfStripe(event: Sent): Sent {
  stripeNames ??= shapeNames(
    ...[eventShape, sessionShape, invoiceShape, invoicePaymentShape, refundShape, chargeShape, disputeShape],
  );
  return pruned(event, stripeNames);
}

/** Notes and the landing page may say anything, so only what attributes stays of them: as `noted` and `landed`. */
export function keptOfShopify(payload: Sent, clickIdParameter: string): Sent {
  shopifyNames ??= shapeNames(orderShape, shopRefundShape);
  const kept = pruned(payload, shopifyNames);
  if (typeof kept !== 'object' || kept === null || Array.isArray(kept)) return kept;
  return {
    ...kept,
    noted: notedIn(pointedAt(payload, '/note_attributes')),
    landed: landedIn(payload, clickIdParameter),
  };
}

function notedIn(notes: Sent | undefined): Sent {
  if (!Array.isArray(notes)) return {};
  const told = notes.map((note: Sent) => [pointedAt(note, '/name'), pointedAt(note, '/value')] as const);
  return Object.fromEntries(told.filter(([name]) => typeof name === 'string' && Object.hasOwn(ATTRIBUTION, name)));
}

/** A landing page is a path of the shop. */
const ANY_SHOP = 'https://shop.invalid';

/** The address by which the customer came to the shop, as far as it names a click: by the parameter that tracking links append. */
function landedIn(payload: Sent, clickIdParameter: string): Sent {
  const landing = pointedAt(payload, '/landing_site');
  const page = typeof landing === 'string' ? URL.parse(landing, ANY_SHOP) : null;
  const clickId = page?.searchParams.get(clickIdParameter) ?? null;
  return clickId === null ? {} : { bpid: clickId };
}
