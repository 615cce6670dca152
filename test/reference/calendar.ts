import type { Window } from './folder.ts';

/** Clocks and months of a time zone. */
export interface Calendar {
  /** `2026-10-05T09:30:00` as clocks on the wall show an instant. */
  readonly wall: (at: number) => string;
  /** The first second of a month such as `2026-10`. */
  readonly begins: (month: string) => number;
}

export function calendarOf(timeZone: string): Calendar {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const wall = (at: number): string => format.format(at * 1000).replace(' ', 'T');
  const begins = (month: string): number => {
    const wanted = `${month}-01T00:00:00`;
    const asUtc = Date.parse(`${wanted}Z`) / 1000;
    // What the clocks there are ahead by at that hour.
    const ahead = Date.parse(`${wall(asUtc)}Z`) / 1000 - asUtc;
    return asUtc - ahead;
  };
  return { wall, begins };
}

export function monthAfter(month: string, months = 1): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + months)).toISOString().slice(0, 7);
}

/** The same hour so many months later; in a shorter month on its last day. */
export function laterByMonths(wall: string, months: number): string {
  const month = monthAfter(wall.slice(0, 7), months);
  const [year = 0, number = 0] = month.split('-').map(Number);
  const days = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const day = Math.min(days, Number(wall.slice(8, 10)));
  return `${month}-${String(day).padStart(2, '0')}${wall.slice(10)}`;
}

/** What tells one window from another. */
export function windowName(window: Window, month: string): string {
  const [year = '', number = ''] = month.split('-');
  return { month, quarter: `${year} ${quarter(number)}`, year, lifetime: '' }[window];
}

/** The month after the last one of a window; null: it never ends. */
export function windowEnd(window: Window, month: string): string | null {
  const [year = '', number = ''] = month.split('-');
  const last = { month: Number(number), quarter: quarter(number) * 3, year: 12, lifetime: null }[window];
  return last === null ? null : monthAfter(`${year}-01`, last);
}

function quarter(month: string): number {
  return Math.ceil(Number(month) / 3);
}
