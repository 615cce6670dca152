import type { Mapped, VendorFact } from '../../../domain/connector/vendor-fact.ts';
import { facts, ignored } from '../../../domain/connector/vendor-fact.ts';
import { DomainError } from '../../../domain/errors.ts';
import { allocate } from '../../../domain/money/allocate.ts';
import { formatAmount, parseAmount } from '../../../domain/money/amount.ts';
import type { Currency } from '../../../domain/money/currency.ts';
import { roundRatio } from '../../../domain/money/round.ts';
import { SHIPPING_LINE } from '../sold-lines.ts';
import type { MoneySet, RefundedShipping, ShopRefund } from './shopify-shapes.ts';
import { shopifyConversionId } from './shopify-shapes.ts';

/**
 * A refund as one reversal for each line that it gives money back for, in the shop's own currency. They sum to the money that went
 * back: what a shop gives beside or below the price of the lines is divided by them.
 */
export function refundFacts(refund: ShopRefund): Mapped {
  const back = moneyBack(refund);
  if (back === null || back.minor === 0n) return ignored({ en: 'no money went back', ja: '返金額がありません' });
  const { currency, refundedMinor, parts } = inShopMoney(refund, back);
  const amounts = allocate(
    refundedMinor,
    parts.map(({ minor }) => minor),
  );
  if (parts.every(({ isGiftCard }) => isGiftCard))
    return ignored({ en: 'gift cards alone were given back', ja: '返品はギフトカードのみです' });
  return facts(
    ...parts.flatMap(({ name, lineId, quantity, isGiftCard }, index): VendorFact[] => {
      const amountMinor = amounts[index] ?? 0n;
      if (amountMinor === 0n || isGiftCard) return [];
      const wire = {
        reversalId: `shopify:refund:${refund.id}:${name}`,
        conversionId: shopifyConversionId(refund.order_id),
        lineId,
        quantity,
        occurredAt: refund.processed_at ?? refund.created_at,
        cause: 'refund',
        amount: { amount: formatAmount(amountMinor, currency), currency },
      };
      return [{ fact: 'reversal', wire, payment: null }];
    }),
  );
}

/** Money in the currency that the customer paid in. */
interface Back {
  readonly minor: bigint;
  readonly currency: Currency;
}

/** What is under way counts too: a refund is told once, when it is made. */
function moneyBack({ transactions }: ShopRefund): Back | null {
  const back = (transactions ?? []).filter(
    ({ kind, status }) => kind === 'refund' && (status === 'success' || status === 'pending'),
  );
  const [first] = back;
  if (first === undefined) return null;
  let minor = 0n;
  for (const { amount } of back) minor += parseAmount(amount, first.currency);
  return { minor, currency: first.currency };
}

/** What a refund gives money back for. */
interface Part {
  /** Within the refund. */
  readonly name: string;
  readonly lineId: string | null;
  readonly quantity: number | null;
  /** It was left out of the sale. */
  readonly isGiftCard: boolean;
  /** Its price, by which the parts share what went back. */
  readonly minor: bigint;
}

/** Of a refund that names no line. */
const WHOLE: Part = { name: 'amount', lineId: null, quantity: null, isGiftCard: false, minor: 1n };

interface ShopMoney {
  readonly currency: Currency;
  readonly refundedMinor: bigint;
  readonly parts: readonly Part[];
}

/** Where the customer paid in another currency, at the rate by which the refund tells its own amounts in both. */
function inShopMoney(refund: ShopRefund, back: Back): ShopMoney {
  const currency = shopCurrencyOf(refund) ?? back.currency;
  const inShop = readerOf('shop_money', currency);
  const asPaid = currency === back.currency ? inShop : readerOf('presentment_money', back.currency);
  // A refund does not say whether the shop's prices hold their tax; the money that went back does.
  const isTaxApart = sumOf(linesOf(refund, asPaid, false)) !== back.minor;
  const lines = linesOf(refund, inShop, isTaxApart);
  const parts = lines.length > 0 ? lines : [WHOLE];
  if (currency === back.currency) return { currency, refundedMinor: back.minor, parts };
  const toldIn = (read: Read) => sumOf(linesOf(refund, read, isTaxApart)) || adjustedIn(refund, read);
  const toldMinor = toldIn(asPaid);
  if (toldMinor === 0n) {
    const message = {
      en: `must tell its amounts in ${currency}, the shop's currency, too; got ${back.currency} alone`,
      ja: `ショップの通貨${currency}での金額も必要です（入力値: ${back.currency}のみ）`,
    };
    throw new DomainError('currency.mismatch', message, { field: 'transactions' });
  }
  return { currency, refundedMinor: roundRatio(back.minor * toldIn(inShop), toldMinor, 'half-even'), parts };
}

