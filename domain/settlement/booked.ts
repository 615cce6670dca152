import type { Attribution } from '../attribution/attribution.ts';
import type { Frozen } from '../commission/pay-line.ts';
import type { PartnerId, RuleId } from '../ids.ts';
import type { DailyRate } from '../money/exchange.ts';
import type { Program } from '../partner/program.ts';
import type { Instant } from '../time.ts';
import type { Conversion } from '../tracking/conversion.ts';
import type { Reversal } from '../tracking/reversal.ts';
import type { Review } from '../tracking/review.ts';

/** A conversion in the books of a program: its facts, how it was decided, and what each of its lines has come to so far. */
export interface BookedConversion {
  readonly conversion: Conversion;
  /** Hash of the conversion as its manifest sealed it; absent where nothing was sealed. */
  readonly factHash?: string | undefined;
  readonly attribution: Attribution;
  readonly planVersion: number;
  readonly customer: 'new' | 'returning';
  /** Per credited partner: when its first credited conversion of this customer was, and whether this is it. */
  readonly firstCredited: readonly { readonly partnerId: PartnerId; readonly at: Instant; readonly isThis: boolean }[];
  /** The exchange rate used, once and for good; null where none is needed. */
  readonly rate: DailyRate | null;
  readonly waitsFor: 'rate.missing' | null;
  readonly holdUntil: Instant;
  /** All known, by (occurredAt, reversalId). */
  readonly reversals: readonly Reversal[];
  /** What the merchant decided about it; absent: nothing yet, or nothing is reviewed. */
  readonly review?: Review | undefined;
  readonly lines: readonly BookedLine[];
}

/** Whether a close lets go of what was held: its hold is over and, where the merchant reviews conversions, it was decided. */
export function isReleasedBy(
  { holdUntil, review }: Pick<BookedConversion, 'holdUntil' | 'review'>,
  cutoff: Instant,
  { program }: { readonly program: Pick<Program, 'review'> },
): boolean {
  return holdUntil <= cutoff && (program.review === undefined || review !== undefined);
}

/** One line × one partner × one rule or share. Amounts in the program's currency. */
export interface BookedLine {
  readonly position: number;
  readonly partnerId: PartnerId;
  /** The rule or share that pays; null where none does. */
  readonly payId: RuleId | null;
  readonly isShare: boolean;
  readonly netBaseMinor: bigint;
  readonly quantity: number;
  readonly isLive: boolean;
  /** Posted so far, over all closes. */
  readonly postedMinor: bigint;
  /** Of that, moved from held to payable. */
  readonly releasedMinor: bigint;
  readonly isReleased: boolean;
  /** Its rule has a window that has not ended: every close computes it anew. */
  readonly isOpen: boolean;
  /** What it was worth when its window ended. */
  readonly frozen: Frozen | null;
}
