import { minorFactor } from '../commission/exchange.ts';
import type { PartnerId, PeriodId } from '../ids.ts';
import type { Currency } from '../money/currency.ts';
import type { DailyRate } from '../money/exchange.ts';
import { roundRatio } from '../money/round.ts';
import type { Instant } from '../time.ts';
import { currencyOf } from './bank-account.ts';
import type { Payee } from './payee.ts';
import { payableFrom } from './payee.ts';
import type { HoldReason, Payout, PayoutAmounts } from './payout.ts';

/** What a payout is drafted from. Amounts are in minor units of the program's currency. */
export interface PayoutSources {
  readonly payoutId: string;
  readonly periodId: PeriodId;
  readonly partnerId: PartnerId;
  readonly currency: Currency;
  readonly payableMinor: bigint;
  readonly taxMinor: bigint;
  readonly withholdingMinor: bigint;
  /** The payee in force; null when the partner has none. */
  readonly payee: Payee | null;
  /** What taxes say against paying. */
  readonly taxReasons: readonly HoldReason[];
  readonly daysToPayment: number | null;
  /** The rate from the program's currency into another; null when there is none. */
  readonly rateTo: (currency: Currency) => DailyRate | null;
  readonly now: Instant;
}

/**
 * The payout as it can be paid today, with everything that still holds it. A first draft, or the next way of one that was given
 * back or cancelled; what is posted keeps its amounts and its rate, whatever has changed since.
 */
export function draftPayout(before: Payout | null, sources: PayoutSources): Payout {
  const { payoutId, periodId, partnerId, currency, payee, daysToPayment } = sources;
  const isNextWay = before !== null && before.status !== 'draft';
  const way = wayOf(before, sources);
  return {
    payoutId,
    periodId,
    partnerId,
    status: 'draft',
    attempt: (before?.attempt ?? 1) + (isNextWay ? 1 : 0),
    batchId: isNextWay ? null : (before?.batchId ?? null),
    currency,
    ...way,
    payeeRevision: payee?.revision ?? null,
    reasons: reasonsOf(before, sources, way),
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

type Way = PayoutAmounts & Pick<Payout, 'transferCurrency' | 'rate'>;

function wayOf(before: Payout | null, sources: PayoutSources): Way {
  if (before?.isPosted) {
    const { payableMinor, taxMinor, withholdingMinor, netMinor, transferMinor, transferCurrency, rate } = before;
    return { payableMinor, taxMinor, withholdingMinor, netMinor, transferMinor, transferCurrency, rate };
  }
  const { payableMinor, taxMinor, withholdingMinor, currency, payee, rateTo } = sources;
  const netMinor = payableMinor + taxMinor - withholdingMinor;
  const transferCurrency = payee === null ? currency : currencyOf(payee.account.scheme);
  const rate = transferCurrency === currency ? null : rateTo(transferCurrency);
  const transferMinor = transferCurrency === currency ? netMinor : rate === null ? 0n : exchanged(netMinor, rate);
  return { payableMinor, taxMinor, withholdingMinor, netMinor, transferMinor, transferCurrency, rate };
}

/** An amount at the locked rate of its batch, rounded once, half a unit up. */
function exchanged(minor: bigint, rate: DailyRate): bigint {
  const { numerator, denominator } = minorFactor(rate);
  return roundRatio(minor * numerator, denominator, 'half-up');
}

function reasonsOf(before: Payout | null, sources: PayoutSources, way: Way): readonly HoldReason[] {
  const { payee, currency, taxReasons, now } = sources;
  const reasons: HoldReason[] = [...taxReasons];
  if (payee === null) return [...reasons, { code: 'payee.missing' }];
  const until = payableFrom(payee);
  if (until > now) reasons.push({ code: 'payee.changed', until });
  if (before?.returned?.payeeRevision === payee.revision) reasons.push({ code: 'payee.not-corrected' });
  const wanted = currencyOf(payee.account.scheme);
  if (wanted !== way.transferCurrency) reasons.push({ code: 'payee.other-currency', currency: wanted });
  if (way.transferCurrency !== currency && way.rate === null) {
    reasons.push({ code: 'rate.missing', from: currency, to: way.transferCurrency });
  } else if (way.transferMinor <= 0n || way.netMinor <= 0n) reasons.push({ code: 'amount.not-positive' });
  return reasons;
}
