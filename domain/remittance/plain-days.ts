import { Temporal } from 'temporal-polyfill';

/** Days from one date, `YYYY-MM-DD`, to another; negative when the other is before. */
export function plainDaysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;
}
