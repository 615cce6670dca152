import type { Mapped } from '../../../domain/connector/vendor-fact.ts';
import { facts, ignored } from '../../../domain/connector/vendor-fact.ts';
import { formatInstant, SECOND_MS } from '../../../domain/time.ts';
import { attributionIn } from '../attribution.ts';
import type { SoldLine } from '../sold-lines.ts';
import { linesOf, SHIPPING_LINE, TOTAL_LINE } from '../sold-lines.ts';
import { stripeAmount } from './stripe-amount.ts';
import type { Invoice, Tax } from './stripe-shapes.ts';

/** A paid invoice as a conversion of what was paid; the next one of a subscription is a renewal. */
export function invoiceFact(invoice: Invoice, happenedAt: number): Mapped {
  const { id, currency, amount_paid: paid, payments } = invoice;
  if (paid === 0n) return ignored({ en: 'nothing was paid', ja: '支払額がありません' });
  const paidAt = (invoice.status_transitions?.paid_at ?? happenedAt) * SECOND_MS;
  const subscription = invoice.parent?.subscription_details ?? invoice.subscription_details;
  return facts({
    fact: 'conversion',
    wire: {
      conversionId: id,
      kind: invoice.billing_reason === 'subscription_cycle' ? 'renewal' : 'sale',
      occurredAt: formatInstant(paidAt),
      currency: currency.toUpperCase(),
      country: invoice.customer_address?.country ?? null,
      customerId: invoice.customer ?? null,
      ...attributionIn(invoice.metadata, subscription?.metadata),
      lines: linesOf(soldIn(invoice), paid, (minor) => stripeAmount(minor, currency)),
    },
    payments: [
      ...[invoice.payment_intent, invoice.charge],
      ...(payments?.data ?? []).flatMap(({ payment }) => [payment.payment_intent, payment.charge]),
    ].filter((payment) => typeof payment === 'string'),
  });
}

/** Items and shipping; one line where not all items are told, or one takes off from others, as when a plan changes in between. */
function soldIn(invoice: Invoice): readonly SoldLine[] {
  const { shipping_cost: shipping, lines } = invoice;
  const items = lines.data.map((line): SoldLine => {
    const taxes = line.taxes ?? line.tax_amounts ?? [];
    const discounts = (line.discount_amounts ?? []).map(({ amount }) => amount);
    return {
      lineId: line.id,
      productId: line.pricing?.price_details?.product ?? line.price?.product ?? null,
      quantity: Math.max(1, line.quantity ?? 1),
      netMinor: line.amount - sum(discounts) - sum(taxes.filter(isInclusive).map(({ amount }) => amount)),
      taxMinor: sum(taxes.map(({ amount }) => amount)),
    };
  });
  const isWhole = !lines.has_more && items.every(({ netMinor, taxMinor }) => netMinor >= 0n && taxMinor >= 0n);
  if (!isWhole || items.length === 0) {
    const taxMinor = taxOf(invoice);
    return [{ lineId: TOTAL_LINE, productId: null, quantity: 1, netMinor: invoice.total - taxMinor, taxMinor }];
  }
  if (!shipping) return items;
  const taxMinor = shipping.amount_tax ?? 0n;
  const netMinor = shipping.amount_total - taxMinor;
  return [...items, { lineId: SHIPPING_LINE, productId: null, quantity: 1, netMinor, taxMinor }];
}

function taxOf({ total_taxes: taxes, total_tax_amounts: earlier, tax }: Invoice): bigint {
  const told = taxes ?? earlier;
  return told ? sum(told.map(({ amount }) => amount)) : (tax ?? 0n);
}

function isInclusive(tax: Tax): boolean {
  return tax.inclusive ?? tax.tax_behavior === 'inclusive';
}

function sum(amounts: readonly bigint[]): bigint {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}
