import * as z from 'zod';
import { DomainError } from '../../../domain/errors.ts';
import { ADJUSTMENT_REASONS } from '../../../domain/ledger/adjustment-reason.ts';
import { parseAmount } from '../../../domain/money/amount.ts';
import { told } from '../told.ts';
import { currencySchema, externalIdSchema, instantSchema, nameIdSchema, textSchema } from './common.ts';

/** A signed amount, `{ "amount": "-12.50", "currency": "USD" }`, in minor units; never 0. */
const changeSchema = z
  .strictObject({ amount: z.string(), currency: currencySchema })
  .transform(({ amount, currency }, context) => {
    try {
      const minor = parseAmount(amount, currency);
      if (minor !== 0n) return { minor, currency };
      context.issues.push({
        code: 'custom',
        input: amount,
        path: ['amount'],
        message: told({ en: 'must not be 0', ja: '0以外の金額を指定してください' }),
      });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      context.issues.push({ code: 'custom', input: amount, path: ['amount'], message: told(error.said) });
    }
    return z.NEVER;
  });

/** A draft of an adjustment. A write-off is of debt, so its amount is positive. */
export const adjustmentSchema = z
  .strictObject({
    adjustmentId: nameIdSchema,
    partnerId: nameIdSchema,
    amount: changeSchema,
    effectiveAt: instantSchema,
    reason: z.enum(ADJUSTMENT_REASONS),
    text: textSchema,
    conversionId: externalIdSchema.optional(),
    statementId: z.string().max(2000).optional(),
  })
  .check(({ value, issues }) => {
    if (value.reason === 'debt-write-off' && value.amount.minor < 0n) {
      issues.push({
        code: 'custom',
        input: value.amount,
        path: ['amount'],
        message: told({
          en: 'must be positive for a write-off',
          ja: '債権放棄（write-off）では正の金額を指定してください',
        }),
      });
    }
    if (value.conversionId !== undefined && value.statementId !== undefined) {
      const message = told({
        en: 'refer to a conversion or to a statement, not to both',
        ja: 'コンバージョンと明細書は、どちらか一方だけを指定してください',
      });
      issues.push({ code: 'custom', input: value.statementId, path: ['statementId'], message });
    }
  });

export type AdjustmentBody = z.output<typeof adjustmentSchema>;

/** Balances to take over, as CSV with a header. */
export const openingsSchema = z.strictObject({
  importId: nameIdSchema,
  csv: z.string().min(1, told({ en: 'must not be empty', ja: '空にはできません' })),
});
