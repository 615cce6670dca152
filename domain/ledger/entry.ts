import type { ConversionId, EntryId, LineId, MerchantId, PartnerId, PeriodId, ProgramId, RuleId } from '../ids.ts';
import type { Currency } from '../money/currency.ts';
import type { Instant } from '../time.ts';

export type EntryKind = 'accrual' | 'release' | 'clawback' | 'true-up' | 'bonus' | 'override' | 'payout';

/**
 * A named bucket of one program and currency. `partner/ptn_1/held` is what a partner has earned but may not draw yet;
 * `payable` what is due; `in-payout` what is on its way to the bank; `expense/commission` what the merchant bears.
 */
export type Account = 'expense/commission' | `partner/${string}/${'held' | 'payable' | 'in-payout'}`;

/** One movement of money from one account to another; always positive. */
export interface Posting {
  readonly from: Account;
  readonly to: Account;
  readonly amountMinor: bigint;
}

/** Which line of the cause moved by how much; signed, and the sum of an entry's lines is what the entry moves for the partner. */
export interface EntryLine {
  readonly lineId: LineId;
  readonly ruleId: RuleId;
  readonly amountMinor: bigint;
}

export type EntryCause =
  | { readonly type: 'conversion'; readonly conversionId: ConversionId; readonly lines: readonly EntryLine[] }
  | { readonly type: 'bonus'; readonly bonusId: string; readonly window: string }
  | { readonly type: 'override'; readonly recruitedPartnerId: PartnerId; readonly level: number }
  | { readonly type: 'statement'; readonly statementId: string };

/** Postings recorded together, in one item, with one cause. Written once, never changed. */
export interface Entry {
  /** Derived from the cause, so that the same decision can never be posted twice. */
  readonly entryId: EntryId;
  readonly merchantId: MerchantId;
  readonly programId: ProgramId;
  readonly partnerId: PartnerId;
  readonly kind: EntryKind;
  /** The period in whose books it stands. */
  readonly periodId: PeriodId;
  /** When what it records took effect: the conversion's, the cutoff's or the payout's instant. */
  readonly effectiveAt: Instant;
  readonly currency: Currency;
  readonly cause: EntryCause;
  readonly postings: readonly Posting[];
}
