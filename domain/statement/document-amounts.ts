import { formatAmount } from '../money/amount.ts';
import type { Currency } from '../money/currency.ts';

/** What a document needs of a period's result, in minor units. */
export interface DocumentFigures {
  readonly currency: Currency;
  readonly suppliedMinor: bigint;
  readonly payoutMinor: bigint;
  readonly taxMinor: bigint;
  /** Tax owed from earlier documents and not yet paid. */
  readonly taxCarriedMinor: bigint;
  readonly withholdingMinor: bigint;
}

/** The sums of a document. Tax goes with the first payout that there is; without one it is carried, and nothing is withheld. */
export function documentAmounts(figures: DocumentFigures) {
  const { currency, suppliedMinor, payoutMinor, taxMinor, taxCarriedMinor, withholdingMinor } = figures;
  const isPaid = payoutMinor > 0n;
  const owedMinor = taxCarriedMinor + taxMinor;
  const paidMinor = isPaid ? owedMinor : 0n;
  const withheldMinor = isPaid ? withholdingMinor : 0n;
  const text = (minor: bigint): string => formatAmount(minor, currency);
  return {
    total: text(suppliedMinor + taxMinor),
    transfer: text(payoutMinor + paidMinor - withheldMinor),
    tax: text(taxMinor),
    carriedIn: text(taxCarriedMinor),
    paid: text(paidMinor),
    carriedOn: text(owedMinor - paidMinor),
    withholding: text(withheldMinor),
  };
}
