import { Temporal } from 'temporal-polyfill';
import type { Weekday, Window } from '../commission/plan.ts';
import { dateAfter } from '../dates.ts';
import { DomainError } from '../errors.ts';
import type { PeriodId } from '../ids.ts';
import type { Instant } from '../time.ts';

/** A half-open interval of business dates in a program's zone; `end` is the cutoff. */
export interface Period {
  readonly periodId: PeriodId;
  readonly start: Instant;
  readonly end: Instant;
}

/** Business dates of one zone. Months are looked up once and remembered, since every conversion asks. */
export interface Calendar {
  readonly timezone: string;
  /** The month `YYYY-MM` with its instants. */
  readonly period: (periodId: PeriodId) => Period;
  readonly periodOf: (at: Instant) => Period;
  /** The window of a rule that an instant falls in. `lifetime` has no end. */
  readonly windowOf: (at: Instant, window: Window) => Period;
  /** `YYYY-MM-DD`. */
  readonly dateOf: (at: Instant) => string;
  readonly weekdayOf: (at: Instant) => Weekday;
  /** The first instant of a business date. */
  readonly startOf: (date: string) => Instant;
  /** The date so many days after another. */
  readonly dateAfter: (date: string, days: number) => string;
  /** The same local time `months` later; the last day of a shorter month. */
  readonly monthsAfter: (at: Instant, months: number) => Instant;
}

const WEEKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MONTHS_BY_WINDOW = { month: 1, quarter: 3, year: 12 } as const;

/** The calendar of an IANA zone. */
export function calendarOf(timezone: string): Calendar {
  const known: Period[] = [];
  const byId = new Map<string, Period>();
  let last: Period | null = null;

  const zoned = (at: Instant): Temporal.ZonedDateTime =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);

  const startOf = (date: string): Instant => {
    try {
      return Temporal.PlainDate.from(date).toZonedDateTime(timezone).epochMilliseconds;
    } catch (cause) {
      throw new DomainError(
        'date.invalid',
        {
          en: `expected a date such as 2026-10-31, got "${date}"`,
          ja: `2026-10-31のような日付で指定してください（入力値: "${date}"）`,
        },
        { cause },
      );
    }
  };

  const span = (periodId: string, first: Temporal.PlainYearMonth, months: number): Period => {
    const found = byId.get(periodId);
    if (found) return found;
    const start = startOf(`${first.toString()}-01`);
    const end = startOf(`${first.add({ months }).toString()}-01`);
    const made = { periodId, start, end };
    byId.set(periodId, made);
    return made;
  };

  const period = (periodId: PeriodId): Period => {
    if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(periodId)) {
      throw new DomainError(
        'period.invalid',
        {
          en: `expected a period such as 2026-10, got "${periodId}"`,
          ja: `2026-10のような年月で指定してください（入力値: "${periodId}"）`,
        },
        {
          field: 'periodId',
        },
      );
    }
    return span(periodId, Temporal.PlainYearMonth.from(periodId), 1);
  };

  const periodOf = (at: Instant): Period => {
    if (last !== null && isWithin(last, at)) return last;
    last = known.find((month) => isWithin(month, at)) ?? null;
    if (last === null) {
      last = period(zoned(at).toPlainDate().toPlainYearMonth().toString());
      known.push(last);
    }
    return last;
  };

  const windowOf = (at: Instant, window: Window): Period => {
    if (window === 'month') return periodOf(at);
    if (window === 'lifetime') {
      return { periodId: 'lifetime', start: Number.MIN_SAFE_INTEGER, end: Number.MAX_SAFE_INTEGER };
    }
    const [year, month] = periodOf(at).periodId.split('-').map(Number) as [number, number];
    const months = MONTHS_BY_WINDOW[window];
    const first = Math.floor((month - 1) / months) * months + 1;
    const id = window === 'year' ? `${year}` : `${year}-Q${(first + 2) / 3}`;
    return span(id, Temporal.PlainYearMonth.from({ year, month: first }), months);
  };

  return {
    timezone,
    period,
    periodOf,
    windowOf,
    dateOf: (at) => zoned(at).toPlainDate().toString(),
    weekdayOf: (at) => WEEKDAYS[zoned(at).dayOfWeek - 1] as Weekday,
    startOf,
    dateAfter,
    monthsAfter: (at, months) => zoned(at).add({ months }).epochMilliseconds,
  };
}

const isWithin = ({ start, end }: Period, at: Instant): boolean => at >= start && at < end;

/** The period after one, `2026-12` → `2027-01`. */
export function nextPeriodId(periodId: PeriodId): PeriodId {
  return Temporal.PlainYearMonth.from(periodId).add({ months: 1 }).toString();
}

const lastDays = new Map<PeriodId, string>();

/** The last business date of a period, `2026-10` → `2026-10-31`. Every entry asks, so each month is looked up once. */
export function lastDayOf(periodId: PeriodId): string {
  const known = lastDays.get(periodId);
  if (known !== undefined) return known;
  const month = Temporal.PlainYearMonth.from(periodId);
  const day = month.toPlainDate({ day: month.daysInMonth }).toString();
  lastDays.set(periodId, day);
  return day;
}

/** The business date on which a step after the close of a period enters the books: its own, and after the period. */
export function bookedAfter(periodId: PeriodId, at: Instant, calendar: Calendar): string {
  const first = calendar.dateAfter(lastDayOf(periodId), 1);
  const day = calendar.dateOf(at);
  return day > first ? day : first;
}

/** An instant on the clocks of a zone, to the second: `2026-10-15 12:00:00`. */
export function localTime(at: Instant, timezone: string): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
  return zoned.toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ');
}

/** When the clocks of a zone show `2026-10-15T12:00:00`, the earlier time of two; null where there is no such day or hour. */
export function instantOfLocal(local: string, timezone: string): Instant | null {
  try {
    return Temporal.PlainDateTime.from(local).toZonedDateTime(timezone).epochMilliseconds;
  } catch {
    return null;
  }
}

/** Whether a name is an IANA zone. */
export function isTimezone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}
