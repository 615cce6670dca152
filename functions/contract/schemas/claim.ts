import * as z from 'zod';
import type { ClaimContent, ClaimedSale } from '../../../domain/claim/claim.ts';
import { CLAIM_REJECTIONS } from '../../../domain/claim/claim.ts';
import { CONVERSION_KINDS } from '../../../domain/tracking/conversion.ts';
import { told } from '../told.ts';
import { externalIdSchema, instantSchema, moneySchema, nameIdSchema, periodIdSchema } from './common.ts';
import { checkLines, soldMembers, soldOf } from './conversion.ts';
import { ATTACHMENTS_MAX, attachmentSchema, notesSchema } from './deal.ts';
import { pageMembers } from './page.ts';

const shown = {
  text: notesSchema.min(1, told({ en: 'must say what happened', ja: '経緯を入力してください' })),
  evidence: z
    .array(attachmentSchema)
    .max(
      ATTACHMENTS_MAX,
      told({ en: `must have at most ${ATTACHMENTS_MAX}`, ja: `${ATTACHMENTS_MAX}件以下にしてください` }),
    )
    .optional(),
};
const missing = {
  kind: z.literal('missing-conversion'),
  order: externalIdSchema,
  occurredAt: instantSchema,
  amount: moneySchema.nullish(),
  clickId: externalIdSchema.nullish(),
  ...shown,
};
const appeal = { kind: z.literal('appeal'), conversionId: externalIdSchema, ...shown };
/** `partnerId` is for the merchant, who files for somebody. */
const named = { reference: externalIdSchema, partnerId: nameIdSchema.nullish() };

/** A claim or an appeal, as a partner files it. */
export const claimSchema = z
  .discriminatedUnion('kind', [z.strictObject({ ...named, ...missing }), z.strictObject({ ...named, ...appeal })])
  .transform(({ reference, partnerId, ...content }) => {
    return { reference, partnerId: partnerId ?? null, content: contentOf(content) };
  });

/** Everything that may be revised, as a whole. */
export const claimContentSchema = z
  .discriminatedUnion('kind', [z.strictObject(missing), z.strictObject(appeal)])
  .transform(contentOf);

export const claimQuerySchema = z.strictObject({
  partnerId: nameIdSchema.optional(),
  status: z.enum(['open', 'escalated', 'filed', 'under-review', 'accepted', 'rejected', 'withdrawn']).optional(),
  /** Months (UTC) of filing, both included. */
  from: periodIdSchema.optional(),
  to: periodIdSchema.optional(),
  ...pageMembers,
});

/** What was sold, as in a conversion; of an appeal it may be left out, and is then what it was. */
export const claimAcceptanceSchema = z
  .strictObject({
    sale: z
      .strictObject({ kind: z.enum(CONVERSION_KINDS).default('sale'), ...soldMembers })
      .check((context) => checkLines(context.value, context.issues))
      .transform(({ kind, ...sold }): ClaimedSale => ({ kind, ...soldOf(sold) }))
      .nullish(),
  })
  .transform(({ sale }) => ({ sale: sale ?? null }));

export const claimRejectionSchema = z
  .strictObject({ reason: z.enum(CLAIM_REJECTIONS), text: notesSchema.nullish() })
  .transform(({ reason, text }) => ({ reason, text: text ?? null }));

type Wire = z.output<z.ZodObject<typeof missing>> | z.output<z.ZodObject<typeof appeal>>;

function contentOf(wire: Wire): ClaimContent {
  const said = { text: wire.text, evidence: wire.evidence ?? [] };
  if (wire.kind === 'appeal') return { kind: wire.kind, conversionId: wire.conversionId, ...said };
  const { kind, order, occurredAt, amount, clickId } = wire;
  const expected = amount ? { amountMinor: amount.minor, currency: amount.currency } : null;
  return { kind, order, occurredAt, expected, clickId: clickId ?? null, ...said };
}
