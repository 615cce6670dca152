import { DomainError } from '../../../domain/errors.ts';
import type { Program } from '../../../domain/partner/program.ts';
import { firstLatePayment } from '../../../domain/payout/due-date.ts';
import { bankDaysOf } from '../../runtime/bank-days.ts';

/** Refuses a hold and a calendar by which some result could not be paid within the sixty days of the law. */
export function refuseLatePayment(
  { settlement }: Pick<Program, 'settlement'>,
  holdDays: number,
  from: string,
  field: string,
): void {
  const { payout } = settlement;
  if (payout === undefined) return;
  const late = firstLatePayment(payout, holdDays, from.slice(0, 7), bankDaysOf(payout.calendar));
  if (late === null) return;
  const message = `a result of ${late.from} would be paid on ${late.paidOn}, ${late.days} days later; the law gives 60`;
  throw new DomainError('payout.too-late', message, { field });
}
