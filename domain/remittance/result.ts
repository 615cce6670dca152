import type { Currency } from '../money/currency.ts';
import type { Sentence } from '../said.ts';

/** What the bank did: paid it, gave it back after the money had left, or never took it. */
export type RemittanceOutcome = 'confirmed' | 'returned' | 'rejected';

/** What a bank says became of a transfer, or of a whole block or message of them. */
export interface RemittanceResult {
  /** The running number of the record in the bank's file, from 1. */
  readonly record: number;
  /** What `key` names; a rejected block or message has rejected every transfer in it. */
  readonly of: 'transfer' | 'block' | 'message';
  /** What was written into the transfer to know it by: customer codes or EDI information, the id, the end-to-end id. */
  readonly key: string;
  readonly outcome: RemittanceOutcome;
  /** The bank's code, such as `R03` or `AC04`; empty when it gave none. */
  readonly reasonCode: string;
  readonly reason: string;
  /** `null` when the bank does not repeat it. */
  readonly amountMinor: bigint | null;
  readonly currency: Currency;
}

/** The results of a file, or why nothing of it is taken: a report is read whole or not at all. */
export type ResultsRead =
  | {
      readonly outcome: 'read';
      readonly results: readonly RemittanceResult[];
      readonly passedOver: readonly PassedOver[];
      /** Changes of an account that a bank tells of: the payment stands, and a person must have the account corrected. */
      readonly notices?: readonly RemittanceResult[] | undefined;
    }
  | ResultsRefused;

export interface ResultsRefused {
  readonly outcome: 'refused';
  readonly problems: readonly { readonly record: number; readonly reason: Sentence }[];
}

/** What is wrong with a file by a bank's own standard, whose records and fields are named in English alone. */
export function resultsRefused(found: readonly { readonly record: number; readonly reason: string }[]): ResultsRefused {
  const problems = found.map(({ record, reason }) => {
    return { record, reason: { en: reason, ja: `ファイルの検査結果: ${reason}` } };
  });
  return { outcome: 'refused', problems };
}

/** What a file tells besides results: payments still under way, corrected account numbers. */
export interface PassedOver {
  readonly record: number;
  readonly key: string;
  readonly what: string;
  /** Whether nothing final is said of the payment yet; false: what is told leaves it as it is. */
  readonly isPending: boolean;
}
