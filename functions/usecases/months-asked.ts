import { DomainError } from '../../domain/errors.ts';
import type { Instant } from '../../domain/time.ts';
import { formatInstant } from '../../domain/time.ts';

const MONTHS_MAX = 36;
const MONTHS_BACK = 11;

/** The UTC months that a query names, `YYYY-MM`, both included; the last twelve unless it says otherwise. */
export function utcMonths(
  { from, to }: { readonly from: string | null; readonly to: string | null },
  now: Instant,
): readonly string[] {
  const last = monthNumber(to ?? formatInstant(now));
  const first = from === null ? last - MONTHS_BACK : monthNumber(from);
  if (last - first >= MONTHS_MAX || first > last) {
    const message = {
      en: `must be at most ${MONTHS_MAX} months before "to" and not after it, got ${from}`,
      ja: `to以前で、toより${MONTHS_MAX}か月前までの月にしてください（入力値: ${from}）`,
    };
    throw new DomainError('request.invalid', message, { field: 'from' });
  }
  return monthsFrom(first, last);
}

/** The months from one day to another, `YYYY-MM`, both included; none when the second is before the first. */
export function monthsBetween(from: string, to: string): readonly string[] {
  return monthsFrom(monthNumber(from), monthNumber(to));
}

function monthsFrom(first: number, last: number): readonly string[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => monthText(first + index));
}

function monthNumber(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

function monthText(number: number): string {
  return `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`;
}
