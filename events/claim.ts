import * as z from 'zod';
import type { ClaimContent, ClaimStep } from '../domain/claim/claim.ts';
import { CLAIM_REJECTIONS } from '../domain/claim/claim.ts';
import type { Draft, EventDefinition } from './event.ts';
import type { FactOf } from './fact.ts';
import { amountData, amountOf, idData, instantData, instantOf } from './wire.ts';

const claimData = z.object({
  claimId: idData,
  partnerId: idData,
  /** The place of the step in the history of the claim. */
  sequence: z.int().positive(),
  /** Null where time did it. */
  by: idData.nullable(),
});

const filedData = z.object({
  ...claimData.shape,
  reference: z.string(),
  kind: z.enum(['missing-conversion', 'appeal']),
  /** What is missing; null for an appeal. */
  order: z.string().nullable(),
  /** What is appealed against; null where a conversion is missing. */
  conversionId: idData.nullable(),
  answerBy: instantData,
});
const acceptedData = z.object({ ...claimData.shape, conversionId: idData, amount: amountData });
const rejectedData = z.object({ ...claimData.shape, reason: z.enum(CLAIM_REJECTIONS), text: z.string().nullable() });

const claim = {
  version: 1,
  entity: 'claim',
  reference: ['claimId', 'partnerId', 'sequence'],
  subscribers: ['deliver-webhooks'],
} as const;

export const claimEvents = {
  'claim.filed': {
    ...claim,
    description: 'A partner claims a conversion that is missing, or appeals against a rejection.',
    data: filedData,
  },
  'claim.taken-up': { ...claim, description: 'Somebody of the merchant looks at a claim.', data: claimData },
  'claim.escalated': {
    ...claim,
    description: 'Nobody answered a claim until its deadline. It stays open; nothing is rejected.',
    data: claimData,
  },
  'claim.accepted': {
    ...claim,
    description: 'A claim was accepted; it becomes a conversion under its own id.',
    data: acceptedData,
    subscribers: ['record-accepted-claim', 'deliver-webhooks'],
  },
  'claim.rejected': { ...claim, description: 'A claim was rejected, with a reason.', data: rejectedData },
  'claim.withdrawn': { ...claim, description: 'A partner withdrew its claim.', data: claimData },
} as const satisfies Record<string, EventDefinition>;

/** A step of a claim that others are told of; revisions are not. */
export function claimDrafts({ value }: FactOf<'claim'>): readonly Draft<keyof typeof claimEvents>[] {
  const told = toldOf(value);
  if (told === null) return [];
  const { claimId, partnerId, sequence, by, at } = value;
  return [
    {
      type: told.type,
      key: [claimId, sequence],
      occurredAt: at,
      data: { claimId, partnerId, sequence, by, ...told.data },
    },
  ];
}

type Own<T> = Omit<T, keyof z.infer<typeof claimData>>;

function toldOf(step: ClaimStep): { readonly type: keyof typeof claimEvents; readonly data: object } | null {
  switch (step.kind) {
    case 'filed': {
      const { reference, content, answerBy } = step;
      const data = { reference, ...subjectOf(content), answerBy: instantOf(answerBy) };
      return { type: 'claim.filed', data: data satisfies Own<z.infer<typeof filedData>> };
    }
    case 'accepted': {
      let sumMinor = 0n;
      for (const { amountMinor } of step.sale.lines) sumMinor += amountMinor;
      const data = { conversionId: step.claimId, amount: amountOf(sumMinor, step.sale.currency) };
      return { type: 'claim.accepted', data: data satisfies Own<z.infer<typeof acceptedData>> };
    }
    case 'rejected': {
      const { reason, text } = step;
      return { type: 'claim.rejected', data: { reason, text } satisfies Own<z.infer<typeof rejectedData>> };
    }
    case 'taken-up':
      return { type: 'claim.taken-up', data: {} };
    case 'escalated':
      return { type: 'claim.escalated', data: {} };
    case 'withdrawn':
      return { type: 'claim.withdrawn', data: {} };
    case 'revised':
      return null;
  }
}

function subjectOf(content: ClaimContent): Pick<Own<z.infer<typeof filedData>>, 'kind' | 'order' | 'conversionId'> {
  return content.kind === 'appeal'
    ? { kind: content.kind, order: null, conversionId: content.conversionId }
    : { kind: content.kind, order: content.order, conversionId: null };
}
