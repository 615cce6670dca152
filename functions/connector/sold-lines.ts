import type { WireAmount, WireFact } from '../../domain/connector/vendor-fact.ts';
import { allocate } from '../../domain/money/allocate.ts';

/** The line that stands for the shipping of a sale, so that goods are refunded in full without it; rules may ask for its category. */
export const SHIPPING_LINE = 'shipping';
/** The line of a sale whose items a message does not tell. */
export const TOTAL_LINE = 'total';

/** One line of a sale in a vendor's smallest unit, tax apart. */
export interface SoldLine {
  readonly lineId: string;
  readonly productId: string | null;
  readonly quantity: number;
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
}

/**
 * Lines that sum to what was paid for them. Where that is less than they cost, as with a customer's credit, every part of them
 * bears its share.
 */
export function linesOf(
  lines: readonly SoldLine[],
  paidMinor: bigint,
  write: (minor: bigint) => WireAmount,
): readonly WireFact[] {
  const sold = lines.filter(({ netMinor, taxMinor }) => netMinor + taxMinor > 0n);
  const parts = allocate(
    paidMinor,
    sold.flatMap(({ netMinor, taxMinor }) => [netMinor, taxMinor]),
  );
  return sold.map(({ lineId, productId, quantity }, index) => {
    const net = parts[2 * index] ?? 0n;
    const tax = parts[2 * index + 1] ?? 0n;
    const isShipping = lineId === SHIPPING_LINE;
    return {
      lineId,
      productId,
      category: isShipping ? SHIPPING_LINE : null,
      quantity,
      amount: write(net + tax),
      tax: write(tax),
      shipping: isShipping ? write(net) : null,
    };
  });
}
