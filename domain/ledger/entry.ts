import type { ConversionId, EntryId, LineId, MerchantId, PartnerId, PeriodId, ProgramId, RuleId } from '../ids.ts';
import type { Currency } from '../money/currency.ts';
import type { Instant } from '../time.ts';
import type { Account } from './account.ts';
import type { AdjustmentReason } from './adjustment-reason.ts';

/** Kinds that an approved run posts, at the last day of its period. */
export const RUN_KINDS = [
  'accrual',
  'release',
  'clawback',
  'true-up',
  'bonus',
  'override',
  'adjustment',
  'opening',
  'reserve',
] as const;

/** Kinds that are posted after the close, by steps of their own, on the day of the step. */
export const STEP_KINDS = ['tax', 'payout', 'remittance', 'return', 'exchange'] as const;

/** Of a run or of a step. */
export type EntryKind = (typeof RUN_KINDS)[number] | (typeof STEP_KINDS)[number];

const runKinds: ReadonlySet<EntryKind> = new Set(RUN_KINDS);

/** Whether an entry belongs to the run of its period, and so to what its close checks. */
export function isRunEntry({ kind }: Pick<Entry, 'kind'>): boolean {
  return runKinds.has(kind);
}

/** One movement of money from one account to another; always positive. */
export interface Posting {
  /** The debit side. */
  readonly from: Account;
  /** The credit side. */
  readonly to: Account;
  readonly amountMinor: bigint;
  /** Where it is not the entry's: the payee's, when a payout is exchanged. */
  readonly currency?: Currency | undefined;
}

/** Which line of the cause moved by how much; signed, and the sum of an entry's lines is what the entry moves for the partner. */
export interface EntryLine {
  readonly lineId: LineId;
  readonly ruleId: RuleId;
  readonly amountMinor: bigint;
}

/** What an entry is posted for; with period and kind it names the entry. */
export type EntryCause =
  | { readonly type: 'conversion'; readonly conversionId: ConversionId; readonly lines: readonly EntryLine[] }
  | { readonly type: 'bonus'; readonly bonusId: string; readonly window: string }
  | { readonly type: 'override'; readonly recruitedPartnerId: PartnerId; readonly level: number }
  | { readonly type: 'statement'; readonly statementId: string }
  | { readonly type: 'adjustment'; readonly adjustmentId: string; readonly reason: AdjustmentReason }
  | { readonly type: 'opening'; readonly importId: string }
  /** The release of which period was kept back, or is given back. */
  | { readonly type: 'reserve'; readonly keptIn: PeriodId }
  | { readonly type: 'payout'; readonly payoutId: string }
  /** What the bank did for a payout, under the bank's reference. */
  | { readonly type: 'remittance'; readonly payoutId: string; readonly reference: string };

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
  /** The business date in the program's zone on which it entered the books; never within a period closed before. */
  readonly bookedOn: string;
  /** When what it records took effect: the conversion's, the cutoff's or the payout's instant. */
  readonly effectiveAt: Instant;
  readonly currency: Currency;
  readonly cause: EntryCause;
  readonly postings: readonly Posting[];
}
