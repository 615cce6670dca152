import * as z from 'zod';
import { told } from '../../contract/told.ts';

/** Members of Shopify's orders and refunds that a mapping reads. */

const id = z.union([z.int(), z.string()]).transform(String);
const decimal = z
  .string()
  .regex(
    /^-?\d+(?:\.\d+)?$/,
    told({ en: 'must be a decimal number in a string', ja: '小数の文字列である必要があります' }),
  );
const address = z.object({ country_code: z.string().nullish() }).nullish();
const anything = z.record(z.string(), z.unknown()).nullish();
const decimalOrNumber = z.union([decimal, z.number().transform(String)]);
const money = z.object({ amount: decimalOrNumber, currency_code: z.string() });
/** In the shop's own currency, and in the one that the customer paid in. */
const moneySet = z.object({ shop_money: money, presentment_money: money }).nullish();
const prices = z.array(z.object({ price: decimal, price_set: moneySet })).nullish();
const allocations = z.array(z.object({ amount: decimal, amount_set: moneySet })).nullish();
const shippingLine = z.object({
  price: decimal,
  price_set: moneySet,
  discount_allocations: allocations,
  tax_lines: prices,
});

const refundedItem = z.object({
  line_item_id: id,
  quantity: z.int(),
  subtotal: decimalOrNumber,
  total_tax: decimalOrNumber,
});

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
  noted: anything,
  landed: anything,
  discount_codes: z.array(z.object({ code: z.string() })).nullish(),
  line_items: z.array(
    z.object({
      id,
      product_id: id.nullish(),
      quantity: z.int(),
      price: decimal,
      gift_card: z.boolean().nullish(),
      discount_allocations: allocations,
      tax_lines: prices,
    }),
  ),
  shipping_lines: z.array(shippingLine).nullish(),
  /** Also what was taken off an order before it was paid: a refund without any transaction. */
  refunds: z
    .array(z.object({ refund_line_items: z.array(refundedItem), transactions: z.array(z.unknown()).nullish() }))
    .nullish(),
});

const refundedShipping = z.object({
  subtotal_amount_set: moneySet,
  shipping_line: shippingLine.partial().nullish(),
});

export const refundShape = z.object({
  id,
  order_id: id,
  created_at: z.string(),
  processed_at: z.string().nullish(),
  refund_line_items: z.array(
    refundedItem.extend({
      id,
      line_item: z.object({ gift_card: z.boolean().nullish() }).nullish(),
      subtotal_set: moneySet,
      total_tax_set: moneySet,
    }),
  ),
  /** From version 2024-10 of the API on; in earlier ones an adjustment tells of shipping. */
  refund_shipping_lines: z.array(refundedShipping).nullish(),
  order_adjustments: z
    .array(
      z.object({
        kind: z.string(),
        amount: decimal,
        amount_set: moneySet,
        tax_amount: decimal.nullish(),
        tax_amount_set: moneySet,
      }),
    )
    .nullish(),
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
export type RefundedShipping = z.output<typeof refundedShipping>;
export type MoneySet = z.output<typeof moneySet>;

/** Orders are numbered across all shops, so their ids meet no other's. */
export function shopifyConversionId(orderId: string): string {
  return `shopify:order:${orderId}`;
}
