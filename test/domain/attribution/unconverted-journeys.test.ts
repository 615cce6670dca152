import { describe, expect, it } from 'vitest';
import { unconvertedJourneys } from '../../../domain/attribution/unconverted-journeys.ts';
import { DAY_MS } from '../../../domain/time.ts';
import type { Click } from '../../../domain/tracking/click.ts';
import { aClick, aDirectory, anEnrollment, aProgram, NOON } from '../../support/build.ts';

const LOOKBACK = 10;
const WINDOW = { from: NOON - 30 * DAY_MS, to: NOON };
const directory = aDirectory({
  enrollments: [
    anEnrollment({ partnerId: 'a' }),
    anEnrollment({ partnerId: 'b' }),
    anEnrollment({ partnerId: 'gone', endedAt: NOON - 20 * DAY_MS }),
  ],
});

/** A touch so many days before the cutoff. */
const touch = (partnerId: string, daysBefore: number, change: Partial<Click> = {}): Click =>
  aClick({ clickId: `${partnerId}${daysBefore}`, partnerId, occurredAt: NOON - daysBefore * DAY_MS, ...change });

function journeys(clicks: readonly Click[], convertedDaysBefore: readonly number[] = [], clickDedupeSeconds = 0) {
  const settings = { ...aProgram().attribution, lookbackDays: LOOKBACK, clickDedupeSeconds };
  const convertedAt = convertedDaysBefore.map((days) => NOON - days * DAY_MS);
  return unconvertedJourneys(clicks, convertedAt, WINDOW, { settings, directory }).map((each) => each.join(' > '));
}

describe('a journey that no conversion came of', () => {
  it('is the touches of a visitor in their order', () => {
    expect(journeys([touch('b', 3), touch('a', 8), touch('a', 1)])).toEqual(['a > b > a']);
  });

  it('lasts as long as the lookback from its first touch; what comes later begins another', () => {
    expect(journeys([touch('a', 25), touch('b', 15), touch('a', 14)])).toEqual(['a > b', 'a']);
  });

  it('has no touch that a conversion within the lookback came after', () => {
    expect(journeys([touch('a', 20), touch('b', 15), touch('a', 4)], [9])).toEqual(['a', 'a']);
    expect(journeys([touch('a', 19), touch('b', 9)], [9])).toEqual([]);
  });

  it('has touches of the window only, from its first instant to before its last', () => {
    expect(journeys([touch('a', 30), touch('b', 0)])).toEqual(['a']);
    expect(journeys([touch('a', 31), touch('b', -1)])).toEqual([]);
  });

  it('has no bots, no repeats, and nobody who was not enrolled at the touch', () => {
    expect(journeys([touch('a', 3, { isBot: true }), touch('gone', 4), touch('nobody', 5)])).toEqual([]);
    expect(journeys([touch('gone', 21)])).toEqual(['gone']);
    const again = touch('a', 3, { clickId: 'again', occurredAt: NOON - 3 * DAY_MS + 5000 });
    expect(journeys([touch('a', 3), again], [], 10)).toEqual(['a']);
  });

  it('is its latest 200 touches, like a journey that converts', () => {
    const later = Array.from({ length: 200 }, (_, minute) => touch('a', 3 - minute / 1440));
    expect(journeys([touch('b', 4), ...later])).toEqual([later.map(() => 'a').join(' > ')]);
  });
});
