import * as z from 'zod';
import { KEY_ROLES } from '../../identity/api-key.ts';
import { isPartnerRole } from '../route.ts';
import { told } from '../told.ts';
import { nameIdSchema, textSchema } from './common.ts';

const EXPIRY_DAYS = 365;
const EXPIRY_DAYS_MAX = 730;
const OVERLAP_HOURS = 24;
const OVERLAP_HOURS_MAX = 168;

const expiresInDays = z
  .int()
  .min(1, told({ en: 'must be at least 1', ja: '1以上にしてください' }))
  .max(EXPIRY_DAYS_MAX, told({ en: `must be at most ${EXPIRY_DAYS_MAX}`, ja: `${EXPIRY_DAYS_MAX}以下にしてください` }))
  .default(EXPIRY_DAYS);

/** A key for a server, with what it may do. */
export const newApiKeySchema = z
  .strictObject({
    keyId: nameIdSchema,
    name: textSchema,
    role: z.enum(KEY_ROLES).meta({ description: 'What approves money or runs the account is a person’s' }),
    partnerId: nameIdSchema.nullish().transform((id) => id ?? null),
    expiresInDays,
  })
  .superRefine(({ role, partnerId }, context) => {
    if (isPartnerRole(role) === (partnerId !== null)) return;
    const message =
      partnerId === null
        ? told({ en: `must be given with the role ${role}`, ja: `権限${role}では必須です` })
        : told({
            en: 'goes with partner-admin or partner-member only',
            ja: '権限がpartner-adminまたはpartner-memberのときだけ指定できます',
          });
    context.addIssue({ code: 'custom', path: ['partnerId'], message });
  })
  .meta({ examples: [{ keyId: 'shop-server', name: 'Order system', role: 'ingest', expiresInDays: 365 }] });

/** How long the secret before stays good, and the new one. */
export const keyRotationSchema = z.strictObject({
  overlapHours: z
    .int()
    .min(0, told({ en: 'must not be negative', ja: '0以上にしてください' }))
    .max(OVERLAP_HOURS_MAX)
    .default(OVERLAP_HOURS),
  expiresInDays,
});

export const revocationSchema = z.strictObject({ reason: textSchema });
