import * as z from 'zod';
import type { Attribution } from '../domain/attribution/attribution.ts';
import { formatRatio } from '../domain/money/ratio.ts';
import type { Draft, EventDefinition } from './event.ts';
import type { FactOf } from './fact.ts';
import { amountData, amountOf, idData, instantData, instantOf } from './wire.ts';

const creditData = z.object({
  partnerId: idData,
  /** Exact: `"1"`, `"2/5"`. */
  share: z.string().regex(/^\d+(\/\d+)?$/),
});

const decisionData = z.object({
  conversionId: idData,
  /** Counts from 1 how often it was decided otherwise: the highest is the latest. */
  revision: z.int().positive(),
  outcome: z.enum(['attributed', 'unattributed']),
  /** Why nobody is credited, or null. */
  reason: z.enum(['no-touchpoint', 'no-eligible-touchpoint']).nullable(),
  basis: z.enum(['model', 'coupon', 'named-partner', 'bound-customer']).nullable(),
  model: z.string().nullable(),
  /** Why the credits are linear though the program's model is another, or null. */
  note: z.enum(['milestones.too-few', 'snapshot.missing', 'snapshot.no-share']).nullable(),
  credits: z.array(creditData),
  planVersion: z.int().nullable(),
  holdUntil: instantData.nullable(),
  waitsFor: z.enum(['rate.missing']).nullable(),
  lines: z.array(
    z.object({
      lineId: idData,
      partnerId: idData,
      ruleId: idData.nullable(),
      netBase: amountData,
      commission: amountData,
    }),
  ),
});

export const decisionEvents = {
  'decision.made': {
    version: 1,
    entity: 'decision',
    description:
      'What can be said of a conversion before its period is closed: credits, and the certain part of the commission. ' +
      'It is dated when its conversion was recorded; of several decisions of one conversion the one of the highest revision holds.',
    data: decisionData,
    reference: ['conversionId'],
    subscribers: ['note-activity'],
  },
} as const satisfies Record<string, EventDefinition>;

/** A decision may be made anew, also as it was before, so its revision is part of its key. */
export function decisionDraft({ value, recordedAt }: FactOf<'decision'>): Draft<keyof typeof decisionEvents> {
  const { conversionId, revision, planVersion, holdUntil, attribution, waitsFor, lines, currency } = value;
  const data: z.infer<typeof decisionData> = {
    conversionId,
    revision,
    ...creditsOf(attribution),
    planVersion,
    holdUntil: instantOf(holdUntil),
    waitsFor,
    lines: lines.map(({ lineId, partnerId, ruleId, netBaseMinor, amountMinor }) => ({
      lineId,
      partnerId,
      ruleId,
      netBase: amountOf(netBaseMinor, currency),
      commission: amountOf(amountMinor, currency),
    })),
  };
  return { type: 'decision.made', key: [conversionId, revision], occurredAt: recordedAt, data };
}

function creditsOf(
  attribution: Attribution,
): Pick<z.infer<typeof decisionData>, 'outcome' | 'reason' | 'basis' | 'model' | 'note' | 'credits'> {
  const { outcome } = attribution;
  if (outcome === 'unattributed') {
    return { outcome, reason: attribution.reason, basis: null, model: null, note: null, credits: [] };
  }
  let denominator = 0n;
  for (const { creditWeight } of attribution.credits) denominator += creditWeight;
  return {
    outcome,
    reason: null,
    basis: attribution.basis,
    model: attribution.model,
    note: attribution.note,
    credits: attribution.credits.map(({ partnerId, creditWeight }) => ({
      partnerId,
      share: formatRatio({ numerator: creditWeight, denominator }),
    })),
  };
}