function shopCurrencyOf({
  refund_line_items: items,
  refund_shipping_lines: shipping,
  order_adjustments: adjusted,
}: ShopRefund) {
  const sets = [
    ...items.map(({ subtotal_set: set }) => set),
    ...(shipping ?? []).map(({ subtotal_amount_set: set }) => set),
    ...(adjusted ?? []).map(({ amount_set: set }) => set),
  ];
  return sets.find((set) => set != null)?.shop_money.currency_code;
}

/** Reads an amount in one of the two currencies; versions of the API that tell one write it without a set. */
type Read = (set: MoneySet, alone?: string | null) => bigint;

function readerOf(side: 'shop_money' | 'presentment_money', currency: Currency): Read {
  return (set, alone) => parseAmount(set?.[side].amount ?? alone ?? '0', currency);
}

function linesOf(refund: ShopRefund, read: Read, isTaxApart: boolean): readonly Part[] {
  const items = refund.refund_line_items.map((item): Part => {
    const taxMinor = isTaxApart ? read(item.total_tax_set, item.total_tax) : 0n;
    const minor = read(item.subtotal_set, item.subtotal) + taxMinor;
    const isGiftCard = item.line_item?.gift_card === true;
    return { name: item.id, lineId: item.line_item_id, quantity: item.quantity, isGiftCard, minor };
  });
  const minor = shippingIn(refund, read, isTaxApart);
  const shipping: Part = { name: SHIPPING_LINE, lineId: SHIPPING_LINE, quantity: null, isGiftCard: false, minor };
  return [...items, shipping].filter((part) => part.minor > 0n);
}

function shippingIn(refund: ShopRefund, read: Read, isTaxApart: boolean): bigint {
  let minor = 0n;
  for (const { subtotal_amount_set: set, shipping_line: line } of refund.refund_shipping_lines ?? []) {
    const netMinor = read(set);
    minor += isTaxApart ? netMinor + taxOn(netMinor, line, read) : netMinor;
  }
  if (minor > 0n) return minor;
  for (const adjusted of refund.order_adjustments ?? []) {
    if (adjusted.kind !== 'shipping_refund') continue;
    // Shopify writes what leaves the shop as a negative amount.
    minor -= read(adjusted.amount_set, adjusted.amount);
    if (isTaxApart) minor -= read(adjusted.tax_amount_set, adjusted.tax_amount);
  }
  return minor;
}

/** Tax on what is given back of a shipping line, which a refund does not tell: in the proportion that the line had. */
function taxOn(netMinor: bigint, line: RefundedShipping['shipping_line'], read: Read): bigint {
  let chargedMinor = read(line?.price_set, line?.price);
  for (const { amount_set: set, amount } of line?.discount_allocations ?? []) chargedMinor -= read(set, amount);
  let taxMinor = 0n;
  for (const { price_set: set, price } of line?.tax_lines ?? []) taxMinor += read(set, price);
  return chargedMinor > 0n ? roundRatio(netMinor * taxMinor, chargedMinor, 'half-even') : 0n;
}

/** What is given back beside the lines, such as an amount alone. */
function adjustedIn({ order_adjustments: adjusted }: ShopRefund, read: Read): bigint {
  let sum = 0n;
  for (const { amount_set: set, amount } of adjusted ?? []) {
    const minor = read(set, amount);
    sum += minor < 0n ? -minor : minor;
  }
  return sum;
}

function sumOf(parts: readonly Part[]): bigint {
  let sum = 0n;
  for (const { minor } of parts) sum += minor;
  return sum;
}
