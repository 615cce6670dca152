import * as z from 'zod';
import { isAccount } from '../../../domain/ledger/account.ts';
import { told } from '../told.ts';
import { dateSchema, instantSchema } from './common.ts';
import { pageMembers } from './page.ts';

/** Who is to read a journal, and in which encoding its CSV is; absent: what its program takes without being told. */
export const journalQuerySchema = z.strictObject({
  format: z.enum(['jsonl', 'ledger', 'hledger', 'freee', 'moneyforward', 'yayoi']),
  encoding: z.enum(['utf-8', 'shift_jis']).optional(),
});

/** One account up to a booking date and an instant of effect; `cursor` is the `next` of the page before. */
export const accountHistoryQuerySchema = z.strictObject({
  account: z.string().refine(isAccount, {
    error: told({
      en: 'must be an account such as "partner/ptn_1/payable", "cash" or "expense/commission"',
      ja: '"partner/ptn_1/payable"、"cash"、"expense/commission"のような勘定で指定してください',
    }),
  }),
  bookedOn: dateSchema.optional(),
  effectiveAt: instantSchema.optional(),
  ...pageMembers,
});
