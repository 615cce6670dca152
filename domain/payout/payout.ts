import type { BusinessDate } from '../dates.ts';
import type { PartnerId, PeriodId } from '../ids.ts';
import type { Currency } from '../money/currency.ts';
import type { DailyRate } from '../money/exchange.ts';
import type { PaidFee } from '../tax/paid-fee.ts';
import type { TaxNoteCode } from '../tax/tax-note.ts';
import type { Instant } from '../time.ts';
import type { Scheme } from './bank-account.ts';
import type { BatchExchange } from './batch-exchange.ts';
import type { BatchFile } from './batch-file.ts';
import type { DueDate } from './due-date.ts';
import type { ScreeningHold, ScreeningRelease } from './screening.ts';

/** `draft → approved → remitted → confirmed`; a bank gives back (`returned`), a person takes back (`cancelled`). */
export type PayoutStatus = 'draft' | 'approved' | 'remitted' | 'confirmed' | 'returned' | 'cancelled';

export const PAYOUT_STATUS_JA: Readonly<Record<PayoutStatus, string>> = {
  draft: '承認待ち',
  approved: '承認済み',
  remitted: '振込依頼済み',
  confirmed: '支払済み',
  returned: '振込不能',
  cancelled: '取消済み',
};

/** Why a payout waits; each is named and listed, and nothing is left out in silence. */
export type HoldReason =
  | { readonly code: 'payee.missing' }
  /** The payee was changed; it may be paid from this instant on. */
  | { readonly code: 'payee.changed'; readonly until: Instant }
  /** Given back by the bank, and the payee is still the one it was sent to. */
  | { readonly code: 'payee.not-corrected' }
  /** What the bank would refuse of the payee, such as letters in its name. */
  | { readonly code: 'payee.not-encodable'; readonly note: string; readonly ja?: string | undefined }
  | { readonly code: 'tax.profile-missing' }
  /** A doubt that a person must settle first. */
  | { readonly code: 'needs-review'; readonly note: string }
  /** A rate of this day, or of the week before it, is wanted. */
  | { readonly code: 'rate.missing'; readonly from: Currency; readonly to: Currency; readonly on: BusinessDate }
  /** Taxes leave nothing to transfer. */
  | { readonly code: 'amount.not-positive' }
  /** A sign of abuse; it may be paid from this instant on, or once a person releases it. */
  | ScreeningHold;

/** Amounts of a payout: in the program's currency, minor units, but for the transfer. */
export interface PayoutAmounts {
  /** What the statement pays out. */
  readonly payableMinor: bigint;
  /** Consumption tax owed so far and paid with it; negative when more was taken back than added. */
  readonly taxMinor: bigint;
  /** Kept back for the tax office. */
  readonly withholdingMinor: bigint;
  /** Added by the payer where fees are agreed net of withholding. */
  readonly grossUpMinor: bigint;
  /** Payable with tax and what is added, less what is withheld. */
  readonly netMinor: bigint;
  /** The same in the payee's currency, rounded once. */
  readonly transferMinor: bigint;
}

/** One partner's payout for one closed period: there is exactly one, whatever happens on its way. */
export interface Payout extends PayoutAmounts {
  /** `2026-10/ptn_1`, percent-encoded. */
  readonly payoutId: string;
  readonly periodId: PeriodId;
  readonly partnerId: PartnerId;
  readonly status: PayoutStatus;
  /** Counts its ways to the bank from 1 on. */
  readonly attempt: number;
  /** The batch it goes with; null while it waits. */
  readonly batchId: string | null;
  readonly currency: Currency;
  readonly transferCurrency: Currency;
  readonly rate: DailyRate | null;
  /** Which version of the payee it is sent to; null while there is none. */
  readonly payeeRevision: number | null;
  readonly reasons: readonly HoldReason[];
  /** Since when these reasons hold it; absent: nothing does. */
  readonly heldAt?: Instant | undefined;
  /** Who said that it may be paid in spite of signs of abuse; absent: nobody had to. */
  readonly released?: ScreeningRelease | undefined;
  /** When the last thing that held it went away; absent: something holds it, or nothing did. */
  readonly clearedAt?: Instant | undefined;
  /** Doubts of the law: the approver settles those that do not hold it. */
  readonly needsReview: readonly TaxNoteCode[];
  /** The payment as it goes into the tax records of its year; null where the payer has no tax settings. */
  readonly paid: PaidFee | null;
  /** Days from the oldest conversion it pays to its day of payment; null when it pays none. */
  readonly daysToPayment: number | null;
  /** Its entry is in the books: the money is in payout, and neither amounts nor rate change any more. */
  readonly isPosted: boolean;
  /** When its present way was drafted first. */
  readonly draftedAt: Instant;
  readonly approvedAt: Instant | null;
  readonly remittedAt: Instant | null;
  readonly confirmedAt: Instant | null;
  /** The last time that the bank gave it back: why, and to which version of the payee it had been sent. */
  readonly returned: { readonly at: Instant; readonly reason: string; readonly payeeRevision: number | null } | null;
  readonly cancelledAt: Instant | null;
  /** Of ways to the bank whose exchange is booked: what the bank took for each, in the program's currency. */
  readonly exchanged?: readonly { readonly attempt: number; readonly costMinor: bigint }[] | undefined;
  /** Oldest first; absent: what was posted first stands. */
  readonly undone?: readonly UndonePosting[] | undefined;
}

