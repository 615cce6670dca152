import type { PartnerId, PeriodId } from '../ids.ts';
import type { Age } from '../ledger/clearing.ts';
import { ageOf } from '../ledger/clearing.ts';
import type { Currency } from '../money/currency.ts';
import { byText } from '../text-order.ts';
import type { Instant } from '../time.ts';
import { DAY_MS } from '../time.ts';
import type { ParkedResult } from './parked-result.ts';
import type { Payout, PayoutStatus } from './payout.ts';

/** A posted payout and what the ledger says is still in payout for it, in minor units of the transfer's currency. */
export interface BookedPayout {
  readonly payout: Payout;
  readonly inPayoutMinor: bigint;
}

/** A payout that is on its way, or whose money the books do not explain. */
export interface OpenItem {
  readonly payoutId: string;
  readonly periodId: PeriodId;
  readonly partnerId: PartnerId;
  readonly batchId: string | null;
  readonly status: PayoutStatus;
  readonly currency: Currency;
  readonly transferMinor: bigint;
  /** What the ledger holds in payout. */
  readonly inPayoutMinor: bigint;
  /** What the ledger holds more, or less, than the state of the payout says: zero when it explains the whole. */
  readonly unexplainedMinor: bigint;
  readonly days: number;
  readonly age: Age;
}

/** All payouts of one currency. Approved is confirmed with open; the ledger differs from that by what is unexplained. */
export interface ReconciledTotals {
  readonly currency: Currency;
  readonly payouts: number;
  readonly approvedMinor: bigint;
  readonly confirmedMinor: bigint;
  readonly openMinor: bigint;
  readonly unexplainedMinor: bigint;
  /** What is open, by age. */
  readonly byAge: Readonly<Record<Age, bigint>>;
}

/** All posted payouts of a program against its ledger. */
export interface Reconciliation {
  readonly totals: readonly ReconciledTotals[];
  /** Oldest first. */
  readonly open: readonly OpenItem[];
  /** What banks told and fits no transfer, until a person has said what it was; oldest first. */
  readonly parked: readonly ParkedItem[];
}

/** A parked result with its age. */
export interface ParkedItem {
  readonly result: ParkedResult;
  readonly days: number;
  readonly age: Age;
}

/** Holds payouts against the ledger: what was confirmed, what is on its way and for how long, and what nothing explains. */
export function reconcile(
  booked: readonly BookedPayout[],
  parked: readonly ParkedResult[],
  now: Instant,
): Reconciliation {
  const items = booked.map((each) => openItem(each, now));
  const currencies = [...new Set(items.map(({ currency }) => currency))].sort();
  const isOpen = ({ inPayoutMinor, unexplainedMinor }: OpenItem) => inPayoutMinor !== 0n || unexplainedMinor !== 0n;
  return {
    totals: currencies.map((currency) => totalsOf(currency, items)),
    open: items.filter(isOpen).sort((a, b) => b.days - a.days || byText(a.payoutId, b.payoutId)),
    parked: parked
      .filter(({ settled }) => settled === null)
      .map((result) => ({ result, ...agedSince(result.parkedAt, now) }))
      .sort((a, b) => b.days - a.days || byText(a.result.parkedId, b.result.parkedId)),
  };
}

function agedSince(since: Instant, now: Instant): { readonly days: number; readonly age: Age } {
  const days = Math.max(0, Math.floor((now - since) / DAY_MS));
  return { days, age: ageOf(days) };
}

function openItem({ payout, inPayoutMinor }: BookedPayout, now: Instant): OpenItem {
  const {
    payoutId,
    periodId,
    partnerId,
    batchId,
    status,
    transferCurrency: currency,
    transferMinor,
    isPosted,
  } = payout;
  const expectedMinor = status === 'confirmed' || !isPosted ? 0n : transferMinor;
  const unexplainedMinor = inPayoutMinor - expectedMinor;
  return {
    payoutId,
    periodId,
    partnerId,
    batchId,
    status,
    currency,
    transferMinor,
    inPayoutMinor,
    unexplainedMinor,
    ...agedSince(sinceOf(payout), now),
  };
}

/** One that the bank gave back is as old as that, whether or not it is drafted again. */
function sinceOf({ status, approvedAt, returned, cancelledAt }: Payout): Instant {
  const cameBackAt = status === 'returned' ? returned?.at : undefined;
  return cameBackAt ?? approvedAt ?? returned?.at ?? cancelledAt ?? 0;
}

function totalsOf(currency: Currency, all: readonly OpenItem[]): ReconciledTotals {
  const byAge: Record<Age, bigint> = { '0-7': 0n, '8-30': 0n, '>30': 0n };
  let [payouts, approvedMinor, confirmedMinor, openMinor, unexplainedMinor] = [0, 0n, 0n, 0n, 0n];
  for (const item of all) {
    if (item.currency !== currency) continue;
    payouts += 1;
    approvedMinor += item.transferMinor;
    unexplainedMinor += item.unexplainedMinor;
    if (item.status === 'confirmed') confirmedMinor += item.transferMinor;
    else {
      openMinor += item.transferMinor;
      byAge[item.age] += item.transferMinor;
    }
  }
  return { currency, payouts, approvedMinor, confirmedMinor, openMinor, unexplainedMinor, byAge };
}
