import { z } from 'zod';
import type { BankAccount } from '../../../domain/payout/bank-account.ts';
import { isIban, isRoutingNumber } from '../../../domain/payout/bank-account.ts';
import { dateSchema, textSchema } from './common.ts';

const digits = (count: number) => z.string().regex(new RegExp(`^\\d{${count}}$`), `must be ${count} digits`);
const spaceless = z.string().transform((text) => text.replace(/ /g, '').toUpperCase());

const zenginSchema = z.strictObject({
  scheme: z.literal('zengin'),
  bankCode: digits(4),
  branchCode: digits(3),
  accountType: z.enum(['ordinary', 'current', 'savings', 'other']),
  accountNumber: digits(7),
  /** 口座名義カナ. */
  holder: textSchema.refine(
    (name) => !/\p{Script=Han}/u.test(name),
    'must be the kana under which the bank keeps the account (口座名義カナ); a reading is never guessed',
  ),
});

const sepaSchema = z.strictObject({
  scheme: z.literal('sepa'),
  iban: spaceless.refine(isIban, 'must be an IBAN; its check digits are wrong'),
  bic: z
    .string()
    .regex(/^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/, 'must be a BIC of 8 or 11 characters')
    .nullish()
    .transform((bic) => bic ?? null),
  holder: textSchema,
});

const nachaSchema = z.strictObject({
  scheme: z.literal('nacha'),
  routingNumber: z.string().refine(isRoutingNumber, 'must be a routing number of 9 digits; its check digit is wrong'),
  accountNumber: z.string().regex(/^[A-Za-z0-9-]{4,17}$/, 'must be 4 to 17 letters, digits or hyphens'),
  accountType: z.enum(['checking', 'savings']),
  holder: textSchema,
});

/** A bank account to be paid to. */
export const payeeSchema = z
  .discriminatedUnion('scheme', [zenginSchema, sepaSchema, nachaSchema])
  .transform((account): BankAccount => account);

const RESULTS_MAX = 2000;

/** What the approver saw. */
export const seenBatchSchema = z.strictObject({ contentHash: z.string().regex(/^[0-9a-f]{64}$/, 'must be a hash') });

/** A report of the bank on the transfers of a batch. */
export const resultsSchema = z.strictObject({
  date: dateSchema,
  others: z.enum(['confirmed', 'waiting']).default('waiting'),
  results: z
    .array(
      z.strictObject({
        payoutId: z.string().min(1).max(2000),
        outcome: z.enum(['confirmed', 'returned', 'rejected']),
        reference: textSchema.optional().transform((reference) => reference ?? ''),
        reason: textSchema.optional().transform((reason) => reason ?? ''),
      }),
    )
    .max(RESULTS_MAX),
});
