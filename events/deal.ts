import * as z from 'zod';
import type { DealPart, DealStep, WonDeal } from '../domain/deal/deal.ts';
import { DEAL_LOSSES, DEAL_REJECTIONS, DEAL_WITHDRAWALS } from '../domain/deal/deal.ts';
import type { Draft, EventDefinition } from './event.ts';
import type { FactOf } from './fact.ts';
import { amountData, amountOf, dateData, decimalData, idData, instantData, instantOf } from './wire.ts';

const dealData = z.object({
  dealId: idData,
  /** Who registered it. */
  partnerId: idData,
  /** The place of the step in the history of the deal. */
  sequence: z.int().positive(),
  /** Null where time did it. */
  by: idData.nullable(),
});
const partsData = z.array(z.object({ partnerId: idData, share: decimalData }));

const registeredData = z.object({
  ...dealData.shape,
  reference: z.string(),
  kind: z.enum(['lead', 'deal']),
  companyName: z.string(),
  domain: z.string().nullable(),
  country: z.string().nullable(),
  amount: amountData.nullable(),
  expectedCloseOn: dateData.nullable(),
  parts: partsData,
  stage: z.string(),
  decideBy: instantData,
});
const protectedData = z.object({ ...dealData.shape, protectedUntil: instantData });
const extendedData = z.object({ ...protectedData.shape, reason: z.string() });
const rejectedData = z.object({
  ...dealData.shape,
  reason: z.enum(DEAL_REJECTIONS),
  text: z.string().nullable(),
  /** The registration that came first, where that is the reason. */
  inFavourOf: idData.nullable(),
});
const wonData = z.object({ ...dealData.shape, amount: amountData, parts: partsData });
const lostData = z.object({ ...dealData.shape, reason: z.enum(DEAL_LOSSES), text: z.string().nullable() });

const withdrawnData = z.object({
  ...dealData.shape,
  reason: z.enum(DEAL_WITHDRAWALS),
  text: z.string().nullable(),
});

const deal = {
  version: 1,
  entity: 'deal',
  reference: ['dealId', 'partnerId', 'sequence'],
  subscribers: ['deliver-webhooks'],
} as const;

export const dealEvents = {
  'deal.registered': { ...deal, description: 'A partner registered a lead or deal.', data: registeredData },
  'deal.approved': {
    ...deal,
    description: 'The merchant approved a deal; its customer is protected for the partner.',
    data: protectedData,
  },
  'deal.rejected': { ...deal, description: 'The merchant rejected a deal, with a reason.', data: rejectedData },
  'deal.escalated': {
    ...deal,
    description: 'Nobody decided about a deal until its deadline. It stays open; nothing is rejected.',
    data: dealData,
  },
  'deal.extended': { ...deal, description: 'The one extension of a protection was given.', data: extendedData },
  'deal.won': {
    ...deal,
    description: 'A deal was won; it becomes a conversion under its own id.',
    data: wonData,
    subscribers: ['record-won-deal', 'deliver-webhooks'],
  },
  'deal.lost': { ...deal, description: 'A deal came to nothing, with a reason.', data: lostData },
  'deal.withdrawn': {
    ...deal,
    description: 'A deal was withdrawn for its partner, with a reason; its protection is over.',
    data: withdrawnData,
  },
  'deal.expired': { ...deal, description: 'The protection of a deal ended before it was won.', data: dealData },
} as const satisfies Record<string, EventDefinition>;

type DealDraft = Draft<keyof typeof dealEvents>;

/** A step of a deal that others are told of; revisions and moves in the pipeline are not. */
export function dealDrafts({ value }: FactOf<'deal'>): readonly DealDraft[] {
  const told = toldOf(value);
  if (told === null) return [];
  const { dealId, partnerId, sequence, by, at } = value;
  const data = { dealId, partnerId, sequence, by, ...told.data };
  return [{ type: told.type, key: [dealId, sequence], occurredAt: at, data }];
}

type Own<T> = Omit<T, keyof z.infer<typeof dealData>>;

function toldOf(step: DealStep): { readonly type: keyof typeof dealEvents; readonly data: object } | null {
  switch (step.kind) {
    case 'registered':
      return { type: 'deal.registered', data: registration(step) };
    case 'approved': {
      const data: Own<z.infer<typeof protectedData>> = { protectedUntil: instantOf(step.protectedUntil) };
      return { type: 'deal.approved', data };
    }
    case 'extended': {
      const { protectedUntil, reason } = step;
      const data: Own<z.infer<typeof extendedData>> = { protectedUntil: instantOf(protectedUntil), reason };
      return { type: 'deal.extended', data };
    }
    case 'rejected': {
      const { reason, text, inFavourOf } = step;
      return { type: 'deal.rejected', data: { reason, text, inFavourOf } satisfies Own<z.infer<typeof rejectedData>> };
    }
    case 'won': {
      const data: Own<z.infer<typeof wonData>> = { amount: soldFor(step.won), parts: partsOf(step.parts) };
      return { type: 'deal.won', data };
    }
    case 'lost': {
      const { reason, text } = step;
      return { type: 'deal.lost', data: { reason, text } satisfies Own<z.infer<typeof lostData>> };
    }
    case 'withdrawn': {
      const { reason, text } = step;
      return { type: 'deal.withdrawn', data: { reason, text } satisfies Own<z.infer<typeof withdrawnData>> };
    }
    case 'escalated':
      return { type: 'deal.escalated', data: {} };
    case 'expired':
      return { type: 'deal.expired', data: {} };
    case 'revised':
    case 'moved':
      return null;
  }
}

function registration(step: DealStep & { readonly kind: 'registered' }): Own<z.infer<typeof registeredData>> {
  const { kind, companyName, domain, country, expected, expectedCloseOn, parts } = step.content;
  return {
    reference: step.reference,
    kind,
    companyName,
    domain,
    country,
    amount: expected === null ? null : amountOf(expected.amountMinor, expected.currency),
    expectedCloseOn,
    parts: partsOf(parts),
    stage: step.stage,
    decideBy: instantOf(step.decideBy),
  };
}

function partsOf(parts: readonly DealPart[]): z.infer<typeof partsData> {
  return parts.map(({ partnerId, share }) => ({ partnerId, share }));
}

function soldFor({ lines, currency }: WonDeal) {
  let sumMinor = 0n;
  for (const { amountMinor } of lines) sumMinor += amountMinor;
  return amountOf(sumMinor, currency);
}
