import { Temporal } from 'temporal-polyfill';
import { isDate } from '../dates.ts';
import type { CheckContext, Finding, Findings } from './finding.ts';

const NEAR_DAYS = 60;
const YEARS_AROUND = 5;

/**
 * A date without a year, `MMDD`, must be a business day of banks. It is rejected where no year makes it one, or where the next such
 * date is within 60 days and is none; further away the year is a guess, and it is a warning.
 */
export function checkMonthDay(
  text: string,
  { context, row, found }: { context: CheckContext; row: number; found: Findings },
): void {
  const finding = problemOf(text, context);
  if (finding?.severity === 'reject') found.reject(row, finding.reason);
  if (finding?.severity === 'warn') found.warn(row, finding.reason);
}

function problemOf(text: string, context: CheckContext): Pick<Finding, 'severity' | 'reason'> | null {
  const today = Temporal.PlainDate.from(context.on);
  const dates: Temporal.PlainDate[] = [];
  for (let year = today.year - YEARS_AROUND; year <= today.year + YEARS_AROUND; year += 1) {
    const date = `${year}-${text.slice(0, 2)}-${text.slice(2)}`;
    if (isDate(date)) dates.push(Temporal.PlainDate.from(date));
  }
  const because = (severity: Finding['severity'], reason: string) =>
    ({ severity, reason: `振込指定日: ${reason}` }) as const;
  const isOpen = (date: Temporal.PlainDate): boolean => context.isBankDay(date.toString());
  if (dates.length === 0) return because('reject', `${text} is no day of the calendar`);
  if (!dates.some(isOpen)) return because('reject', `banks are closed on ${text} in every year`);
  const away = (date: Temporal.PlainDate): number => today.until(date).days;
  const next = dates.find((date) => away(date) >= 0 && away(date) <= NEAR_DAYS);
  if (next !== undefined) {
    return isOpen(next) ? null : because('reject', `${next.toString()} is no business day of banks`);
  }
  const nearest = dates.reduce((a, b) => (Math.abs(away(b)) < Math.abs(away(a)) ? b : a));
  return isOpen(nearest) ? null : because('warn', `${nearest.toString()} is no business day of banks`);
}
