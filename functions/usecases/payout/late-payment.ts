import { DomainError } from '../../../domain/errors.ts';
import type { Program } from '../../../domain/partner/program.ts';
import { firstLatePayment } from '../../../domain/payout/due-date.ts';
import { bankDaysOf } from '../../runtime/bank-days.ts';
import type { Deps } from '../../runtime/deps.ts';
import { taxTables } from '../tax/tax-rows.ts';

/** Refuses a hold and a calendar by which some result could not be paid within the days that the law gives. */
export async function refuseLatePayment(
  deps: Deps,
  { merchantId, settlement }: Pick<Program, 'merchantId' | 'settlement'>,
  { holdDays, from, field }: { readonly holdDays: number; readonly from: string; readonly field: string },
): Promise<void> {
  const { payout } = settlement;
  if (payout?.sixtyDaysFrom === undefined) return;
  const law = { isBankDay: bankDaysOf(payout.calendar), tables: await taxTables(deps, merchantId) };
  const late = firstLatePayment(payout, { holdDays, first: from.slice(0, 7) }, law);
  if (late === null) return;
  const { paidOn, days, daysMax, ruleRows } = late;
  const given = `the law gives ${daysMax} days (${ruleRows.join(', ')})`;
  const message = `a result of ${late.from} would be paid on ${paidOn}, on day ${days}; ${given}`;
  throw new DomainError('payout.too-late', message, { field });
}
