import type { Sentence } from '../../../domain/said.ts';
import type { Instant } from '../../../domain/time.ts';
import { shown } from '../shown.ts';

const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/**
 * RFC 3339 with an offset as an instant, or null: a time without an offset could be 14 hours off, and so another day's.
 * What is finer than a millisecond is cut off.
 */
export function parseInstant(text: string): Instant | null {
  const match = RFC3339.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction = '', sign, offsetHour = '0', offsetMinute = '0'] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return null;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // Date.UTC carries 30 February over into March, and takes years below 100 for the 1900s.
  if (new Date(midnight).toISOString().slice(0, 10) !== `${year}-${month}-${day}`) return null;
  const clock = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60_000 * (sign === '-' ? -1 : 1);
  const instant = midnight + clock + Number(fraction.slice(0, 3).padEnd(3, '0')) - offset;
  return instant < 0 ? null : instant;
}

/** Why a text is no instant, and what would be one. */
export function whyNoInstant(text: unknown): Sentence {
  const match = typeof text === 'string' ? RFC3339.exec(text) : null;
  if (match === null) {
    return {
      en: `must be a time with its offset, such as "2026-10-01T09:30:00+09:00", got ${shown(text)}`,
      ja: `"2026-10-01T09:30:00+09:00"のように、時差の付いた日時で指定してください（入力値: ${shown(text, 'ja')}）`,
    };
  }
  const clock = {
    en: `must name an hour from 00 to 23 and minutes and seconds from 00 to 59, got ${shown(text)}`,
    ja: `時は00～23、分と秒は00～59で指定してください（入力値: ${shown(text, 'ja')}）`,
  };
  return whyNoDate(match[0].slice(0, 10)) ?? clock;
}

/** Why a text is no date, `YYYY-MM-DD`; null: it is one. */
export function whyNoDate(text: unknown): Sentence | null {
  const [, year, month] = (typeof text === 'string' ? /^(\d{4})-(0[1-9]|1[0-2])-\d{2}$/.exec(text) : null) ?? [];
  if (year === undefined) {
    return {
      en: `must be a date such as "2026-10-01", got ${shown(text)}`,
      ja: `"2026-10-01"のような日付で指定してください（入力値: ${shown(text, 'ja')}）`,
    };
  }
  if (parseInstant(`${text}T00:00:00Z`) !== null) return null;
  if (Number(year) < 1970) {
    return {
      en: `must not be before 1970, got ${shown(text)}`,
      ja: `1970年以降の日付にしてください（入力値: ${shown(text, 'ja')}）`,
    };
  }
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return {
    en: `must be a date of the calendar: ${year}-${month} has ${days} days, got ${shown(text)}`,
    ja: `暦にある日付で指定してください。${year}-${month}は${days}日までです（入力値: ${shown(text, 'ja')}）`,
  };
}
