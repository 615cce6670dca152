import type { ConversionId, LineId, ReversalId } from '../ids.ts';
import type { Currency } from '../money/currency.ts';
import type { Instant } from '../time.ts';

/** Why something is undone; `dispute-won` undoes a reversal. */
export type ReversalCause = 'refund' | 'chargeback' | 'cancellation' | 'fraud' | 'duplicate' | 'dispute-won' | 'other';

/**
 * A merchant-reported fact undoing part or all of a conversion, or, with `undoes`, of an earlier reversal of it: a dispute won.
 * The amount is in minor units of the conversion's currency.
 */
export interface Reversal {
  readonly reversalId: ReversalId;
  readonly conversionId: ConversionId;
  /** Null: the whole conversion. */
  readonly lineId: LineId | null;
  readonly occurredAt: Instant;
  readonly cause: ReversalCause;
  readonly amountMinor: bigint;
  /** The currency that the merchant wrote, to be held against its conversion's, which may come later; absent when not told. */
  readonly currency?: Currency | undefined;
  /** Items returned, or null when not told. */
  readonly quantity: number | null;
  /** The reversal of the same conversion that this one takes back; absent where it undoes the conversion itself. */
  readonly undoes?: ReversalId | undefined;
}
