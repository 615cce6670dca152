import type { Mapped, VendorFact } from '../../../domain/connector/vendor-fact.ts';
import { facts, ignored } from '../../../domain/connector/vendor-fact.ts';
import { formatInstant, SECOND_MS } from '../../../domain/time.ts';
import { attributionIn } from '../attribution.ts';
import { readShape } from '../read-shape.ts';
import type { SoldLine } from '../sold-lines.ts';
import { linesOf, SHIPPING_LINE, TOTAL_LINE } from '../sold-lines.ts';
import { stripeAmount } from './stripe-amount.ts';
import { invoiceFact } from './stripe-invoice.ts';
import type { Dispute, Refund, Session, StripeEvent } from './stripe-shapes.ts';
import {
  chargeShape,
  disputeShape,
  invoicePaymentShape,
  invoiceShape,
  refundShape,
  sessionShape,
} from './stripe-shapes.ts';

/** What an event of Stripe comes to. A shape that is not Stripe's is a ZodError. */
export function mapStripe({ type, created, data: { object } }: StripeEvent): Mapped {
  switch (type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
      return sessionFact(readShape(sessionShape, object), created);
    case 'invoice.paid':
      return invoiceFact(readShape(invoiceShape, object), created);
    case 'invoice_payment.paid':
      return invoicePayments(object);
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed':
      return refundFact(readShape(refundShape, object), { type, created });
    case 'charge.refunded':
      return refundedCharge(object);
    case 'charge.dispute.created':
    case 'charge.dispute.funds_withdrawn':
    case 'charge.dispute.closed':
      return disputeFact(object, { type, created });
    default:
      return ignored({ en: `events of type ${type} are not asked for`, ja: `種類${type}のイベントは対象外です` });
  }
}

function sessionFact(session: Session, happenedAt: number): Mapped {
  const { id, currency, amount_total: paid, payment_intent: payment } = session;
  if (session.invoice)
    return ignored({
      en: `invoice.paid of ${session.invoice} tells it`,
      ja: `${session.invoice}のinvoice.paidで届きます`,
    });
  if (session.mode !== 'payment')
    return ignored({
      en: `a session in mode ${session.mode} sells nothing by itself`,
      ja: `モード${session.mode}のセッションは、それだけでは売上になりません`,
    });
  if (session.payment_status === 'unpaid')
    return ignored({
      en: 'it is not paid yet; async_payment_succeeded tells when it is',
      ja: 'まだ支払われていません。支払い完了はasync_payment_succeededで届きます。',
    });
  if (!paid || currency === null) return ignored({ en: 'nothing was paid', ja: '支払額がありません' });
  return facts({
    fact: 'conversion',
    wire: {
      conversionId: id,
      kind: 'sale',
      occurredAt: formatInstant(happenedAt * SECOND_MS),
      currency: currency.toUpperCase(),
      country: session.customer_details?.address?.country ?? null,
      customerId: session.customer ?? null,
      // Payment links carry nothing else through to the sale.
      ...attributionIn(session.metadata, { bpid: session.client_reference_id }),
      lines: sessionLines(session, paid, currency),
    },
    payments: payment ? [payment] : [],
  });
}

/** Items are told only where whoever forwards the event has expanded them; without them the session is one line. */
function sessionLines({ line_items: items, total_details: details }: Session, paid: bigint, currency: string) {
  const write = (minor: bigint) => stripeAmount(minor, currency);
  const taxMinor = details?.amount_tax ?? 0n;
  const shippingMinor = details?.amount_shipping ?? 0n;
  if (!items || items.has_more || items.data.length === 0) {
    const amounts = { amount: write(paid), tax: write(taxMinor), shipping: write(shippingMinor) };
    return [{ lineId: TOTAL_LINE, quantity: 1, ...amounts }];
  }
  let shippingTax = taxMinor;
  const lines = items.data.map(({ id, quantity, amount_total: total, amount_tax: tax, price }): SoldLine => {
    shippingTax -= tax ?? 0n;
    const productId = price?.product ?? null;
    return { lineId: id, productId, quantity: quantity || 1, netMinor: total - (tax ?? 0n), taxMinor: tax ?? 0n };
  });
  const shipping = { lineId: SHIPPING_LINE, productId: null, quantity: 1, netMinor: shippingMinor };
  return linesOf([...lines, { ...shipping, taxMinor: shippingTax > 0n ? shippingTax : 0n }], paid, write);
}

