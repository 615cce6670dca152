import * as z from 'zod';
import { companyDomain } from '../../../domain/deal/company-domain.ts';
import { companyName } from '../../../domain/deal/company-name.ts';
import type { DealContent, DealPart } from '../../../domain/deal/deal.ts';
import { DEAL_LOSSES, DEAL_REJECTIONS, DEAL_WITHDRAWALS } from '../../../domain/deal/deal.ts';
import { partFaults } from '../../../domain/deal/parts.ts';
import { CONFLICTS } from '../../../domain/deal/rivals.ts';
import { told } from '../told.ts';
import {
  countrySchema,
  dateSchema,
  decimalSchema,
  externalIdSchema,
  moneySchema,
  nameIdSchema,
  periodIdSchema,
  textSchema,
} from './common.ts';
import { checkLines, soldMembers, soldOf } from './conversion.ts';
import { pageMembers } from './page.ts';

const PARTS_MAX = 20;
export const ATTACHMENTS_MAX = 20;
const JUDGEMENTS_MAX = 50;
const NOTES_LENGTH_MAX = 4000;
const LOCATION_LENGTH_MAX = 2000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Text of several lines, for people. */
export const notesSchema = z
  .string()
  .max(
    NOTES_LENGTH_MAX,
    told({ en: `must have at most ${NOTES_LENGTH_MAX} characters`, ja: `${NOTES_LENGTH_MAX}文字以内にしてください` }),
  )
  .refine((text) => !CONTROL.test(text), told({ en: 'must not hold control characters', ja: '制御文字は使えません' }));

const companySchema = textSchema.refine(
  (name) => companyName(name).loose !== '',
  told({ en: 'must hold a letter or a digit', ja: '文字または数字を含めてください' }),
);

const domainSchema = z.string().transform((text, context) => {
  const domain = companyDomain(text);
  if (domain !== null) return domain;
  const message = told({
    en: `must be a domain, a web address or a mail address, such as "sample.co.jp", got ${JSON.stringify(text)}`,
    ja: `"sample.co.jp"のようなドメイン、ウェブサイトのアドレス、またはメールアドレスで指定してください（入力値: ${JSON.stringify(text)}）`,
  });
  context.issues.push({ code: 'custom', input: text, message });
  return z.NEVER;
});

const partsSchema = z
  .array(z.strictObject({ partnerId: nameIdSchema, share: decimalSchema }))
  .min(1, told({ en: 'must name a partner', ja: 'パートナーを1件以上指定してください' }))
  .max(PARTS_MAX, told({ en: `must have at most ${PARTS_MAX} parts`, ja: `配分は${PARTS_MAX}件以下にしてください` }))
  .check(({ value, issues }) => {
    for (const { index, reason } of partFaults(value)) {
      issues.push({ code: 'custom', input: value, path: index === null ? [] : [index], message: told(reason) });
    }
  });

export const attachmentSchema = z.strictObject({
  name: textSchema,
  location: z
    .string()
    .max(
      LOCATION_LENGTH_MAX,
      told({
        en: `must have at most ${LOCATION_LENGTH_MAX} characters`,
        ja: `${LOCATION_LENGTH_MAX}文字以内にしてください`,
      }),
    )
    .refine(
      isLocation,
      told({
        en: 'must be an address such as "https://…" or "s3://bucket/key", without a password',
        ja: '"https://…"や"s3://bucket/key"のような、パスワードを含まないアドレスで指定してください',
      }),
    ),
  sha256: z.string().regex(
    /^[0-9a-f]{64}$/,
    told({
      en: 'must be the SHA-256 of the document in lower-case hex',
      ja: '書類のSHA-256を小文字の16進数で指定してください',
    }),
  ),
});

const contentMembers = {
  kind: z.enum(['lead', 'deal']),
  companyName: companySchema,
  domain: domainSchema.nullish(),
  country: countrySchema.nullish(),
  amount: moneySchema.nullish(),
  expectedCloseOn: dateSchema.nullish(),
  parts: partsSchema.nullish(),
  attachments: z
    .array(attachmentSchema)
    .max(
      ATTACHMENTS_MAX,
      told({ en: `must have at most ${ATTACHMENTS_MAX}`, ja: `${ATTACHMENTS_MAX}件以下にしてください` }),
    )
    .nullish(),
  notes: notesSchema.nullish(),
};

/** What is known of a deal; without parts the whole is its partner's. */
export type DealDraft = Omit<DealContent, 'parts'> & { readonly parts: readonly DealPart[] | null };

