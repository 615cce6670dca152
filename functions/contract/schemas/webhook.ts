import * as z from 'zod';
import { webhookTypeNames } from '../../../events/webhook.ts';
import { told } from '../told.ts';
import { nameIdSchema, periodIdSchema } from './common.ts';
import { pageMembers } from './page.ts';

const URL_LENGTH_MAX = 2000;
const OVERLAP_HOURS = 24;
const OVERLAP_HOURS_MAX = 168;

const content = {
  url: z
    .string()
    .max(
      URL_LENGTH_MAX,
      told({ en: `must have at most ${URL_LENGTH_MAX} characters`, ja: `${URL_LENGTH_MAX}文字以内にしてください` }),
    )
    .meta({
      description: 'Begins with https:// and leads to the public internet',
      examples: ['https://shop.example.com/webhooks'],
    }),
  types: z
    .array(z.enum(webhookTypeNames))
    .nullish()
    .transform((types): readonly string[] => [...new Set(types ?? [])].sort())
    .meta({ description: 'The types that are wanted; none named: all' }),
  description: z
    .string()
    .max(200, told({ en: 'must have at most 200 characters', ja: '200文字以内にしてください' }))
    .nullish()
    .transform((text) => text ?? ''),
};

/** Where events are to be sent. */
export const newEndpointSchema = z.strictObject({ endpointId: nameIdSchema, ...content });

/** An endpoint with what it is to be from now on. */
export const endpointSchema = z.strictObject({ ...content, enabled: z.boolean().default(true) });

/** How long the secret before goes on signing. */
export const rotationSchema = z.strictObject({
  overlapHours: z
    .int()
    .min(0, told({ en: 'must not be negative', ja: '0以上にしてください' }))
    .max(OVERLAP_HOURS_MAX)
    .default(OVERLAP_HOURS),
});

export const deliveryQuerySchema = z.strictObject({ month: periodIdSchema.optional(), ...pageMembers });
