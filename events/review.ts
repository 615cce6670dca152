import * as z from 'zod';
import { REJECTION_REASONS } from '../domain/tracking/review.ts';
import type { Draft, EventDefinition } from './event.ts';
import type { FactOf } from './fact.ts';
import { idData, instantData, instantOf } from './wire.ts';

const reviewData = z.object({
  conversionId: idData,
  outcome: z.enum(['approved', 'rejected']),
  /** Null for an approval. */
  reasonCode: z.enum(REJECTION_REASONS).nullable(),
  by: z.string(),
});

const overdueData = z.object({ conversionId: idData, deadline: instantData });

export const reviewEvents = {
  'review.recorded': {
    version: 1,
    entity: 'review',
    description: 'The merchant approved or rejected a conversion, for good.',
    data: reviewData,
    reference: ['conversionId'],
    subscribers: ['deliver-webhooks'],
  },
  'review.overdue': {
    version: 1,
    entity: 'overdueReview',
    description: 'The deadline of a review passed without a decision. The conversion stays held until there is one.',
    data: overdueData,
    reference: ['conversionId'],
    subscribers: ['deliver-webhooks'],
  },
} as const satisfies Record<string, EventDefinition>;

type ReviewDraft = Draft<keyof typeof reviewEvents>;

export function reviewDraft({ value: { conversionId, outcome, reasonCode, by, at } }: FactOf<'review'>): ReviewDraft {
  const data: z.infer<typeof reviewData> = { conversionId, outcome, reasonCode, by };
  return { type: 'review.recorded', key: [conversionId], occurredAt: at, data };
}

export function overdueReviewDraft({ value: { conversionId, deadline } }: FactOf<'overdueReview'>): ReviewDraft {
  const data: z.infer<typeof overdueData> = { conversionId, deadline: instantOf(deadline) };
  return { type: 'review.overdue', key: [conversionId], occurredAt: deadline, data };
}
