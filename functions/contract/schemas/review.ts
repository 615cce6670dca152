import * as z from 'zod';
import { REJECTION_REASONS } from '../../../domain/tracking/review.ts';
import { told } from '../told.ts';
import { dateSchema, externalIdSchema } from './common.ts';
import { pageMembers } from './page.ts';

const members = {
  outcome: z.enum(['approved', 'rejected']),
  reasonCode: z.enum(REJECTION_REASONS).optional(),
};

/** What the merchant decides about one conversion. A rejection says why; an approval has nothing to explain. */
export const reviewSchema = z.strictObject(members).check(checkReason);

const DECISIONS_MAX = 100;

/** Decisions about several conversions, each answered for itself. */
export const reviewsSchema = z.strictObject({
  decisions: z
    .array(z.strictObject({ conversionId: externalIdSchema, ...members }).check(checkReason))
    .min(1, told({ en: 'must hold a decision', ja: '判断を1件以上指定してください' }))
    .max(
      DECISIONS_MAX,
      told({ en: `must hold at most ${DECISIONS_MAX} decisions`, ja: `判断は${DECISIONS_MAX}件以下にしてください` }),
    ),
});

/** Conversions by what has become of their review, recorded on some UTC days. */
export const reviewQuerySchema = z.strictObject({
  ...pageMembers,
  state: z.enum(['pending', 'overdue', 'approved', 'rejected']).optional(),
  from: dateSchema.optional(),
  to: dateSchema.optional(),
});

/** The page of a review of a period: the `next` of the page before. */
export const periodReviewQuerySchema = z.strictObject({
  after: z
    .string()
    .regex(
      /^[1-9]\d{0,5}$/,
      told({ en: 'must be the `next` of the page before', ja: '前のページのnextの値を指定してください' }),
    )
    .transform(Number)
    .optional(),
});

function checkReason({ value, issues }: z.core.ParsePayload<z.output<z.ZodObject<typeof members>>>): void {
  const { outcome, reasonCode } = value;
  const isMissing = outcome === 'rejected' && reasonCode === undefined;
  const isNeedless = outcome === 'approved' && reasonCode !== undefined;
  if (!isMissing && !isNeedless) return;
  const message = isMissing
    ? told({
        en: `is required: one of ${REJECTION_REASONS.join(', ')}`,
        ja: `必須です（${REJECTION_REASONS.join(', ')}のいずれか）`,
      })
    : told({ en: 'is only given with a rejection; remove it', ja: '却下のときだけ指定できます。取り除いてください。' });
  issues.push({ code: 'custom', input: reasonCode, path: ['reasonCode'], message });
}
