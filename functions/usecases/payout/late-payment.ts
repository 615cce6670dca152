import { DomainError } from '../../../domain/errors.ts';
import { ratioOf } from '../../../domain/money/ratio.ts';
import type { Program, ReserveTerms } from '../../../domain/partner/program.ts';
import { firstLatePayment } from '../../../domain/payout/due-date.ts';
import { bankDaysOf } from '../../runtime/bank-days.ts';
import type { Deps } from '../../runtime/deps.ts';
import { taxTables } from '../tax/tax-rows.ts';

interface Waits {
  readonly holdDays: number;
  /** What is kept back as security; absent: nothing. */
  readonly reserve?: ReserveTerms | undefined;
  /** A business date, or an instant as text. */
  readonly from: string;
  readonly field: string;
}

/** Refuses a hold, a reserve and a calendar by which some result could not be paid in full within the days that the law gives. */
export async function refuseLatePayment(
  deps: Deps,
  { merchantId, settlement }: Pick<Program, 'merchantId' | 'settlement'>,
  { holdDays, reserve, from, field }: Waits,
): Promise<void> {
  const { payout } = settlement;
  if (payout?.sixtyDaysFrom === undefined) return;
  const law = { isBankDay: bankDaysOf(payout.calendar), tables: await taxTables(deps, merchantId) };
  const keptDays = reserve !== undefined && ratioOf(reserve.rate).numerator > 0n ? reserve.days : 0;
  const late = firstLatePayment(payout, { holdDays, keptDays, first: from.slice(0, 7) }, law);
  if (late === null) return;
  const { paidOn, days, daysMax, ruleRows } = late;
  const rows = ruleRows.join(', ');
  const what =
    keptDays === 0
      ? { en: 'a result', ja: '成果' }
      : {
          en: `what a reserve of ${keptDays} days keeps back of a result`,
          ja: `成果のうち${keptDays}日間の留保分`,
        };
  const message = {
    en: `${what.en} of ${late.from} would be paid on ${paidOn}, on day ${days}; the law gives ${daysMax} days (${rows})`,
    ja: `${late.from}の${what.ja}の支払日は${paidOn}（${days}日目）となり、法定の${daysMax}日（${rows}）を超えます`,
  };
  throw new DomainError('payout.too-late', message, { field });
}
