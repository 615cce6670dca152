import { greater } from '../money/lesser.ts';

/** What a document needs of a period's result, in minor units. */
export interface DocumentFigures {
  /** Newly fixed in the period, less what was taken back: what it is about. Nothing of it was in an earlier document. */
  readonly suppliedMinor: bigint;
  readonly payoutMinor: bigint;
  /** Tax on top of the fees; what is within the agreed price is in `suppliedMinor` already. */
  readonly taxMinor: bigint;
  /** Tax was made good and nothing is carried forward: it does not wait for a payout that may never come. */
  readonly isTaxDue: boolean;
  /** Tax owed from earlier documents and not yet paid. */
  readonly taxCarriedMinor: bigint;
  readonly withheldMinor: bigint;
  /** What the payer adds where fees are agreed net of withholding. */
  readonly grossUpMinor: bigint;
}

/** The sums of a document, minor units. */
export interface DocumentAmounts {
  readonly totalMinor: bigint;
  readonly transferMinor: bigint;
  readonly taxPaidMinor: bigint;
  readonly taxCarriedOnMinor: bigint;
  readonly withheldMinor: bigint;
  readonly grossUpMinor: bigint;
}

/**
 * The sums of a document. Tax goes with the first payout that there is, or alone where it is due; otherwise it is carried, and nothing is
 * withheld. Tax that the partner owes, of what was taken back, takes all of a payout at most, and the rest of it is carried.
 */
export function documentAmounts(figures: DocumentFigures): DocumentAmounts {
  const { suppliedMinor, payoutMinor, taxMinor, taxCarriedMinor } = figures;
  const owedMinor = taxCarriedMinor + taxMinor;
  const isPaid = payoutMinor > 0n || (figures.isTaxDue && owedMinor > 0n);
  const withheldMinor = isPaid ? figures.withheldMinor : 0n;
  const grossUpMinor = isPaid ? figures.grossUpMinor : 0n;
  const taxPaidMinor = isPaid ? greater(owedMinor, withheldMinor - grossUpMinor - payoutMinor) : 0n;
  return {
    totalMinor: suppliedMinor + taxMinor,
    transferMinor: payoutMinor + taxPaidMinor + grossUpMinor - withheldMinor,
    taxPaidMinor,
    taxCarriedOnMinor: owedMinor - taxPaidMinor,
    withheldMinor,
    grossUpMinor,
  };
}
