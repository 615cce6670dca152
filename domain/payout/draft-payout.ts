import { minorFactor } from '../commission/exchange.ts';
import type { BusinessDate } from '../dates.ts';
import type { PartnerId, PeriodId } from '../ids.ts';
import type { Currency } from '../money/currency.ts';
import type { DailyRate } from '../money/exchange.ts';
import { roundProduct } from '../money/round.ts';
import type { PaidFee } from '../tax/paid-fee.ts';
import type { TaxNoteCode } from '../tax/tax-note.ts';
import type { Instant } from '../time.ts';
import { currencyOf } from './bank-account.ts';
import type { Payee } from './payee.ts';
import { payableFrom } from './payee.ts';
import type { HoldReason, Payout, PayoutAmounts } from './payout.ts';
import { holdingOf } from './payout-clearing.ts';
import type { ScreeningHold } from './screening.ts';
import { holdsLeft } from './screening-release.ts';

/** What a payout is drafted from. Amounts are in minor units of the program's currency. */
export interface PayoutSources {
  readonly payoutId: string;
  readonly periodId: PeriodId;
  readonly partnerId: PartnerId;
  readonly currency: Currency;
  readonly payableMinor: bigint;
  readonly taxMinor: bigint;
  readonly withholdingMinor: bigint;
  readonly grossUpMinor: bigint;
  /** The payee in force; null when the partner has none. */
  readonly payee: Payee | null;
  /** The day on which banks are told to pay, `YYYY-MM-DD`. */
  readonly paidOn: string;
  /** What taxes say against paying. */
  readonly taxReasons: readonly HoldReason[];
  /** Signs of abuse, also those that were released. */
  readonly screening: readonly ScreeningHold[];
  readonly needsReview: readonly TaxNoteCode[];
  /** How it would stand in the tax records; null where nothing is taxed. */
  readonly paid: PaidFee | null;
  readonly daysToPayment: number | null;
  /** The rate from the program's currency into another; null when there is none. */
  readonly rateTo: (currency: Currency) => DailyRate | null;
  /** The last closed day, whose rate that is. */
  readonly rateDay: BusinessDate;
  readonly now: Instant;
}

/**
 * The payout as it can be paid today, with everything that still holds it. A first draft, or the next way of one that was given
 * back or cancelled; what is posted keeps its amounts and its rate, whatever has changed since, but for a payee in another
 * currency: for that one it is undone and reckoned anew.
 */
export function draftPayout(stored: Payout | null, sources: PayoutSources): Payout {
  const { payoutId, periodId, partnerId, currency, payee, paidOn, daysToPayment } = sources;
  const before = stored === null ? null : undoneFor(stored, sources);
  const isNextWay = before !== null && before.status !== 'draft';
  const attempt = attemptOf(before);
  const way = wayOf(before, sources);
  const reasons = reasonsOf(before, sources, way);
  return {
    payoutId,
    periodId,
    partnerId,
    status: 'draft',
    attempt,
    batchId: isNextWay ? null : (before?.batchId ?? null),
    currency,
    ...way,
    paid: way.paid === null ? null : { ...way.paid, paymentId: paymentIdOf(way.paid, payoutId, attempt), paidOn },
    payeeRevision: payee?.revision ?? null,
    ...holdingOf(before, reasons, sources.now),
    ...(before?.released === undefined ? {} : { released: before.released }),
    ...(before?.exchanged === undefined ? {} : { exchanged: before.exchanged }),
    ...(before?.undone === undefined ? {} : { undone: before.undone }),
    daysToPayment,
    isPosted: before?.isPosted ?? false,
    draftedAt: isNextWay ? sources.now : (before?.draftedAt ?? sources.now),
    approvedAt: null,
    remittedAt: null,
    confirmedAt: null,
    returned: before?.returned ?? null,
    cancelledAt: null,
  };
}

