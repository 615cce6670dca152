import { describe, expect, it } from 'vitest';
import type { Mapped, VendorFact } from '../../../domain/connector/vendor-fact.ts';
import { keptOfStripe } from '../../../functions/connector/keep.ts';
import { mapStripe } from '../../../functions/connector/stripe/map-stripe.ts';
import { stripeAmount } from '../../../functions/connector/stripe/stripe-amount.ts';
import { eventShape } from '../../../functions/connector/stripe/stripe-shapes.ts';
import { conversionSchema } from '../../../functions/contract/schemas/conversion.ts';
import type { Json } from '../../support/app.ts';
import { aPayload } from './fixture.ts';

function mapped(name: string, changes: Json = {}): Mapped {
  return mapStripe(eventShape.parse(keptOfStripe(aPayload(`stripe/${name}`, changes))));
}

function wires(name: string, changes: Json = {}): Json[] {
  const found = mapped(name, changes);
  if (found.outcome !== 'facts') throw new Error(found.reason.en);
  return found.facts.map((fact: VendorFact) => ('wire' in fact ? fact.wire : fact));
}

const usd = (amount: string): Json => ({ amount, currency: 'USD' });
const conversionOf = (name: string, changes: Json = {}) => conversionSchema.parse(wires(name, changes)[0]);
const lineSums = (name: string, changes: Json = {}) => {
  let amount = 0n;
  let tax = 0n;
  for (const line of conversionOf(name, changes).lines) {
    amount += line.amountMinor;
    tax += line.taxMinor;
  }
  return { amount, tax };
};

describe('an amount of Stripe', () => {
  it.each([
    [1250n, 'usd', '12.50'],
    [500n, 'jpy', '500'],
    [12345n, 'kwd', '12.345'],
    // Stripe counts hundredths of these two, which have none.
    [500n, 'isk', '5.00'],
    [500n, 'ugx', '5.00'],
    // And whole ones of this, which has hundredths.
    [500n, 'mga', '500'],
  ])('of %s in %s is %s', (minor, currency, amount) => {
    expect(stripeAmount(minor, currency)).toEqual({ amount, currency: currency.toUpperCase() });
  });
});

describe('a checkout of Stripe', () => {
  it('becomes a sale of what was paid, with its tax and shipping, credited by its metadata', () => {
    expect(mapped('checkout.session.completed')).toEqual({
      outcome: 'facts',
      note: null,
      facts: [
        {
          fact: 'conversion',
          payments: ['pi_3Qx1'],
          wire: {
            conversionId: 'cs_live_a1Q9',
            kind: 'sale',
            occurredAt: '2026-10-01T03:00:00Z',
            currency: 'USD',
            country: 'US',
            customerId: 'cus_Qx1',
            clickId: 'clk_1',
            lines: [{ lineId: 'total', quantity: 1, amount: usd('127.00'), tax: usd('17.00'), shipping: usd('5.00') }],
          },
        },
      ],
    });
  });

  it('is credited by the reference that a payment link carries, unless its metadata say otherwise', () => {
    const reference = { client_reference_id: 'clk_9' };
    expect(wires('checkout.session.completed', { ...reference, metadata: {} })[0].clickId).toBe('clk_9');
    expect(wires('checkout.session.completed', reference)[0].clickId).toBe('clk_1');
  });

  it.each([
    ['has an invoice, which tells it', { invoice: 'in_1' }],
    ['starts a subscription', { mode: 'subscription' }],
    ['saves a card', { mode: 'setup' }],
    ['waits for a bank transfer', { payment_status: 'unpaid' }],
    ['is free', { amount_total: 0 }],
  ])('is no sale of its own when it %s', (_why, changes) => {
    expect(mapped('checkout.session.completed', changes).outcome).toBe('ignored');
  });

  it('keeps its items apart from its shipping where they are told', () => {
    const data = [
      { id: 'li_1', quantity: 2, amount_total: 9900, amount_tax: 900, price: { product: 'prod_a' } },
      { id: 'li_2', quantity: 1, amount_total: 2250, amount_tax: 750, price: { product: { id: 'prod_b' } } },
    ];
    const { lines } = conversionOf('checkout.session.completed', { line_items: { data, has_more: false } });
    expect(lines).toMatchObject([
      { lineId: 'li_1', productId: 'prod_a', quantity: 2, amountMinor: 9900n, taxMinor: 900n, shippingMinor: 0n },
      { lineId: 'li_2', productId: 'prod_b', amountMinor: 2250n, taxMinor: 750n, shippingMinor: 0n },
      { lineId: 'shipping', category: 'shipping', amountMinor: 550n, taxMinor: 50n, shippingMinor: 500n },
    ]);
  });
});

