import * as z from 'zod';
import type { Draft, EventDefinition } from './event.ts';
import type { FactOf } from './fact.ts';
import { amountData, amountOf, idData } from './wire.ts';

const statementData = z.object({
  statementId: idData,
  partnerId: idData,
  periodId: idData,
  payable: amountData,
  payout: amountData,
});

export const statementEvents = {
  'statement.issued': {
    version: 1,
    entity: 'statement',
    description: "A partner's statement of a closed period can be downloaded.",
    data: statementData,
    reference: ['statementId', 'partnerId', 'periodId'],
    subscribers: ['deliver-webhooks'],
  },
} as const satisfies Record<string, EventDefinition>;

export function statementDraft({ value }: FactOf<'statement'>): Draft<keyof typeof statementEvents> {
  const { statementId, partnerId, periodId, currency, payableMinor, payoutMinor, issuedAt } = value;
  const data: z.infer<typeof statementData> = {
    statementId,
    partnerId,
    periodId,
    payable: amountOf(payableMinor, currency),
    payout: amountOf(payoutMinor, currency),
  };
  return { type: 'statement.issued', key: [statementId], occurredAt: issuedAt, data };
}