/** A lead or deal, as a partner registers it; `partnerId` is for the merchant, who registers for somebody. */
export const dealSchema = z
  .strictObject({ reference: externalIdSchema, partnerId: nameIdSchema.nullish(), ...contentMembers })
  .check(checkAmount)
  .transform(({ reference, partnerId, ...content }) => {
    return { reference, partnerId: partnerId ?? null, content: contentOf(content) };
  });

/** Everything that may be revised, as a whole. */
export const dealContentSchema = z.strictObject(contentMembers).check(checkAmount).transform(contentOf);

export const dealQuerySchema = z.strictObject({
  partnerId: nameIdSchema.optional(),
  status: z.enum(['submitted', 'escalated', 'approved', 'rejected', 'won', 'lost', 'withdrawn', 'expired']).optional(),
  stage: textSchema.optional(),
  owner: textSchema.optional(),
  conflict: z.enum(CONFLICTS).optional(),
  /** Months (UTC) in which deals entered the status, both included. */
  from: periodIdSchema.optional(),
  to: periodIdSchema.optional(),
  ...pageMembers,
});

export const dealApprovalSchema = z.strictObject({
  judgements: z
    .array(z.strictObject({ dealId: externalIdSchema, reason: textSchema }))
    .max(
      JUDGEMENTS_MAX,
      told({ en: `must have at most ${JUDGEMENTS_MAX}`, ja: `${JUDGEMENTS_MAX}件以下にしてください` }),
    )
    .default([]),
});

export const dealRejectionSchema = z
  .strictObject({
    reason: z.enum(DEAL_REJECTIONS),
    text: notesSchema.nullish(),
    inFavourOf: externalIdSchema.nullish(),
  })
  .transform(({ reason, text, inFavourOf }) => ({ reason, text: text ?? null, inFavourOf: inFavourOf ?? null }));

export const dealExtensionSchema = z.strictObject({ reason: textSchema });

export const dealMoveSchema = z.strictObject({ stage: textSchema.optional(), owner: textSchema.nullable().optional() });

export const dealLossSchema = z
  .strictObject({ reason: z.enum(DEAL_LOSSES), text: notesSchema.nullish() })
  .transform(({ reason, text }) => ({ reason, text: text ?? null }));

export const dealWithdrawalSchema = z
  .strictObject({ reason: z.enum(DEAL_WITHDRAWALS), text: notesSchema.nullish() })
  .transform(({ reason, text }) => ({ reason, text: text ?? null }));

/** What was sold, as in a conversion, and the parts if they are other than before. */
export const dealWinSchema = z
  .strictObject({ parts: partsSchema.nullish(), ...soldMembers })
  .check((context) => checkLines(context.value, context.issues))
  .transform(({ parts, ...sold }) => ({ parts: parts ?? null, won: soldOf(sold) }));

/** Deals as CSV with a header; `file` is how its lines are named in what is wrong with them. */
export const dealsCsvSchema = z.strictObject({
  file: textSchema.default('csv'),
  csv: z.string().min(1, told({ en: 'must not be empty', ja: '空にはできません' })),
});

type Content = z.output<z.ZodObject<typeof contentMembers>>;

function checkAmount({ value, issues }: z.core.ParsePayload<Pick<Content, 'kind' | 'amount'>>): void {
  if (value.kind === 'lead' || value.amount) return;
  issues.push({
    code: 'custom',
    input: value.amount,
    path: ['amount'],
    message: told({ en: 'is required for a deal; a lead needs none', ja: '案件では必須です（リードでは不要です）' }),
  });
}

function contentOf({
  amount,
  domain,
  country,
  expectedCloseOn,
  parts,
  attachments,
  notes,
  ...named
}: Content): DealDraft {
  return {
    ...named,
    domain: domain ?? null,
    country: country ?? null,
    expected: amount ? { amountMinor: amount.minor, currency: amount.currency } : null,
    expectedCloseOn: expectedCloseOn ?? null,
    parts: parts ?? null,
    attachments: attachments ?? [],
    notes: notes || null,
  };
}

function isLocation(text: string): boolean {
  if (/[\s\\]/.test(text) || !URL.canParse(text)) return false;
  const { protocol, username, password, host, pathname } = new URL(text);
  if (username !== '' || password !== '' || host === '') return false;
  return protocol === 'https:' || (protocol === 's3:' && pathname.length > 1);
}
