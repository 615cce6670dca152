import * as z from 'zod';
import { DomainError } from '../../../domain/errors.ts';
import { parseAmount } from '../../../domain/money/amount.ts';
import { isCurrency } from '../../../domain/money/currency.ts';
import type { Sentence } from '../../../domain/said.ts';
import { isTimezone } from '../../../domain/settlement/calendar.ts';
import { ID_LENGTH_MAX, QUANTITY_MAX } from '../../limits.ts';
import { shown } from '../shown.ts';
import { told } from '../told.ts';
import { parseInstant, whyNoDate, whyNoInstant } from './instant.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\p{Surrogate}/u;
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}._:@~+-]*$/u;

/** An id of the merchant's own systems: any printable text, such as `#1001` or `order 7/2`. */
export const externalIdSchema = z
  .string()
  .min(1, told({ en: 'must not be empty', ja: '空にはできません' }))
  .max(
    ID_LENGTH_MAX,
    told({ en: `must have at most ${ID_LENGTH_MAX} characters`, ja: `${ID_LENGTH_MAX}文字以内にしてください` }),
  )
  .refine((id) => !CONTROL.test(id), told({ en: 'must not hold control characters', ja: '制御文字は使えません' }))
  // Bytes that were none become U+FFFD on their way here, so that ids of two customers would be one.
  .refine(
    (id) => !id.includes('\uFFFD'),
    told({
      en: 'must be UTF-8, and not U+FFFD, which stands where something else was',
      ja: 'UTF-8で送信してください。文字化けを示すU+FFFDは使えません。',
    }),
  )
  .refine(
    (id) => id.trim() === id,
    told({ en: 'must not begin or end with a space', ja: '先頭と末尾に空白は使えません' }),
  )
  .meta({ id: 'ExternalId', description: 'An id of your own systems: any printable text', examples: ['#1001'] });

/** An id that also stands in addresses, account names and file names: letters, digits and `._:@~+-`. */
export const nameIdSchema = externalIdSchema
  .regex(
    NAME,
    told({
      en: 'must begin with a letter, a digit or _ and hold only letters, digits and . _ : @ ~ + -',
      ja: '先頭は文字・数字・_のいずれかとし、文字・数字と . _ : @ ~ + - だけを使ってください',
    }),
  )
  .meta({ id: 'NameId', description: 'An id that also stands in addresses', examples: ['prg_1'] });

/** Text for people: a name, a category. */
export const textSchema = z
  .string()
  .min(1, told({ en: 'must not be empty', ja: '空にはできません' }))
  .max(200, told({ en: 'must have at most 200 characters', ja: '200文字以内にしてください' }))
  .refine((text) => !CONTROL.test(text), told({ en: 'must not hold control characters', ja: '制御文字は使えません' }))
  .meta({ id: 'Text', description: 'Text for people, on one line' });

/** ISO 3166-1 alpha-2, upper case. */
export const countrySchema = z.string().regex(
  /^[A-Z]{2}$/,
  told({
    en: 'must be two capital letters (ISO 3166-1), such as "JP"',
    ja: '"JP"のように、大文字2文字の国コード（ISO 3166-1）で指定してください',
  }),
);

export const currencySchema = z
  .string()
  .refine(isCurrency, {
    // What is no currency has no amounts, so that the reason stays with its member.
    abort: true,
    error: (issue) =>
      told({
        en: `must be an ISO 4217 currency code such as "JPY", got ${shown(issue.input)}`,
        ja: `"JPY"のような通貨コード（ISO 4217）で指定してください（入力値: ${shown(issue.input, 'ja')}）`,
      }),
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
    context.issues.push({ code: 'custom', input: text, message: told(whyNoInstant(text)) });
    return z.NEVER;
  });

export const timezoneSchema = z.string().refine((name) => !/^[+-]/.test(name) && isTimezone(name), {
  error: (issue) =>
    told({
      en: `must be an IANA time zone such as "Asia/Tokyo", got ${shown(issue.input)}`,
      ja: `"Asia/Tokyo"のようなIANAタイムゾーン名で指定してください（入力値: ${shown(issue.input, 'ja')}）`,
    }),
});

