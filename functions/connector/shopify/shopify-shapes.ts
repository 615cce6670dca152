import * as z from 'zod';

/** Members of Shopify's orders and refunds that a mapping reads. */

const id = z.union([z.int(), z.string()]).transform(String);
const decimal = z.string().regex(/^-?\d+(?:\.\d+)?$/, 'must be a decimal number in a string');
const address = z.object({ country_code: z.string().nullish() }).nullish();
const told = z.record(z.string(), z.unknown()).nullish();
const prices = z.array(z.object({ price: decimal })).nullish();
const allocations = z.array(z.object({ amount: decimal })).nullish();

export const orderShape = z.object({
  id,
  test: z.boolean().nullish(),
  created_at: z.string(),
  processed_at: z.string().nullish(),
  financial_status: z.string().nullish(),
  currency: z.string(),
  taxes_included: z.boolean(),
  customer: z.object({ id }).nullish(),
  billing_address: address,
  shipping_address: address,
  /** What the notes on the order say, and the page by which the customer came, as far as it attributes. */
  noted: told,
  landed: told,
  discount_codes: z.array(z.object({ code: z.string() })).nullish(),
  line_items: z.array(
    z.object({
      id,
      product_id: id.nullish(),
      quantity: z.int(),
      price: decimal,
      discount_allocations: allocations,
      tax_lines: prices,
    }),
  ),
  shipping_lines: z.array(z.object({ price: decimal, discount_allocations: allocations, tax_lines: prices })).nullish(),
});

export const refundShape = z.object({
  id,
  order_id: id,
  created_at: z.string(),
  processed_at: z.string().nullish(),
  refund_line_items: z.array(
    z.object({
      id,
      line_item_id: id,
      quantity: z.int(),
      subtotal: z.union([decimal, z.number().transform(String)]),
      total_tax: z.union([decimal, z.number().transform(String)]),
    }),
  ),
  order_adjustments: z.array(z.object({ kind: z.string(), amount: decimal, tax_amount: decimal.nullish() })).nullish(),
  transactions: z
    .array(
      z.object({
        kind: z.string(),
        status: z.string(),
        amount: decimal,
        currency: z.string(),
        test: z.boolean().nullish(),
      }),
    )
    .nullish(),
});

export type Order = z.output<typeof orderShape>;
export type ShopRefund = z.output<typeof refundShape>;

/** Orders are numbered across all shops, so their ids meet no other's. */
export function shopifyConversionId(orderId: string): string {
  return `shopify:order:${orderId}`;
}
