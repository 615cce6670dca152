import * as z from 'zod';
import { DomainError } from '../../../domain/errors.ts';
import { parseAmount } from '../../../domain/money/amount.ts';
import { isCurrency } from '../../../domain/money/currency.ts';
import { isTimezone } from '../../../domain/settlement/calendar.ts';
import { ID_LENGTH_MAX, QUANTITY_MAX } from '../../limits.ts';
import { shown } from '../shown.ts';
import { parseInstant, whyNoDate, whyNoInstant } from './instant.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\p{Surrogate}/u;
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}._:@~+-]*$/u;

/** An id of the merchant's own systems: any printable text, such as `#1001` or `order 7/2`. */
export const externalIdSchema = z
  .string()
  .min(1, 'must not be empty')
  .max(ID_LENGTH_MAX, `must have at most ${ID_LENGTH_MAX} characters`)
  .refine((id) => !CONTROL.test(id), 'must not hold control characters')
  // Bytes that were none become U+FFFD on their way here, so that ids of two customers would be one.
  .refine((id) => !id.includes('\uFFFD'), 'must be UTF-8, and not U+FFFD, which stands where something else was')
  .refine((id) => id.trim() === id, 'must not begin or end with a space')
  .meta({ id: 'ExternalId', description: 'An id of your own systems: any printable text', examples: ['#1001'] });

/** An id that also stands in addresses, account names and file names: letters, digits and `._:@~+-`. */
export const nameIdSchema = externalIdSchema
  .regex(NAME, 'must begin with a letter, a digit or _ and hold only letters, digits and . _ : @ ~ + -')
  .meta({ id: 'NameId', description: 'An id that also stands in addresses', examples: ['prg_1'] });

/** Text for people: a name, a category. */
export const textSchema = z
  .string()
  .min(1, 'must not be empty')
  .max(200, 'must have at most 200 characters')
  .refine((text) => !CONTROL.test(text), 'must not hold control characters')
  .meta({ id: 'Text', description: 'Text for people, on one line' });

/** ISO 3166-1 alpha-2, upper case. */
export const countrySchema = z.string().regex(/^[A-Z]{2}$/, 'must be two capital letters (ISO 3166-1), such as "JP"');

export const currencySchema = z
  .string()
  .refine(isCurrency, {
    // What is no currency has no amounts, so that the reason stays with its member.
    abort: true,
    error: (issue) => `must be an ISO 4217 currency code such as "JPY", got ${shown(issue.input)}`,
  })
  .meta({ id: 'Currency', description: 'ISO 4217', pattern: '^[A-Z]{3}$', examples: ['JPY'] });

const INSTANT = {
  id: 'Instant',
  description: 'RFC 3339 with an offset',
  format: 'date-time',
  examples: ['2026-10-01T09:30:00+09:00'],
};

/** RFC 3339 with an offset; becomes milliseconds since the epoch. */
export const instantSchema = z
  .string()
  .meta(INSTANT)
  .transform((text, context) => {
    const instant = parseInstant(text);
    if (instant !== null) return instant;
    context.issues.push({ code: 'custom', input: text, message: whyNoInstant(text) });
    return z.NEVER;
  });

export const timezoneSchema = z.string().refine((name) => !/^[+-]/.test(name) && isTimezone(name), {
  error: (issue) => `must be an IANA time zone such as "Asia/Tokyo", got ${shown(issue.input)}`,
});

/** A business date, `YYYY-MM-DD`. */
export const dateSchema = z
  .string()
  .refine((text) => whyNoDate(text) === null, { error: (issue) => whyNoDate(issue.input) ?? 'must be a date' })
  .meta({ id: 'Date', description: 'A business date', format: 'date', examples: ['2026-10-01'] });

export const periodIdSchema = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'must be a month such as "2026-10"');

export const quantitySchema = z
  .int({ error: (issue) => `must be a whole number from 1 to ${QUANTITY_MAX}, got ${shown(issue.input)}` })
  .min(1, { error: (issue) => `must be at least 1, got ${shown(issue.input)}` })
  .max(QUANTITY_MAX, `must be at most ${QUANTITY_MAX}`);

/** A non-negative decimal string, such as a rate: `"0.125"`. */
export const decimalSchema = z
  .string({ error: (issue) => `must be a decimal number in a string, such as "0.05", got ${shown(issue.input)}` })
  .regex(/^\d{1,18}(?:\.\d{1,18})?$/, {
    // What is no number is not looked at further, so that the reason stays with its member.
    abort: true,
    error: (issue) =>
      String(issue.input).startsWith('-')
        ? `must not be negative, got ${shown(issue.input)}`
        : `must be a decimal number in a string, such as "0.05", got ${shown(issue.input)}`,
  });

const RESERVE_DAYS_MAX = 3650;

/** A share of what is released, kept back for so many days: `{ "rate": "0.1", "days": 180 }`. */
export const reserveSchema = z.strictObject({
  rate: decimalSchema.refine((rate) => Number(rate) <= 1, 'must be at most 1'),
  days: z.int().min(1).max(RESERVE_DAYS_MAX),
});

/** `{ "amount": "12.50", "currency": "USD" }`, kept as written, for plans. */
export const amountSchema = z
  .strictObject({ amount: decimalSchema, currency: currencySchema })
  .refine((amount) => reasonAgainst(amount) === null, {
    path: ['amount'],
    error: (issue) => reasonAgainst(issue.input as WireAmount) ?? 'is not an amount',
  })
  .meta({ id: 'Amount', examples: [{ amount: '12.50', currency: 'USD' }] });

export interface WireAmount {
  readonly amount: string;
  readonly currency: string;
}

/** An amount in minor units, with its currency. */
export interface Money {
  readonly minor: bigint;
  readonly currency: string;
}

/** `{ "amount": "12.50", "currency": "USD" }` as minor units; never negative. */
export const moneySchema = amountSchema.transform(
  ({ amount, currency }): Money => ({ minor: parseAmount(amount, currency), currency }),
);

function reasonAgainst({ amount, currency }: WireAmount): string | null {
  try {
    parseAmount(amount, currency);
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}