describe('a paid invoice of Stripe', () => {
  it('becomes a conversion of its lines, less discounts, with the tax on top', () => {
    const { lines, ...sale } = conversionOf('invoice.paid');
    expect(sale).toMatchObject({ conversionId: 'in_1Q', kind: 'sale', clickId: 'clk_1', customerId: 'cus_Qx1' });
    expect(lines).toMatchObject([
      { lineId: 'il_1', productId: 'prod_team', quantity: 1, amountMinor: 9900n, taxMinor: 900n },
      { lineId: 'il_2', productId: 'prod_seat', quantity: 3, amountMinor: 3300n, taxMinor: 300n },
    ]);
  });

  it('is a renewal from the second period of a subscription on', () => {
    expect(conversionOf('invoice.paid', { billing_reason: 'subscription_cycle' }).kind).toBe('renewal');
  });

  it('counts what was paid when a credit paid the rest, each part by its share', () => {
    expect(lineSums('invoice.paid', { amount_paid: 6600 })).toEqual({ amount: 6600n, tax: 600n });
  });

  it('is one line when one of its lines takes off from the others', () => {
    const [first, second] = aPayload('stripe/invoice.paid').data.object.lines.data;
    const lines = { has_more: false, data: [first, { ...second, amount: -3000, taxes: [] }] };
    const changes = {
      lines,
      total: 6900,
      amount_paid: 6900,
      total_taxes: [{ amount: 900, tax_behavior: 'exclusive' }],
    };
    expect(conversionOf('invoice.paid', changes).lines).toMatchObject([
      { lineId: 'total', amountMinor: 6900n, taxMinor: 900n },
    ]);
  });

  it('is one line when it has more lines than the event tells', () => {
    const { data } = aPayload('stripe/invoice.paid').data.object.lines;
    const { lines } = conversionOf('invoice.paid', { lines: { has_more: true, data } });
    expect(lines).toMatchObject([{ lineId: 'total', amountMinor: 13200n, taxMinor: 1200n }]);
  });

  it('names its payment where the version of the API tells it, and else by an event of its own', () => {
    expect(mapped('invoice.paid', { payment_intent: 'pi_old' })).toMatchObject({ facts: [{ payments: ['pi_old'] }] });
    expect(wires('invoice_payment.paid')).toEqual([{ fact: 'payment', payment: 'pi_3Inv', conversionId: 'in_1Q' }]);
  });

  it('of a free trial is no sale', () => {
    expect(mapped('invoice.paid', { amount_paid: 0, total: 0 })).toMatchObject({ outcome: 'ignored' });
  });
});

