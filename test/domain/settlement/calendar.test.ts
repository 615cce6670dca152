import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import {
  bookedAfter,
  calendarOf,
  isTimezone,
  lastDayOf,
  localTime,
  nextPeriodId,
} from '../../../domain/settlement/calendar.ts';
import { DAY_MS, formatInstant } from '../../../domain/time.ts';
import { at } from '../../support/build.ts';

const tokyo = calendarOf('Asia/Tokyo');
const berlin = calendarOf('Europe/Berlin');

const shown = ({ periodId, start, end }: { periodId: string; start: number; end: number }) => [
  periodId,
  formatInstant(start),
  formatInstant(end),
];

describe('a period', () => {
  it('begins and ends at local midnight', () => {
    expect(shown(tokyo.period('2026-10'))).toEqual(['2026-10', '2026-09-30T15:00:00Z', '2026-10-31T15:00:00Z']);
  });

  it('is an hour longer or shorter where the clock is changed', () => {
    expect(shown(berlin.period('2026-10'))).toEqual(['2026-10', '2026-09-30T22:00:00Z', '2026-10-31T23:00:00Z']);
    expect(shown(berlin.period('2026-03'))).toEqual(['2026-03', '2026-02-28T23:00:00Z', '2026-03-31T22:00:00Z']);
  });

  it('begins with the first instant of a day that has no midnight', () => {
    // Clocks in Beirut go from 00:00 to 01:00 on the last Sunday of March.
    expect(formatInstant(calendarOf('Asia/Beirut').startOf('2026-03-29'))).toBe('2026-03-28T22:00:00Z');
  });

  it('has its start and not its end', () => {
    const { start, end } = tokyo.period('2026-10');
    expect(tokyo.periodOf(start).periodId).toBe('2026-10');
    expect(tokyo.periodOf(end - 1).periodId).toBe('2026-10');
    expect(tokyo.periodOf(end).periodId).toBe('2026-11');
    expect(tokyo.periodOf(start - 1).periodId).toBe('2026-09');
  });

  it('is found again after others, however one goes back and forth', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z') })),
        (times) => {
          const one = calendarOf('Europe/Berlin');
          for (const each of times) {
            expect(one.periodOf(each)).toEqual(calendarOf('Europe/Berlin').periodOf(each));
            expect(one.windowOf(each, 'quarter')).toEqual(calendarOf('Europe/Berlin').windowOf(each, 'quarter'));
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it.each(['2026-13', '2026-00', '2026-1', '2026', '2026-10-01', '12026-10', ''])(
    'is a month, not "%s"',
    (periodId) => {
      expect(() => tokyo.period(periodId)).toThrow(DomainError);
      expect(() => tokyo.period(periodId)).toThrow(
        expect.objectContaining({
          code: 'period.invalid',
          field: 'periodId',
          message: `expected a period such as 2026-10, got "${periodId}"`,
        }),
      );
    },
  );

  it.each([
    ['2026-10', '2026-11'],
    ['2026-12', '2027-01'],
  ])('%s is followed by %s', (periodId, next) => {
    expect(nextPeriodId(periodId)).toBe(next);
  });
});

describe('a window', () => {
  const when = at('2026-11-15T12:00:00+09:00');

  it.each([
    ['month', '2026-11', '2026-10-31T15:00:00Z', '2026-11-30T15:00:00Z'],
    ['quarter', '2026-Q4', '2026-09-30T15:00:00Z', '2026-12-31T15:00:00Z'],
    ['year', '2026', '2025-12-31T15:00:00Z', '2026-12-31T15:00:00Z'],
  ] as const)('of a %s is that of the program zone', (window, ...expected) => {
    expect(shown(tokyo.windowOf(when, window))).toEqual(expected);
  });

  it.each([
    ['2026-01-01T00:00:00+09:00', '2026-Q1'],
    ['2026-03-31T23:59:59+09:00', '2026-Q1'],
    ['2026-04-01T00:00:00+09:00', '2026-Q2'],
    ['2026-07-01T00:00:00+09:00', '2026-Q3'],
  ])('holds %s in %s', (text, quarter) => {
    expect(tokyo.windowOf(at(text), 'quarter').periodId).toBe(quarter);
  });

  it('for a lifetime has no end', () => {
    expect(tokyo.windowOf(when, 'lifetime')).toEqual({
      periodId: 'lifetime',
      start: Number.MIN_SAFE_INTEGER,
      end: Number.MAX_SAFE_INTEGER,
    });
  });
});

describe('business dates', () => {
  it('are those of the zone', () => {
    const late = at('2026-10-31T15:00:00Z');
    expect([tokyo.dateOf(late), tokyo.weekdayOf(late)]).toEqual(['2026-11-01', 'sun']);
    expect([berlin.dateOf(late), berlin.weekdayOf(late)]).toEqual(['2026-10-31', 'sat']);
    expect(calendarOf('Asia/Tokyo').timezone).toBe('Asia/Tokyo');
  });

  it('months later keep the local time, and the last day of a shorter month', () => {
    const later = (text: string, months: number) => formatInstant(berlin.monthsAfter(at(text), months));
    expect(later('2026-10-15T12:00:00+02:00', 1)).toBe('2026-11-15T11:00:00Z');
    expect(later('2026-01-31T12:00:00+01:00', 1)).toBe('2026-02-28T11:00:00Z');
    expect(later('2026-01-31T12:00:00+01:00', 12)).toBe('2027-01-31T11:00:00Z');
  });

  it.each(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const)('know %s', (weekday) => {
    const monday = at('2026-10-05T12:00:00+09:00');
    const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].indexOf(weekday);
    expect(tokyo.weekdayOf(monday + days * DAY_MS)).toBe(weekday);
  });

  it('show an instant on the clocks of a zone, to the second', () => {
    expect(localTime(at('2026-10-31T15:00:00.500Z'), 'Asia/Tokyo')).toBe('2026-11-01 00:00:00');
    expect(localTime(at('2026-10-31T15:00:00Z'), 'Europe/Berlin')).toBe('2026-10-31 16:00:00');
  });

  it('that do not exist are refused', () => {
    expect(() => tokyo.startOf('2026-02-30')).toThrow('expected a date such as 2026-10-31, got "2026-02-30"');
    expect(() => tokyo.startOf('2026-02-30')).toThrow(
      expect.objectContaining({ code: 'date.invalid', cause: expect.any(RangeError) }),
    );
  });

  it('need a zone that exists', () => {
    expect(isTimezone('Asia/Tokyo')).toBe(true);
    expect(isTimezone('Asia/Nowhere')).toBe(false);
  });
});

describe('the books of a period', () => {
  it.each([
    ['2026-10', '2026-10-31'],
    ['2028-02', '2028-02-29'],
  ])('of %s end on %s', (periodId, day) => {
    expect(lastDayOf(periodId)).toBe(day);
  });

  it.each([
    ['2026-11-20T23:00:00+09:00', '2026-11-20'],
    ['2026-11-19T16:00:00Z', '2026-11-20'],
    ['2026-10-31T23:59:59+09:00', '2026-11-01'],
  ])('take what a step does at %s on %s, never within the period', (text, day) => {
    expect(bookedAfter('2026-10', at(text), tokyo)).toBe(day);
  });
});
