import * as z from 'zod';
import type { PartnerProfile } from '../../../domain/partner/profile.ts';
import { told } from '../told.ts';
import { dateSchema, nameIdSchema, textSchema } from './common.ts';
import { pageMembers } from './page.ts';

const WEBSITES_MAX = 20;
const DESCRIPTION_LENGTH_MAX = 2000;

const websiteSchema = z
  .string()
  .max(2000, told({ en: 'must have at most 2000 characters', ja: '2000文字以内にしてください' }))
  .refine(
    isWebsite,
    told({
      en: 'must be an https address, such as "https://blog.example.com/"',
      ja: '"https://blog.example.com/"のような、https://で始まるアドレスで指定してください',
    }),
  );

/** What a partner may say of itself. What is left out is emptied: the whole profile is written. */
export const profileSchema = z
  .strictObject({
    displayName: textSchema.nullish(),
    websites: z
      .array(websiteSchema)
      .max(WEBSITES_MAX, told({ en: `must be at most ${WEBSITES_MAX}`, ja: `${WEBSITES_MAX}件以下にしてください` }))
      .optional(),
    description: z
      .string()
      .max(
        DESCRIPTION_LENGTH_MAX,
        told({
          en: `must have at most ${DESCRIPTION_LENGTH_MAX} characters`,
          ja: `${DESCRIPTION_LENGTH_MAX}文字以内にしてください`,
        }),
      )
      .nullish(),
    language: z.enum(['ja', 'en']).nullish(),
    contact: z
      .strictObject({
        name: textSchema,
        email: z
          .email(told({ en: 'must be a mail address', ja: 'メールアドレスの形式が正しくありません' }))
          .max(254, told({ en: 'must have at most 254 characters', ja: '254文字以内にしてください' })),
        phone: z
          .string()
          .regex(
            /^\+?[0-9][0-9 ()-]{5,30}$/,
            told({
              en: 'must be a telephone number, such as "+81 3-1234-5678"',
              ja: '"+81 3-1234-5678"のような電話番号で指定してください',
            }),
          )
          .nullish(),
      })
      .nullish(),
  })
  .transform(
    (wire): PartnerProfile => ({
      displayName: wire.displayName ?? null,
      websites: wire.websites ?? [],
      description: wire.description ?? null,
      language: wire.language ?? null,
      contact: wire.contact ? { ...wire.contact, phone: wire.contact.phone ?? null } : null,
    }),
  );

/** Whose it is: a partner may leave it out, the merchant's people say whom they ask for. */
const whose = { partnerId: nameIdSchema.optional() };

export const ownedQuerySchema = z.strictObject({ ...pageMembers, ...whose });
export const rangeQuerySchema = z.strictObject({ ...whose, from: dateSchema.optional(), to: dateSchema.optional() });
export const earnedQuerySchema = rangeQuerySchema.extend(pageMembers);

function isWebsite(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:';
}