function invoicePayments(object: unknown): Mapped {
  const { invoice, payment } = readShape(invoicePaymentShape, object);
  const named = payment.payment_intent ?? payment.charge;
  if (!invoice || !named) return ignored({ en: 'it was paid outside of Stripe', ja: 'Stripe以外で支払われています' });
  return facts({ fact: 'payment', payment: named, conversionId: invoice });
}

interface Told {
  readonly type: string;
  /** Epoch seconds. */
  readonly created: number;
}

function refundFact(refund: Refund, { type, created }: Told): Mapped {
  const { id, status } = refund;
  if (status === 'canceled') return facts(undone(refund, `${id}:canceled`, created));
  if (type === 'refund.failed') return facts(undone(refund, `${id}:failed`, created));
  if (status === 'failed') return ignored({ en: 'refund.failed tells it', ja: 'refund.failedで届きます' });
  return facts(reversalOf(refund));
}

/** The money stays with the merchant after all. */
function undone(refund: Refund, reversalId: string, happenedAt: number): VendorFact {
  const { fact, wire, payment } = reversalOf(refund);
  const occurredAt = formatInstant(happenedAt * SECOND_MS);
  return { fact, wire: { ...wire, reversalId, occurredAt, cause: 'other', undoes: refund.id }, payment };
}

function reversalOf({ id, amount, currency, created, ...of }: Refund): VendorFact & { readonly fact: 'reversal' } {
  return {
    fact: 'reversal',
    wire: {
      reversalId: id,
      occurredAt: formatInstant(created * SECOND_MS),
      cause: 'refund',
      amount: stripeAmount(amount, currency),
    },
    payment: of.payment_intent ?? of.charge ?? null,
  };
}

/** API versions before November 2022 list the refunds; later ones tell each by an event of its own. */
function refundedCharge(object: unknown): Mapped {
  const { id, amount_refunded: refunded, currency, payment_intent: payment, refunds } = readShape(chargeShape, object);
  const told = refunds?.data ?? [];
  if (told.length > 0 && !refunds?.has_more) {
    const counted = told.filter(({ status }) => status !== 'failed' && status !== 'canceled');
    return facts(...counted.map((refund) => reversalOf({ charge: id, payment_intent: payment, ...refund })));
  }
  return facts({ fact: 'refunded', payment: payment ?? id, amount: stripeAmount(refunded, currency) });
}

/**
 * By its status (docs.stripe.com/api/disputes/object). `needs_response`, `under_review` and their `appeal_…`: the bank has taken the
 * money, a chargeback. `lost`: it keeps it; told once more, for an inquiry may become a dispute after it was created, and the same
 * again changes nothing. `won`: it comes back. `warning_…`: an inquiry, which takes nothing. `prevented`: see `isRefunded`.
 */
function disputeFact(object: unknown, { type, created }: Told): Mapped {
  const dispute = readShape(disputeShape, object);
  const { id, amount, currency, status, ...of } = dispute;
  if (status.startsWith('warning')) return ignored({ en: 'an inquiry takes no money', ja: '照会では金額は動きません' });
  if (status === 'prevented' && !isRefunded(dispute, type))
    return ignored({
      en: 'a dispute that is blocked takes no money',
      ja: 'ブロックされた異議申し立てでは金額は動きません',
    });
  const isClosed = type === 'charge.dispute.closed';
  const isWon = isClosed && status === 'won';
  if (isClosed && !isWon && status !== 'lost' && status !== 'prevented')
    return ignored({
      en: `a dispute that is ${status} stays as it was counted`,
      ja: `状況が${status}の異議申し立ては、計上済みのままとします`,
    });
  const happened = { occurredAt: formatInstant((isWon ? created : of.created) * SECOND_MS) };
  const taken = { amount: stripeAmount(amount, currency), ...happened };
  return facts({
    fact: 'reversal',
    wire: isWon
      ? { ...taken, reversalId: `${id}:won`, cause: 'dispute-won', undoes: id }
      : { ...taken, reversalId: id, cause: 'chargeback' },
    payment: of.payment_intent ?? of.charge ?? null,
  });
}

/**
 * Whether a dispute that never became a formal one has given the customer the money back. A rule of the merchant resolves it by a
 * refund (Rapid Dispute Resolution, Ethoca Alerts: case type `resolution`), or what was shown of the sale blocks it (`block`):
 * docs.stripe.com/disputes/prevention, since API version 2025-08-27.
 */
function isRefunded({ payment_method_details: paidBy }: Dispute, type: string): boolean {
  return paidBy?.card?.case_type === 'resolution' || type === 'charge.dispute.funds_withdrawn';
}
