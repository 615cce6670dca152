import * as z from 'zod';
import { formatAmount } from '../domain/money/amount.ts';
import type { Currency } from '../domain/money/currency.ts';
import type { Instant } from '../domain/time.ts';
import { formatInstant } from '../domain/time.ts';

/** A decimal amount in the major unit with its currency, as on every other wire of ours. */
export const amountData = z.object({
  amount: z.string().regex(/^-?\d+(\.\d+)?$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

export type AmountData = z.infer<typeof amountData>;

export const idData = z.string().min(1);

/** RFC 3339 in UTC. */
export const instantData = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/)
  .meta({ format: 'date-time' });

/** A business date, `YYYY-MM-DD`. */
export const dateData = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .meta({ format: 'date' });

/** A decimal number in a string, exact. */
export const decimalData = z.string().regex(/^\d+(\.\d+)?$/);

/** Minor units as others read them: `1250n` USD is `{ "amount": "12.50", "currency": "USD" }`. */
export function amountOf(minor: bigint, currency: Currency): AmountData {
  return { amount: formatAmount(minor, currency), currency };
}

/** An instant that may be absent. */
export function instantOf<At extends Instant | null>(at: At): At extends null ? null : string;
export function instantOf(at: Instant | null): string | null {
  return at === null ? null : formatInstant(at);
}
