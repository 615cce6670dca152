import * as z from 'zod';

/** Members of Stripe's objects that a mapping reads, as its API versions since 2020 write them. */

const minor = z.int().transform(BigInt);
/** An object by its id, or in full where it was expanded. */
const reference = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]).nullish();
const metadata = z.record(z.string(), z.string()).nullish();
const address = z.object({ country: z.string().nullish() }).nullish();
const amounts = z.array(z.object({ amount: minor })).nullish();
const tax = z.object({
  amount: minor,
  inclusive: z.boolean().nullish(),
  tax_behavior: z.string().nullish(),
});

export const eventShape = z.object({
  id: z.string(),
  type: z.string(),
  created: z.int(),
  livemode: z.boolean(),
  account: z.string().nullish(),
  data: z.object({ object: z.unknown() }),
});

export const sessionShape = z.object({
  id: z.string(),
  mode: z.string(),
  payment_status: z.string(),
  amount_total: minor.nullable(),
  currency: z.string().nullable(),
  payment_intent: reference,
  invoice: reference,
  customer: reference,
  client_reference_id: z.string().nullish(),
  metadata,
  customer_details: z.object({ address }).nullish(),
  total_details: z.object({ amount_shipping: minor.nullish(), amount_tax: minor.nullish() }).nullish(),
  line_items: z
    .object({
      has_more: z.boolean().optional(),
      data: z.array(
        z.object({
          id: z.string(),
          quantity: z.int().nullish(),
          amount_total: minor,
          amount_tax: minor.nullish(),
          price: z.object({ product: reference }).nullish(),
        }),
      ),
    })
    .nullish(),
});

export const invoiceShape = z.object({
  id: z.string(),
  currency: z.string(),
  amount_paid: minor,
  total: minor,
  billing_reason: z.string().nullish(),
  customer: reference,
  customer_address: address,
  payment_intent: reference,
  charge: reference,
  metadata,
  tax: minor.nullish(),
  total_taxes: z.array(tax).nullish(),
  total_tax_amounts: z.array(tax).nullish(),
  shipping_cost: z.object({ amount_total: minor, amount_tax: minor.nullish() }).nullish(),
  parent: z.object({ subscription_details: z.object({ metadata }).nullish() }).nullish(),
  subscription_details: z.object({ metadata }).nullish(),
  status_transitions: z.object({ paid_at: z.int().nullish() }).nullish(),
  payments: z
    .object({
      data: z.array(z.object({ payment: z.object({ payment_intent: reference, charge: reference }) })),
    })
    .nullish(),
  lines: z.object({
    has_more: z.boolean().optional(),
    data: z.array(
      z.object({
        id: z.string(),
        amount: minor,
        quantity: z.int().nullish(),
        discount_amounts: amounts,
        taxes: z.array(tax).nullish(),
        tax_amounts: z.array(tax).nullish(),
        price: z.object({ product: reference }).nullish(),
        pricing: z.object({ price_details: z.object({ product: reference }).nullish() }).nullish(),
      }),
    ),
  }),
});

export const invoicePaymentShape = z.object({
  invoice: reference,
  status: z.string(),
  payment: z.object({ payment_intent: reference, charge: reference }),
});

export const refundShape = z.object({
  id: z.string(),
  amount: minor,
  currency: z.string(),
  created: z.int(),
  status: z.string().nullish(),
  payment_intent: reference,
  charge: reference,
});

export const chargeShape = z.object({
  id: z.string(),
  amount_refunded: minor,
  currency: z.string(),
  payment_intent: reference,
  refunds: z.object({ has_more: z.boolean().optional(), data: z.array(refundShape) }).nullish(),
});

export const disputeShape = z.object({
  id: z.string(),
  amount: minor,
  currency: z.string(),
  created: z.int(),
  status: z.string(),
  payment_method_details: z.object({ card: z.object({ case_type: z.string().nullish() }).nullish() }).nullish(),
  payment_intent: reference,
  charge: reference,
});

export type Tax = z.output<typeof tax>;
export type StripeEvent = z.output<typeof eventShape>;
export type Session = z.output<typeof sessionShape>;
export type Invoice = z.output<typeof invoiceShape>;
export type Refund = z.output<typeof refundShape>;
export type Dispute = z.output<typeof disputeShape>;
