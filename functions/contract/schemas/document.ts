import * as z from 'zod';
import { told } from '../told.ts';
import { currencySchema, externalIdSchema, nameIdSchema } from './common.ts';
import { pageMembers } from './page.ts';

const LINES_MAX = 1000;
const ADJUSTMENTS_MAX = 100;
const WORDS_LENGTH_MAX = 2000;

const version = z.int().positive();
/** A sentence or two, for people. */
const wordsSchema = z
  .string()
  .min(1, told({ en: 'must not be empty', ja: '空にはできません' }))
  .max(
    WORDS_LENGTH_MAX,
    told({ en: `must have at most ${WORDS_LENGTH_MAX} characters`, ja: `${WORDS_LENGTH_MAX}文字以内にしてください` }),
  );
const dateSchema = z.iso.date(
  told({ en: 'must be a date such as "2026-10-31"', ja: '"2026-10-31"のような日付で指定してください' }),
);
const decimalSchema = z.string().regex(
  /^-?\d{1,15}(\.\d{1,4})?$/,
  told({
    en: 'must be a decimal amount such as "1000" or "-12.50"',
    ja: '"1000"や"-12.50"のような金額で指定してください',
  }),
);
const formatSchema = z.enum(['json', 'csv', 'pdf']).optional();
const languageSchema = z.enum(['ja', 'en']).optional();

export const statementQuerySchema = z.strictObject({
  format: formatSchema,
  language: languageSchema,
  version: z
    .string()
    .regex(/^[1-9]\d{0,5}$/, told({ en: 'must be a number from 1', ja: '1以上の整数で指定してください' }))
    .transform(Number)
    .optional(),
});

/** `means`: `notice` when finance writes down what the partner told it in another way. */
export const confirmationSchema = z.strictObject({ version, means: z.enum(['explicit', 'notice']).optional() });

export const disputeSchema = z.strictObject({
  version,
  text: wordsSchema,
  lines: z.array(externalIdSchema).max(LINES_MAX).optional(),
});

export const rejectionSchema = z.strictObject({ version, reason: wordsSchema });

export const correctionSchema = z.strictObject({
  version,
  reason: wordsSchema,
  adjustments: z.array(externalIdSchema).max(ADJUSTMENTS_MAX).optional(),
});

export const DOCUMENT_STATUSES = [
  'issued',
  'confirmed-explicit',
  'confirmed-by-notice',
  'confirmed-by-silence',
  'disputed',
  'superseded',
] as const;

const searchShape = {
  partnerId: nameIdSchema.optional(),
  from: dateSchema.optional(),
  to: dateSchema.optional(),
  amountFrom: decimalSchema.optional(),
  amountTo: decimalSchema.optional(),
  currency: currencySchema.optional(),
  status: z.enum([...DOCUMENT_STATUSES, 'overdue']).optional(),
  ...pageMembers,
};

export const documentQuerySchema = z.strictObject(searchShape);
export const archiveQuerySchema = z.strictObject({ ...searchShape, format: formatSchema, language: languageSchema });
