import type { Instant } from '../../domain/time.ts';
import { DAY_MS, MINUTE_MS } from '../../domain/time.ts';
import type { Conversion } from '../../domain/tracking/conversion.ts';
import type { Reversal, ReversalCause } from '../../domain/tracking/reversal.ts';
import type { Random } from './random.ts';

/** What came back in the month: whole orders, parts of a line, single items; within the hour and days later. */
export function sampleReversals(random: Random, conversions: readonly Conversion[], end: Instant): readonly Reversal[] {
  const sales = conversions.filter(({ kind }) => kind === 'sale' || kind === 'renewal');
  const drafts: Omit<Reversal, 'reversalId'>[] = [ofLastMonth(end)];
  for (const [index, sale] of sales.entries()) {
    if (index % 12 !== 5) continue;
    const reversal = reversalOf(random, sale, Math.floor(index / 12));
    if (reversal.occurredAt < end) drafts.push(reversal);
  }
  const [duplicate] = conversions.filter(({ kind }) => kind === 'lead');
  if (duplicate) drafts.push(whole(duplicate, 'duplicate', duplicate.occurredAt + 2 * MINUTE_MS));
  drafts.sort((a, b) => a.occurredAt - b.occurredAt);
  return drafts.map((draft, index) => ({ reversalId: `ref_${String(index + 1).padStart(3, '0')}`, ...draft }));
}

function reversalOf(random: Random, sale: Conversion, turn: number): Omit<Reversal, 'reversalId'> {
  const later = sale.occurredAt + random.whole(2, 9) * DAY_MS + random.whole(0, 300) * MINUTE_MS;
  const line = sale.lines.find(({ quantity }) => quantity > 1) ?? sale.lines[0];
  if (line === undefined) return whole(sale, 'refund', later);
  const ofLine = { conversionId: sale.conversionId, lineId: line.lineId, occurredAt: later };
  switch (turn % 5) {
    case 0:
      return whole(sale, 'cancellation', sale.occurredAt + random.whole(4, 50) * MINUTE_MS);
    case 1:
      // A part of the price is given back: a dented tin.
      return { ...ofLine, cause: 'refund', amountMinor: line.amountMinor / 5n, quantity: null };
    case 2:
      return whole(sale, 'refund', later);
    case 3: {
      const amountMinor = (line.amountMinor - line.shippingMinor) / BigInt(line.quantity);
      return { ...ofLine, cause: 'refund', amountMinor, quantity: 1 };
    }
    default:
      return whole(sale, 'chargeback', later + 3 * DAY_MS);
  }
}

function whole(sale: Conversion, cause: ReversalCause, occurredAt: Instant): Omit<Reversal, 'reversalId'> {
  let amountMinor = 0n;
  for (const line of sale.lines) amountMinor += line.amountMinor;
  return { conversionId: sale.conversionId, lineId: null, occurredAt, cause, amountMinor, quantity: null };
}

/** Of an order from before the program: it stays unmatched. */
function ofLastMonth(end: Instant): Omit<Reversal, 'reversalId'> {
  const occurredAt = end - 29 * DAY_MS + 10 * 60 * MINUTE_MS;
  return { conversionId: 'ord_0914', lineId: null, occurredAt, cause: 'refund', amountMinor: 3240n, quantity: null };
}