const NO_DATE = { en: 'must be a date', ja: '日付を指定してください' };

/** A business date, `YYYY-MM-DD`. */
export const dateSchema = z
  .string()
  .refine((text) => whyNoDate(text) === null, { error: (issue) => told(whyNoDate(issue.input) ?? NO_DATE) })
  .meta({ id: 'Date', description: 'A business date', format: 'date', examples: ['2026-10-01'] });

export const periodIdSchema = z
  .string()
  .regex(
    /^\d{4}-(?:0[1-9]|1[0-2])$/,
    told({ en: 'must be a month such as "2026-10"', ja: '"2026-10"のような年月で指定してください' }),
  );

export const quantitySchema = z
  .int({
    error: (issue) =>
      told({
        en: `must be a whole number from 1 to ${QUANTITY_MAX}, got ${shown(issue.input)}`,
        ja: `1から${QUANTITY_MAX}までの整数で指定してください（入力値: ${shown(issue.input, 'ja')}）`,
      }),
  })
  .min(1, {
    error: (issue) =>
      told({
        en: `must be at least 1, got ${shown(issue.input)}`,
        ja: `1以上にしてください（入力値: ${shown(issue.input, 'ja')}）`,
      }),
  })
  .max(QUANTITY_MAX, told({ en: `must be at most ${QUANTITY_MAX}`, ja: `${QUANTITY_MAX}以下にしてください` }));

/** A non-negative decimal string, such as a rate: `"0.125"`. */
export const decimalSchema = z
  .string({
    error: (issue) =>
      told({
        en: `must be a decimal number in a string, such as "0.05", got ${shown(issue.input)}`,
        ja: `"0.05"のような小数の文字列で指定してください（入力値: ${shown(issue.input, 'ja')}）`,
      }),
  })
  .regex(/^\d{1,18}(?:\.\d{1,18})?$/, {
    // What is no number is not looked at further, so that the reason stays with its member.
    abort: true,
    error: ({ input }) => told(whyNoDecimal(String(input))),
  });

function whyNoDecimal(text: string): Sentence {
  if (text.startsWith('-'))
    return {
      en: `must not be negative, got ${shown(text)}`,
      ja: `0以上にしてください（入力値: ${shown(text, 'ja')}）`,
    };
  if (/[,\uFF10-\uFF19]/.test(text)) {
    return {
      en: `must be a decimal number in digits of ASCII, without thousands separators, such as "1234.50", got ${shown(text)}`,
      ja: `"1234.50"のように、桁区切りのない半角数字で指定してください（入力値: ${shown(text, 'ja')}）`,
    };
  }
  return {
    en: `must be a decimal number in a string, such as "0.05", got ${shown(text)}`,
    ja: `"0.05"のような小数の文字列で指定してください（入力値: ${shown(text, 'ja')}）`,
  };
}

const RESERVE_DAYS_MAX = 3650;

/** A share of what is released, kept back for so many days: `{ "rate": "0.1", "days": 180 }`. */
export const reserveSchema = z.strictObject({
  rate: decimalSchema.refine((rate) => Number(rate) <= 1, told({ en: 'must be at most 1', ja: '1以下にしてください' })),
  days: z.int().min(1).max(RESERVE_DAYS_MAX),
});

const NO_AMOUNT = { en: 'is not an amount', ja: '金額が正しくありません' };

/** `{ "amount": "12.50", "currency": "USD" }`, kept as written, for plans. */
export const amountSchema = z
  .strictObject({ amount: decimalSchema, currency: currencySchema })
  .refine((amount) => reasonAgainst(amount) === null, {
    path: ['amount'],
    error: (issue) => told(reasonAgainst(issue.input as WireAmount) ?? NO_AMOUNT),
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

function reasonAgainst({ amount, currency }: WireAmount): Sentence | null {
  try {
    parseAmount(amount, currency);
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.said;
    throw error;
  }
}
