import * as z from 'zod';
import { MESSAGE_OUTCOMES } from '../../../domain/connector/connector.ts';
import type { SignedMapping } from '../../../domain/connector/signed-mapping.ts';
import { CONVERSION_MEMBERS, LINE_MEMBERS, REVERSAL_MEMBERS } from '../../../domain/connector/signed-mapping.ts';
import { told } from '../told.ts';
import { dateSchema, externalIdSchema, nameIdSchema, textSchema, timezoneSchema } from './common.ts';
import { pageMembers } from './page.ts';

const RULES_MAX = 50;
const HOURS_MAX = 168;

const pointerSchema = z
  .string()
  .max(500)
  .regex(
    /^(?:\/(?:[^~/]|~[01])*)*$/,
    told({ en: 'must be a JSON pointer such as "/order/id"', ja: '"/order/id"のようなJSONポインタで指定してください' }),
  );
const sourceSchema = z.union([pointerSchema, z.strictObject({ value: textSchema })]);
const membersOf = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.partialRecord(z.enum(names), sourceSchema);

const ruleSchema = z.discriminatedUnion('becomes', [
  z.strictObject({
    type: textSchema,
    becomes: z.literal('conversion'),
    members: membersOf(CONVERSION_MEMBERS),
    lines: z.strictObject({ each: pointerSchema.nullable().default(null), members: membersOf(LINE_MEMBERS) }),
  }),
  z.strictObject({ type: textSchema, becomes: z.literal('reversal'), members: membersOf(REVERSAL_MEMBERS) }),
]);

const mappingSchema = z
  .strictObject({
    signature: z.discriminatedUnion('scheme', [
      z.strictObject({ scheme: z.literal('standard-webhooks') }),
      z.strictObject({
        scheme: z.literal('hex'),
        header: z
          .string()
          .regex(
            /^[A-Za-z0-9-]{1,100}$/,
            told({ en: 'must be the name of a header', ja: 'ヘッダー名を指定してください' }),
          )
          .toLowerCase(),
      }),
    ]),
    id: pointerSchema.nullable().default(null),
    type: sourceSchema,
    amounts: z.enum(['decimal', 'minor']).default('decimal'),
    timezone: timezoneSchema.optional(),
    rules: z
      .array(ruleSchema)
      .min(1, told({ en: 'must hold a rule', ja: 'ルールを1件以上指定してください' }))
      .max(RULES_MAX),
  })
  .transform((mapping): SignedMapping => mapping);

const secretSchema = z
  .string()
  .min(16, told({ en: 'must have at least 16 characters', ja: '16文字以上にしてください' }))
  .max(256, told({ en: 'must have at most 256 characters', ja: '256文字以内にしてください' }))
  .regex(
    /^[\x21-\x7e]+$/,
    told({ en: 'must be printable ASCII without spaces', ja: '空白を含まない印字可能なASCII文字だけを使ってください' }),
  );

const settings = {
  account: externalIdSchema.nullable().default(null),
  takesTests: z.boolean().default(false),
  isActive: z.boolean().default(true),
  mapping: mappingSchema.nullable().default(null),
};

export const connectorSchema = z
  .strictObject({
    name: nameIdSchema,
    kind: z.enum(['stripe', 'shopify', 'signed']),
    secret: secretSchema.nullable().default(null),
    ...settings,
  })
  .check(({ value: { kind, mapping }, issues }) => {
    if ((kind === 'signed') === (mapping !== null)) return;
    const message =
      kind === 'signed'
        ? told({ en: 'is required: how messages are read', ja: '必須です（メッセージの項目の対応表）' })
        : told({
            en: `is not for the kind ${kind}, whose form is known`,
            ja: `種類${kind}は形式が決まっているため指定できません`,
          });
    issues.push({ code: 'custom', input: mapping, path: ['mapping'], message });
  });

export const connectorSettingsSchema = z.strictObject(settings);

/** A new secret; the one before stays good for so many hours. */
export const connectorSecretSchema = z.strictObject({
  secret: secretSchema,
  earlierGoodForHours: z
    .int()
    .min(0)
    .max(HOURS_MAX, told({ en: `must be at most ${HOURS_MAX}`, ja: `${HOURS_MAX}以下にしてください` }))
    .default(24),
});

export const messageQuerySchema = z.strictObject({
  day: dateSchema.optional(),
  outcome: z.enum(MESSAGE_OUTCOMES).optional(),
  ...pageMembers,
});

export const statusQuerySchema = z.strictObject({ from: dateSchema.optional(), to: dateSchema.optional() });