/**
 * What was posted of a payout and undone, since what came back is paid in another currency: it is reckoned anew. What had been
 * sent of it stays in the books as it was.
 */
export interface UndonePosting extends PayoutAmounts {
  readonly transferCurrency: Currency;
  readonly rate: DailyRate | null;
  /** The last of its ways to the bank; 0: it had none. */
  readonly lastAttempt: number;
  readonly at: Instant;
}

/** What a batch holds of a payout, so that the whole can be approved as it was seen. */
export interface BatchItem extends PayoutAmounts {
  readonly payoutId: string;
  readonly periodId: PeriodId;
  readonly partnerId: PartnerId;
  readonly attempt: number;
  readonly payeeRevision: number;
  readonly released?: ScreeningRelease | undefined;
  readonly needsReview: readonly TaxNoteCode[];
}

/** `draft → approved → remitted`, or taken back. */
export type BatchStatus = 'draft' | 'approved' | 'remitted' | 'cancelled';

export const BATCH_STATUS_JA: Readonly<Record<BatchStatus, string>> = {
  draft: '承認待ち',
  approved: '承認済み',
  remitted: '振込依頼済み',
  cancelled: '取消済み',
};

/** Payouts of one program that go to the bank together. */
export interface Batch {
  /** `2026-10-zengin-1`. */
  readonly batchId: string;
  /** Eight digits, by which its transfers are known at the bank. */
  readonly number: string;
  readonly periodId: PeriodId;
  readonly scheme: Scheme;
  readonly status: BatchStatus;
  readonly currency: Currency;
  readonly transferCurrency: Currency;
  /** One rate for the whole batch; null in the program's own currency. */
  readonly rate: DailyRate | null;
  readonly due: DueDate;
  /** The day on which banks are told to pay, `YYYY-MM-DD`. */
  readonly valueDate: string;
  readonly items: readonly BatchItem[];
  /** Which version of the program's account it is paid from; null while there is none. */
  readonly payerRevision: number | null;
  /** The time that stands in its file. */
  readonly writtenAt: Instant;
  readonly file: BatchFile;
  /** Names exactly this content, the file with it; the approver says which content was seen. */
  readonly contentHash: string;
  readonly draftedBy: string;
  readonly draftedAt: Instant;
  readonly approvedBy: string | null;
  readonly approvedAt: Instant | null;
  readonly remittedBy: string | null;
  readonly remittedAt: Instant | null;
  readonly cancelledBy: string | null;
  readonly cancelledAt: Instant | null;
  /** What its transfers really cost, where they are in another currency; absent: nobody has said. */
  readonly exchange?: BatchExchange | undefined;
}

/** The content of a batch in one order, for its hash. */
export function itemOf(payout: Payout, payeeRevision: number): BatchItem {
  const { payoutId, periodId, partnerId, attempt } = payout;
  const { payableMinor, taxMinor, withholdingMinor, grossUpMinor, netMinor, transferMinor, needsReview, released } =
    payout;
  return {
    payoutId,
    periodId,
    partnerId,
    attempt,
    payeeRevision,
    payableMinor,
    taxMinor,
    withholdingMinor,
    grossUpMinor,
    netMinor,
    transferMinor,
    needsReview,
    ...(released === undefined ? {} : { released }),
  };
}
