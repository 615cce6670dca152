import { ratioOf } from './ratio.ts';

const DIGITS = 10_000n;

/** A part of a whole to four digits, `0.3333`, where it is above a limit (a decimal); else, and of nothing, null. */
export function shareAbove(part: bigint, whole: bigint, limit: string): string | null {
  const { numerator, denominator } = ratioOf(limit);
  if (whole <= 0n || part * denominator <= numerator * whole) return null;
  const digits = (part * DIGITS) / whole;
  return `${digits / DIGITS}.${String(digits % DIGITS).padStart(4, '0')}`;
}
