import * as z from 'zod';
import type { Model } from '../domain/partner/program.ts';
import type { Draft, EventDefinition } from './event.ts';
import type { FactOf } from './fact.ts';
import { amountData, amountOf, dateData, decimalData, idData } from './wire.ts';

const modelData = z.union([
  z.object({ name: z.enum(['first-touch', 'last-touch', 'w-shaped']) }),
  z.object({ name: z.literal('last-non-direct'), directPartners: z.array(idData) }),
  z.object({ name: z.literal('linear'), repeats: z.enum(['collapsed', 'unique']).optional() }),
  z.object({
    name: z.literal('position-based'),
    weights: z.object({ first: decimalData, middle: decimalData, last: decimalData }),
    twoTouches: z.literal('renormalised').optional(),
  }),
  z.object({ name: z.literal('custom'), weights: z.array(decimalData) }),
  z.object({ name: z.literal('time-decay'), halfLifeDays: decimalData, decay: z.literal('stepwise').optional() }),
  z.object({ name: z.literal('markov'), order: z.literal([1, 2, 3, 4]), windowDays: z.int().optional() }),
  z.object({
    name: z.literal('shapley'),
    characteristic: z.enum(['sum-over-subsets', 'conversion-rate', 'markov']),
    windowDays: z.int().optional(),
  }),
]);

const programData = z.object({
  programId: idData,
  name: z.string(),
  currency: z.string(),
  timezone: z.string(),
  attribution: z.object({
    model: modelData,
    lookbackDays: z.int(),
    minSecondsToConvert: z.int(),
    clickDedupeSeconds: z.int(),
    coupon: z.enum(['wins', 'touchpoint', 'ignore']),
    touchReuse: z.literal('next-conversion-only').optional(),
    renewals: z.literal('bound').optional(),
  }),
  settlement: z.object({ period: z.literal('month'), threshold: amountData }),
  tracking: z.object({ allowedHosts: z.array(z.string()), clickIdParameter: z.string() }),
  noticeDays: z.int().positive().optional(),
});

const whenData = z.record(z.string(), z.unknown());

/** The plan as it was published, in the words of the API; rules, shares and bonuses gain members over time. */
const planData = z.object({
  version: z.int().positive(),
  effectiveFrom: dateData,
  rounding: z.enum(['half-even', 'half-up', 'down', 'up']),
  base: z.object({ includeTax: z.boolean(), includeShipping: z.boolean() }),
  holdDays: z.int().nonnegative(),
  rules: z.array(z.looseObject({ id: idData, when: whenData, pay: z.record(z.string(), z.unknown()) })),
  shares: z.array(z.looseObject({ id: idData, when: whenData, rate: decimalData })).optional(),
  bonuses: z.array(z.looseObject({ id: idData, metric: z.string(), window: z.string() })).optional(),
  overrides: z
    .looseObject({ rates: z.array(decimalData), of: z.string(), months: z.array(z.int()).optional() })
    .optional(),
});

const rateData = z.object({
  date: dateData,
  from: z.string(),
  to: z.string(),
  rate: decimalData,
  source: z.string().optional(),
});

export const programEvents = {
  'program.created': {
    version: 1,
    entity: 'program',
    description: 'The merchant made an offer to partners.',
    data: programData,
    reference: ['programId'],
    subscribers: [],
  },
  'plan.published': {
    version: 1,
    entity: 'plan',
    description: 'A version of the commission rules was published; it is never edited.',
    data: planData,
    reference: ['version', 'effectiveFrom'],
    subscribers: [],
  },
  'rate.recorded': {
    version: 1,
    entity: 'rate',
    description: 'The exchange rate of a day and pair of currencies was recorded.',
    data: rateData,
    reference: ['date', 'from', 'to'],
    subscribers: [],
  },
} as const satisfies Record<string, EventDefinition>;

type ProgramDraft = Draft<keyof typeof programEvents>;

export function programDraft({ value, recordedAt }: FactOf<'program'>): ProgramDraft {
  const { programId, name, currency, timezone, attribution, settlement, tracking, noticeDays } = value;
  const data: z.infer<typeof programData> = {
    programId,
    name,
    currency,
    timezone,
    attribution: { ...attribution, model: modelOf(attribution.model) },
    settlement: { period: settlement.period, threshold: amountOf(settlement.thresholdMinor, currency) },
    tracking: { allowedHosts: [...tracking.allowedHosts], clickIdParameter: tracking.clickIdParameter },
    ...(noticeDays === undefined ? {} : { noticeDays }),
  };
  return { type: 'program.created', key: [programId], occurredAt: recordedAt, data };
}

/** A model with lists of its own. */
function modelOf(model: Model): z.infer<typeof modelData> {
  if (model.name === 'last-non-direct') return { ...model, directPartners: [...model.directPartners] };
  return model.name === 'custom' ? { ...model, weights: [...model.weights] } : model;
}

export function planDraft({ value, recordedAt }: FactOf<'plan'>): ProgramDraft {
  return { type: 'plan.published', key: [value.version], occurredAt: recordedAt, data: { ...value } };
}

export function rateDraft({ value, recordedAt }: FactOf<'rate'>): ProgramDraft {
  const { date, from, to, rate, source } = value;
  const data: z.infer<typeof rateData> = { date, from, to, rate, ...(source === undefined ? {} : { source }) };
  return { type: 'rate.recorded', key: [date, from, to], occurredAt: recordedAt, data };
}