/** A posted payout whose payee is paid in another currency by now is not posted any more; any other stays as it is. */
function undoneFor(payout: Payout, { payee, now }: PayoutSources): Payout {
  const { isPosted, transferCurrency, rate, attempt, status, undone = [] } = payout;
  if (!isPosted || payee === null || currencyOf(payee.account.scheme) === transferCurrency) return payout;
  const lastAttempt = status === 'draft' ? attempt - 1 : attempt;
  const posting = { ...amountsOf(payout), transferCurrency, rate, lastAttempt, at: now };
  return { ...payout, isPosted: false, undone: [...undone, posting] };
}

/** The way to the bank that a payout goes next, counted from 1 on. */
export function attemptOf(before: Payout | null): number {
  return (before?.attempt ?? 1) + (before !== null && before.status !== 'draft' ? 1 : 0);
}

/** Each way to the bank is a payment of its own in the tax records: what came back is taken out, and paid anew. */
export function paymentIdOf({ programId }: Pick<PaidFee, 'programId'>, payoutId: string, attempt: number): string {
  return `${encodeURIComponent(programId)}/${payoutId}/${attempt}`;
}

/** Whether tax that its partner owes takes all of a payout: it is settled without a bank. */
export function isNetted({ payableMinor, netMinor }: Pick<PayoutAmounts, 'payableMinor' | 'netMinor'>): boolean {
  return payableMinor > 0n && netMinor === 0n;
}

type Way = PayoutAmounts & Pick<Payout, 'transferCurrency' | 'rate' | 'needsReview' | 'paid'>;

function wayOf(before: Payout | null, sources: PayoutSources): Way {
  if (before?.isPosted) {
    const { transferCurrency, rate, needsReview, paid } = before;
    return { ...amountsOf(before), transferCurrency, rate, needsReview, paid };
  }
  const { payableMinor, taxMinor, withholdingMinor, grossUpMinor, currency, payee, rateTo } = sources;
  const netMinor = payableMinor + taxMinor + grossUpMinor - withholdingMinor;
  const isSent = payee !== null && !isNetted({ payableMinor, netMinor });
  const transferCurrency = isSent ? currencyOf(payee.account.scheme) : currency;
  const rate = transferCurrency === currency ? null : rateTo(transferCurrency);
  const transferMinor = transferCurrency === currency ? netMinor : rate === null ? 0n : exchanged(netMinor, rate);
  const amounts = { payableMinor, taxMinor, withholdingMinor, grossUpMinor, netMinor, transferMinor };
  return { ...amounts, transferCurrency, rate, needsReview: sources.needsReview, paid: sources.paid };
}

function amountsOf(payout: Payout): PayoutAmounts {
  const { payableMinor, taxMinor, withholdingMinor, grossUpMinor, netMinor, transferMinor } = payout;
  return { payableMinor, taxMinor, withholdingMinor, grossUpMinor, netMinor, transferMinor };
}

/** An amount at the locked rate of its batch, rounded once, half a unit up. */
function exchanged(minor: bigint, rate: DailyRate): bigint {
  return roundProduct(minorFactor(rate), minor, 'half-up');
}

function reasonsOf(before: Payout | null, sources: PayoutSources, way: Way): readonly HoldReason[] {
  const { payee, currency, taxReasons, screening, now } = sources;
  // What is posted was settled with its approval.
  const reasons: HoldReason[] = before?.isPosted ? [] : [...taxReasons, ...holdsLeft(screening, before, now)];
  if (isNetted(way)) return reasons;
  if (payee === null) return [...reasons, { code: 'payee.missing' }];
  const until = payableFrom(payee);
  if (until > now) reasons.push({ code: 'payee.changed', until });
  if (before?.returned?.payeeRevision === payee.revision) reasons.push({ code: 'payee.not-corrected' });
  if (way.transferCurrency !== currency && way.rate === null) {
    reasons.push({ code: 'rate.missing', from: currency, to: way.transferCurrency, on: sources.rateDay });
  } else if (way.transferMinor <= 0n || way.netMinor <= 0n) reasons.push({ code: 'amount.not-positive' });
  return reasons;
}
