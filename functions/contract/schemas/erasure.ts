import * as z from 'zod';
import { ERASURE_REASONS } from '../../../domain/partner/erasure.ts';
import { textSchema } from './common.ts';

/** Why the personal data of a partner is erased. */
export const erasureSchema = z
  .strictObject({
    reasonCode: z.enum(ERASURE_REASONS),
    text: textSchema.meta({ description: 'For the records, which keep it for ever: a case number, nothing personal' }),
  })
  .meta({ examples: [{ reasonCode: 'person-asked', text: 'Request 2026-017' }] });
