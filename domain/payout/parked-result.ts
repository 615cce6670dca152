import type { Currency } from '../money/currency.ts';
import type { RemittanceResult } from '../remittance/result.ts';
import type { Instant } from '../time.ts';

/**
 * Why a result was not booked: no transfer of the program has its key, the amount is not the transfer's, its batch is not said to
 * be with the bank, an earlier report said otherwise, or the file says it twice and differently. Or nothing is to be booked: the bank
 * tells that the account has changed, which stands here until somebody has had it corrected.
 */
export type ParkedReason =
  | 'unknown'
  | 'other-amount'
  | 'not-remitted'
  | 'contradicts'
  | 'said-otherwise'
  | 'account-changed';

/** A result of a bank that fits no transfer: kept as it was told, until a person says what it was. */
export interface ParkedResult extends Pick<RemittanceResult, 'of' | 'key' | 'outcome' | 'reasonCode' | 'reason'> {
  /** Names its content: the same file again parks nothing twice. */
  readonly parkedId: string;
  /** The bank's business date, `YYYY-MM-DD`. */
  readonly date: string;
  readonly amountMinor: bigint | null;
  readonly currency: Currency;
  readonly why: ParkedReason;
  readonly parkedAt: Instant;
  readonly parkedBy: string;
  /** Null: nobody has said yet what it was. */
  readonly settled: { readonly at: Instant; readonly by: string; readonly note: string } | null;
}
