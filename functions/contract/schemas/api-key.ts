import * as z from 'zod';
import { KEY_ROLES } from '../../identity/api-key.ts';
import { isPartnerRole } from '../route.ts';
import { nameIdSchema, textSchema } from './common.ts';

const EXPIRY_DAYS = 365;
const EXPIRY_DAYS_MAX = 730;
const OVERLAP_HOURS = 24;
const OVERLAP_HOURS_MAX = 168;

const expiresInDays = z
  .int()
  .min(1, 'must be at least 1')
  .max(EXPIRY_DAYS_MAX, `must be at most ${EXPIRY_DAYS_MAX}`)
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
      partnerId === null ? `must be given with the role ${role}` : 'goes with partner-admin or partner-member only';
    context.addIssue({ code: 'custom', path: ['partnerId'], message });
  })
  .meta({ examples: [{ keyId: 'shop-server', name: 'Order system', role: 'ingest', expiresInDays: 365 }] });

/** How long the secret before stays good, and the new one. */
export const keyRotationSchema = z.strictObject({
  overlapHours: z.int().min(0, 'must not be negative').max(OVERLAP_HOURS_MAX).default(OVERLAP_HOURS),
  expiresInDays,
});

export const revocationSchema = z.strictObject({ reason: textSchema });
