import type { Adjusted } from './history.ts';

const DAY = 86_400_000;

/** All is in Japan, whose clocks are never set. */
export function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00+09:00`);
}

export function lastDay(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

export const monthOf = (day: string): string => day.slice(0, 7);

/** The first instant after a month. */
export const endOf = (month: string): number => startOf(lastDay(month)) + DAY;

export const daysAfter = (at: number, days: number): number => at + days * DAY;

export function dateOf(at: number): string {
  return new Date(at + 9 * 3_600_000).toISOString().slice(0, 10);
}

export function sum(minors: Iterable<bigint>): bigint {
  let total = 0n;
  for (const minor of minors) total += minor;
  return total;
}

/** By date, then by id. */
export function inOrder(adjustments: readonly Adjusted[]): readonly Adjusted[] {
  const keyOf = ({ day, adjustmentId }: Adjusted): string => `${day} ${adjustmentId}`;
  return [...adjustments].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
