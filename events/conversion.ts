import * as z from 'zod';
import type { Draft, EventDefinition } from './event.ts';
import type { FactOf } from './fact.ts';
import { amountData, amountOf, idData } from './wire.ts';

const lineData = z.object({
  lineId: idData,
  productId: idData.nullable(),
  category: z.string().nullable(),
  quantity: z.int().positive(),
  amount: amountData,
  tax: amountData,
  shipping: amountData,
});

const conversionData = z.object({
  conversionId: idData,
  kind: z.enum(['sale', 'lead', 'signup', 'opportunity', 'renewal', 'deal']),
  currency: z.string(),
  visitorId: idData.nullable(),
  customerId: idData.nullable(),
  coupon: z.string().nullable(),
  country: z.string().nullable(),
  partnerId: idData.nullable(),
  /** The partners that share it and the weights of their parts, where the merchant named several. */
  split: z.array(z.object({ partnerId: idData, weight: z.string().regex(/^\d+$/) })).optional(),
  clickId: idData.nullable(),
  lines: z.array(lineData),
  metadata: z.record(z.string(), z.string()),
});

const reversalData = z.object({
  reversalId: idData,
  conversionId: idData,
  lineId: idData.nullable(),
  cause: z.enum(['refund', 'chargeback', 'cancellation', 'fraud', 'duplicate', 'dispute-won', 'other']),
  /** Null when the merchant named no currency: then it is in the conversion's. */
  amount: amountData.nullable(),
  quantity: z.int().positive().nullable(),
  /** The reversal that this one takes back, or null: it undoes the conversion itself. */
  undoes: idData.nullable(),
});

export const conversionEvents = {
  'conversion.recorded': {
    version: 1,
    entity: 'conversion',
    description: 'The merchant reported a sale, lead, signup, opportunity, renewal or won deal.',
    data: conversionData,
    reference: ['conversionId'],
    subscribers: ['decide-conversion'],
  },
  'reversal.recorded': {
    version: 1,
    entity: 'reversal',
    description: 'The merchant reported that all or part of a conversion, or of an earlier reversal of it, is undone.',
    data: reversalData,
    reference: ['reversalId', 'conversionId'],
    subscribers: ['decide-conversion'],
  },
} as const satisfies Record<string, EventDefinition>;

type ConversionDraft = Draft<keyof typeof conversionEvents>;

export function conversionDraft({ value }: FactOf<'conversion'>): ConversionDraft {
  const { conversionId, currency, occurredAt } = value;
  const data: z.infer<typeof conversionData> = {
    conversionId,
    kind: value.kind,
    currency,
    visitorId: value.visitorId,
    customerId: value.customerId,
    coupon: value.coupon,
    country: value.country,
    partnerId: value.partnerId,
    ...(value.split === undefined
      ? {}
      : { split: value.split.map(({ partnerId, creditWeight }) => ({ partnerId, weight: `${creditWeight}` })) }),
    clickId: value.clickId,
    lines: value.lines.map((line) => ({
      lineId: line.lineId,
      productId: line.productId,
      category: line.category,
      quantity: line.quantity,
      amount: amountOf(line.amountMinor, currency),
      tax: amountOf(line.taxMinor, currency),
      shipping: amountOf(line.shippingMinor, currency),
    })),
    metadata: value.metadata,
  };
  return { type: 'conversion.recorded', key: [conversionId], occurredAt, data };
}

export function reversalDraft({ value }: FactOf<'reversal'>): ConversionDraft {
  const { reversalId, conversionId, lineId, occurredAt, cause, amountMinor, currency, quantity } = value;
  const undoes = value.undoes ?? null;
  const amount = currency === undefined ? null : amountOf(amountMinor, currency);
  const data: z.infer<typeof reversalData> = { reversalId, conversionId, lineId, cause, amount, quantity, undoes };
  return { type: 'reversal.recorded', key: [reversalId], occurredAt, data };
}
