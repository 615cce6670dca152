import type { Mapped, VendorFact } from '../../../domain/connector/vendor-fact.ts';
import { ignored } from '../../../domain/connector/vendor-fact.ts';
import { formatAmount, parseAmount } from '../../../domain/money/amount.ts';
import { attributionIn } from '../attribution.ts';
import { readShape } from '../read-shape.ts';
import type { SoldLine } from '../sold-lines.ts';
import { linesOf, SHIPPING_LINE } from '../sold-lines.ts';
import { refundFacts } from './shopify-refund.ts';
import type { Order } from './shopify-shapes.ts';
import { orderShape, refundShape, shopifyConversionId } from './shopify-shapes.ts';

/** What a message of a shop comes to, by its topic. A shape that is not Shopify's is a ZodError. */
export function mapShopify(topic: string, payload: unknown): Mapped {
  switch (topic) {
    case 'orders/create':
    case 'orders/paid':
      return orderFact(readShape(orderShape, payload));
    case 'refunds/create':
      return refundFacts(readShape(refundShape, payload));
    default:
      return ignored({
        en: `messages of topic ${topic} are not asked for`,
        ja: `トピック${topic}のメッセージは対象外です`,
      });
  }
}

/** Whether an order or refund was made to try things out. */
export function isShopifyTest(topic: string, payload: unknown): boolean {
  if (topic === 'refunds/create')
    return (readShape(refundShape, payload).transactions ?? []).some(({ test }) => test === true);
  return topic.startsWith('orders/') && readShape(orderShape, payload).test === true;
}

/** What was refunded since was paid too; its refunds tell the rest. */
const PAID: ReadonlySet<unknown> = new Set(['paid', 'partially_refunded', 'refunded']);

/** A gift card is money for a later order, which earns in full: counted when it is bought, it would earn twice. */
const CARDS_LEFT_OUT = {
  en: 'gift cards were left out: they earn when they are spent',
  ja: 'ギフトカードは除外しました（使用時の注文が成果の対象になります）',
};
const CARDS_ALONE = {
  en: 'gift cards alone were bought: they earn when they are spent',
  ja: '購入はギフトカードのみです（使用時の注文が成果の対象になります）',
};

/** In the shop's own currency; an order is a sale once it is paid. */
function orderFact(order: Order): Mapped {
  const { currency } = order;
  if (!PAID.has(order.financial_status))
    return ignored({
      en: `it is ${order.financial_status}; orders/paid tells when it is paid`,
      ja: `支払い状況が${order.financial_status}です。支払い完了はorders/paidで届きます。`,
    });
  const cards = order.line_items.filter(({ gift_card: isCard }) => isCard === true);
  const lines = soldIn(order);
  let paid = 0n;
  for (const { netMinor, taxMinor } of lines) paid += netMinor + taxMinor;
  if (paid === 0n) {
    return ignored(cards.length > 0 ? CARDS_ALONE : { en: 'nothing was paid', ja: '支払額がありません' });
  }
  const note = cards.length > 0 ? CARDS_LEFT_OUT : null;
  const sale: VendorFact = {
    fact: 'conversion',
    wire: {
      conversionId: shopifyConversionId(order.id),
      kind: 'sale',
      occurredAt: order.processed_at ?? order.created_at,
      currency,
      country: (order.shipping_address ?? order.billing_address)?.country_code ?? null,
      customerId: order.customer?.id ?? null,
      ...attributionIn(order.noted, order.landed),
      lines: linesOf(lines, paid, (minor) => ({ amount: formatAmount(minor, currency), currency })),
    },
    coupons: (order.discount_codes ?? []).map(({ code }) => code),
    payments: [],
  };
  return { outcome: 'facts', facts: [sale], note };
}

function soldIn(order: Order): readonly SoldLine[] {
  const { currency, taxes_included: isInclusive } = order;
  const minor = (decimal: string) => parseAmount(decimal, currency);
  const total = (decimals: readonly string[]) => decimals.reduce((sum, decimal) => sum + minor(decimal), 0n);
  const parts = (grossMinor: bigint, { tax_lines: taxes, discount_allocations: discounts }: Priced, off: Off = []) => {
    const taxMinor = total((taxes ?? []).map(({ price }) => price)) - total(off.map(({ total_tax: tax }) => tax));
    const lessMinor = total((discounts ?? []).map(({ amount }) => amount)) + total(off.map(({ subtotal }) => subtotal));
    const chargedMinor = grossMinor - lessMinor;
    return { netMinor: isInclusive ? chargedMinor - taxMinor : chargedMinor, taxMinor };
  };
  const goods = order.line_items.filter(({ gift_card: isCard }) => isCard !== true);
  const items = goods.map((item): SoldLine => {
    const { id, product_id: productId = null } = item;
    const off = takenOff(order, id);
    const quantity = off.reduce((left, removed) => left - removed.quantity, item.quantity);
    const sold = parts(minor(item.price) * BigInt(item.quantity), item, off);
    return { lineId: id, productId, quantity: Math.max(1, quantity), ...sold };
  });
  const shipping = { lineId: SHIPPING_LINE, productId: null, quantity: 1, netMinor: 0n, taxMinor: 0n };
  for (const line of order.shipping_lines ?? []) {
    const { netMinor, taxMinor } = parts(minor(line.price), line);
    shipping.netMinor += netMinor;
    shipping.taxMinor += taxMinor;
  }
  return [...items, shipping];
}

/** What was taken off a line before the order was paid; Shopify leaves the line, its discounts and its tax as they were. */
function takenOff({ refunds }: Order, lineId: string): Off {
  return (refunds ?? [])
    .filter(({ transactions }) => (transactions ?? []).length === 0)
    .flatMap(({ refund_line_items: items }) => items.filter((item) => item.line_item_id === lineId));
}

type Priced = Pick<Order['line_items'][number], 'tax_lines' | 'discount_allocations'>;
type Off = NonNullable<Order['refunds']>[number]['refund_line_items'];
