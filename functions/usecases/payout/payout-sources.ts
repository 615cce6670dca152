import { rateFor } from '../../../domain/commission/exchange.ts';
import { daysBetween } from '../../../domain/dates.ts';
import type { PeriodId } from '../../../domain/ids.ts';
import type { Currency } from '../../../domain/money/currency.ts';
import type { DailyRate } from '../../../domain/money/exchange.ts';
import type { PayoutSources } from '../../../domain/payout/draft-payout.ts';
import { attemptOf, paymentIdOf } from '../../../domain/payout/draft-payout.ts';
import { payeeInForce } from '../../../domain/payout/payee.ts';
import type { Payout } from '../../../domain/payout/payout.ts';
import { payoutIdOf } from '../../../domain/payout/payout-entries.ts';
import { lastDayOf } from '../../../domain/settlement/calendar.ts';
import { releasedConversions } from '../../../domain/statement/released-conversions.ts';
import type { Statement } from '../../../domain/statement/statement.ts';
import type { PaidFee } from '../../../domain/tax/paid-fee.ts';
import type { Deps } from '../../runtime/deps.ts';
import { runKeyOf } from '../settlement/settlement-record.ts';
import { taxForPayout } from '../tax/tax-for-payout.ts';
import { partnerOwner } from './payee-change.ts';
import type { OwedPayout, PayoutGround } from './payout-ground.ts';
import { screeningHolds } from './screening-holds.ts';

/** Gathers what one payout is drafted from: statement, payee, taxes, rate. `beside` is what the same partner is paid before it. */
export async function payoutSources(
  deps: Deps,
  ground: PayoutGround,
  owed: OwedPayout,
  { before, beside }: { readonly before: Payout | null; readonly beside: readonly PaidFee[] },
): Promise<PayoutSources> {
  const { scope, program, calendar, due } = ground;
  const { record, partnerId, payableMinor } = owed;
  const { periodId } = record;
  const payoutId = payoutIdOf({ periodId, partnerId });
  const payee = payeeInForce(await deps.stores.payees.payees(scope.merchantId, partnerOwner(partnerId)));
  const paidOn = payee === null ? due.actual : ground.valueDates[payee.account.scheme];
  const paymentId = paymentIdOf(scope, payoutId, attemptOf(before));
  const [tax, text] = await Promise.all([
    taxForPayout(deps, ground, { owed, paymentId, paidOn, beside }),
    deps.stores.runs.statement(scope, runKeyOf(record), partnerId),
  ]);
  const statement = JSON.parse(text ?? 'null') as Statement | null;
  const oldest = statement === null ? null : oldestConversion(statement);
  return {
    payoutId,
    periodId,
    partnerId,
    currency: program.currency,
    payableMinor,
    ...tax,
    screening: statement === null ? [] : await screeningHolds(deps, program, { periodId, partnerId, statement, payee }),
    payee,
    paidOn,
    daysToPayment: oldest === null ? null : daysBetween({ from: calendar.dateOf(oldest), to: paidOn }),
    rateTo: (currency) => closeRate(ground, currency),
    rateDay: lastDayOf(ground.closed.at(-1)?.periodId ?? periodId),
    now: deps.now(),
  };
}

/** The rate of the last closed day, or of the last day with one within the week before: one for the whole batch. */
function closeRate({ closed, calendar, program, rates }: PayoutGround, currency: Currency): DailyRate | null {
  const last: PeriodId | undefined = closed.at(-1)?.periodId;
  if (last === undefined) return null;
  return rateFor({ currency: program.currency, occurredAt: calendar.period(last).end - 1 }, currency, rates, calendar);
}

/** When the first of the conversions happened whose commission a statement releases; null when it releases none. */
function oldestConversion(statement: Statement): number | null {
  let oldest: number | null = null;
  for (const { occurredAt } of releasedConversions(statement)) {
    const at = Date.parse(occurredAt);
    if (oldest === null || at < oldest) oldest = at;
  }
  return oldest;
}