describe('money that goes back through Stripe', () => {
  it('is one reversal for each refund, of the sale that the payment was for', () => {
    expect(mapped('refund.created')).toMatchObject({
      facts: [
        {
          fact: 'reversal',
          payment: 'pi_3Qx1',
          wire: { reversalId: 're_3Qx1a', cause: 'refund', amount: usd('27.00') },
        },
      ],
    });
  });

  it('is the same reversal when the refund has succeeded later', () => {
    const event = { type: 'refund.updated', created: 1790999999 };
    expect(wires('refund.created', { event })).toEqual(wires('refund.created', { status: 'pending' }));
  });

  it('is given back when the refund fails or is canceled, once each', () => {
    const failed = { status: 'failed', event: { type: 'refund.failed', created: 1790900100 } };
    const undone = { undoes: 're_3Qx1a', cause: 'other', occurredAt: '2026-10-02T00:15:00Z' };
    expect(wires('refund.created', failed)).toMatchObject([{ ...undone, reversalId: 're_3Qx1a:failed' }]);
    const told = { status: 'failed', event: { type: 'refund.updated' } };
    expect(mapped('refund.created', told).outcome).toBe('ignored');
    const canceled = { status: 'canceled', event: { type: 'refund.updated', created: 1790900100 } };
    expect(wires('refund.created', canceled)).toMatchObject([{ ...undone, reversalId: 're_3Qx1a:canceled' }]);
  });

  it('is the refunds that an old version of the API lists with the charge, and only their sum in a new one', () => {
    const { object: refund } = aPayload('stripe/refund.created').data;
    expect(wires('charge.refunded', { refunds: { data: [refund], has_more: false } })).toEqual(wires('refund.created'));
    expect(wires('charge.refunded')).toEqual([{ fact: 'refunded', payment: 'pi_3Qx1', amount: usd('27.00') }]);
  });

  it('is a chargeback when the customer disputes, and comes back when the dispute is won', () => {
    expect(wires('charge.dispute.created')).toMatchObject([{ reversalId: 'du_1Qx', cause: 'chargeback' }]);
    expect(wires('charge.dispute.closed')).toMatchObject([
      { reversalId: 'du_1Qx:won', cause: 'dispute-won', undoes: 'du_1Qx', amount: usd('127.00') },
    ]);
  });

  it('is one chargeback, however often its dispute is told', () => {
    const created = wires('charge.dispute.created');
    expect(wires('charge.dispute.created', { event: { type: 'charge.dispute.funds_withdrawn' } })).toEqual(created);
    expect(wires('charge.dispute.closed', { status: 'lost' })).toEqual(created);
  });

  it('is none while a bank only inquires, and one as soon as the inquiry becomes a dispute', () => {
    for (const name of ['charge.dispute.created', 'charge.dispute.closed']) {
      expect(mapped(name, { status: 'warning_closed' }).outcome).toBe('ignored');
    }
    const escalated = { status: 'needs_response', event: { type: 'charge.dispute.funds_withdrawn' } };
    expect(wires('charge.dispute.created', escalated)).toMatchObject([{ reversalId: 'du_1Qx', cause: 'chargeback' }]);
  });
});

describe('a dispute of Stripe that is prevented', () => {
  const byCase = (case_type: string) => ({
    payment_method_details: { type: 'card', card: { brand: 'visa', case_type } },
  });

  it('is one chargeback where a rule gave the money back, whichever event tells it', () => {
    const told = wires('charge.dispute.prevented');
    expect(told).toMatchObject([{ reversalId: 'du_1Qy', cause: 'chargeback', amount: usd('127.00') }]);
    expect(wires('charge.dispute.prevented', { event: { type: 'charge.dispute.closed' } })).toEqual(told);
    const withdrawn = { ...byCase('block'), event: { type: 'charge.dispute.funds_withdrawn' } };
    expect(wires('charge.dispute.prevented', withdrawn)).toEqual(told);
  });

  it('is none where it was blocked', () => {
    for (const type of ['charge.dispute.created', 'charge.dispute.closed']) {
      const blocked = mapped('charge.dispute.prevented', { ...byCase('block'), event: { type } });
      expect(blocked).toMatchObject({ outcome: 'ignored', reason: { en: 'a dispute that is blocked takes no money' } });
    }
  });
});

describe('what is kept of an event of Stripe', () => {
  it('holds no name, address, mail or card of a person', () => {
    for (const name of ['checkout.session.completed', 'invoice.paid', 'charge.refunded', 'charge.dispute.created']) {
      expect(JSON.stringify(keptOfStripe(aPayload(`stripe/${name}`)))).not.toMatch(
        /Pat|@example|Main St|97201|4242|home/,
      );
    }
  });
});
