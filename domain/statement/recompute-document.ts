import { parseAmount } from '../money/amount.ts';
import type { Currency } from '../money/currency.ts';
import { ratioOf } from '../money/ratio.ts';
import { roundRatio } from '../money/round.ts';
import type { DocumentRate, StatementDocument } from './document.ts';
import type { Compare } from './recompute-line.ts';

/** Computes a document from its rates to its transfer. What was withheld is taken as it stands: its tables are not on the document. */
export function recomputeDocument(
  { tax, total, transfer }: StatementDocument,
  { payout, currency, compare }: { readonly payout: string; readonly currency: Currency; readonly compare: Compare },
): void {
  const money = (text: string): bigint => parseAmount(text, currency);
  if (tax === null) {
    compare('transfer', transfer, money(payout));
    return;
  }
  let [grossMinor, onTopMinor] = [0n, 0n];
  for (const rate of tax.rates) {
    compare('tax.rates.tax', rate.tax, taxMinor(rate, money));
    compare('tax.rates.gross', rate.gross, money(rate.net) + money(rate.tax));
    grossMinor += money(rate.gross);
    if (!rate.isIncluded) onTopMinor += money(rate.tax);
  }
  // Without tax settings of the period only tax of earlier ones stands here, and no rate says what was supplied.
  if (tax.rates.length > 0) compare('total', total, grossMinor);
  compare('tax.tax', tax.tax, onTopMinor);
  compare('tax.carriedOn', tax.carriedOn, money(tax.carriedIn) + money(tax.tax) - money(tax.paid));
  compare('transfer', transfer, money(payout) + money(tax.paid) + money(tax.grossUp) - money(tax.withholding));
}

/** The payer chooses how tax is rounded, and the document does not say: either of the two next units is right. */
function taxMinor({ gross, isIncluded, net, rate, tax }: DocumentRate, money: (text: string) => bigint): bigint {
  const { numerator, denominator } = ratioOf(rate);
  const exact = {
    top: money(isIncluded ? gross : net) * numerator,
    bottom: denominator + (isIncluded ? numerator : 0n),
  };
  const off = money(tax) * exact.bottom - exact.top;
  const isNear = off > -exact.bottom && off < exact.bottom;
  return isNear ? money(tax) : roundRatio(exact.top, exact.bottom, 'down');
}
