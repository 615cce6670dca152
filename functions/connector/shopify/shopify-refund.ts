import type { Mapped, VendorFact } from '../../../domain/connector/vendor-fact.ts';
import { facts, ignored } from '../../../domain/connector/vendor-fact.ts';
import { allocate } from '../../../domain/money/allocate.ts';
import { formatAmount, parseAmount } from '../../../domain/money/amount.ts';
import { SHIPPING_LINE } from '../sold-lines.ts';
import type { ShopRefund } from './shopify-shapes.ts';
import { shopifyConversionId } from './shopify-shapes.ts';

interface Part {
  /** Within the refund. */
  readonly name: string;
  readonly lineId: string | null;
  readonly quantity: number | null;
  readonly minor: bigint;
}

/**
 * A refund as one reversal for each line that it gives money back for. They sum to the money that went back: what a shop gives
 * beside or below the price of the lines is divided by them.
 */
export function refundFacts(refund: ShopRefund): Mapped {
  const paidBack = (refund.transactions ?? []).filter(({ kind, status }) => kind === 'refund' && status === 'success');
  const currency = paidBack[0]?.currency;
  if (currency === undefined) return ignored('no money went back');
  const minor = (decimal: string) => parseAmount(decimal, currency);
  let refundedMinor = 0n;
  for (const { amount } of paidBack) refundedMinor += minor(amount);
  if (refundedMinor === 0n) return ignored('no money went back');
  const parts = partsOf(refund, { minor, refundedMinor });
  const amounts = allocate(
    refundedMinor,
    parts.map((part) => part.minor),
  );
  return facts(
    ...parts.flatMap(({ name, lineId, quantity }, index): VendorFact[] => {
      const amountMinor = amounts[index] ?? 0n;
      if (amountMinor === 0n) return [];
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

interface Paid {
  readonly minor: (decimal: string) => bigint;
  readonly refundedMinor: bigint;
}

function partsOf(refund: ShopRefund, { minor, refundedMinor }: Paid): readonly Part[] {
  const whole: Part = { name: 'amount', lineId: null, quantity: null, minor: refundedMinor };
  const adjusted = (refund.order_adjustments ?? []).filter(({ kind }) => kind === 'shipping_refund');
  const partsWith = (isTaxApart: boolean): readonly Part[] => {
    const taxed = (amount: string, tax: string | null | undefined) =>
      minor(amount) + (isTaxApart ? minor(tax ?? '0') : 0n);
    const items = refund.refund_line_items.map((item): Part => {
      const { id, line_item_id: lineId, quantity, subtotal, total_tax: tax } = item;
      return { name: id, lineId, quantity, minor: taxed(subtotal, tax) };
    });
    // Shopify writes what leaves the shop as a negative amount.
    const backMinor = adjusted.reduce((sum, { amount, tax_amount: tax }) => sum - taxed(amount, tax), 0n);
    const shipping: Part = { name: SHIPPING_LINE, lineId: SHIPPING_LINE, quantity: null, minor: backMinor };
    return [...items, shipping].filter((part) => part.minor > 0n);
  };
  const [apart, within] = [partsWith(true), partsWith(false)];
  // A refund does not say whether the shop's prices hold their tax; the money that went back does.
  const found = sumOf(within) === refundedMinor ? within : apart;
  return found.length > 0 ? found : [whole];
}

function sumOf(parts: readonly Part[]): bigint {
  let sum = 0n;
  for (const { minor } of parts) sum += minor;
  return sum;
}
