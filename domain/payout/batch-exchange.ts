import { minorFactor } from '../commission/exchange.ts';
import type { PartnerId, PeriodId } from '../ids.ts';
import { allocate } from '../money/allocate.ts';
import type { DailyRate } from '../money/exchange.ts';
import { roundRatio } from '../money/round.ts';

/** One way of a payout to the bank. */
interface Transfer {
  readonly payoutId: string;
  readonly periodId: PeriodId;
  readonly partnerId: PartnerId;
  readonly attempt: number;
}

/** What a bank took for one transfer, minor units of the program's currency: its share of what the batch cost. */
interface ExchangePart extends Transfer {
  readonly costMinor: bigint;
}

/** What the transfers of a batch in another currency really cost: drafted by one person, booked when another approves. */
export interface BatchExchange {
  /** What left the account in the program's currency, without fees and less what came back; minor units. */
  readonly paidMinor: bigint;
  /** The bank's business date, `YYYY-MM-DD`. */
  readonly date: string;
  readonly reference: string;
  /** Of the transfers that were paid when it was drafted; they sum to the whole. */
  readonly parts: readonly ExchangePart[];
  /** At the locked rates: what the books hold for those transfers. */
  readonly bookedMinor: bigint;
  /** Names exactly this content; the approver says which was seen. */
  readonly contentHash: string;
  readonly draftedBy: string;
  readonly approvedBy: string | null;
}

/** Divides what a bank took among the transfers that it paid, by their amounts. */
export function exchangeParts(
  paid: readonly (Transfer & { readonly transferMinor: bigint })[],
  paidMinor: bigint,
): readonly ExchangePart[] {
  const costs = allocate(
    paidMinor,
    paid.map(({ transferMinor }) => transferMinor),
  );
  return paid.map(({ payoutId, periodId, partnerId, attempt }, index) => {
    return { payoutId, periodId, partnerId, attempt, costMinor: costs[index] ?? 0n };
  });
}

/**
 * What a transfer is worth in the program's currency at its locked rate, rounded half up. It differs from the net amount by
 * what the rounding of the transfer left over.
 */
export function worthOf(transferMinor: bigint, rate: DailyRate): bigint {
  const { numerator, denominator } = minorFactor(rate);
  return roundRatio(transferMinor * denominator, numerator, 'half-up');
}
