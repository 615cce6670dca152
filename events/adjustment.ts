import * as z from 'zod';
import { ADJUSTMENT_REASONS } from '../domain/ledger/adjustment-reason.ts';
import { formatInstant } from '../domain/time.ts';
import type { Draft, EventDefinition } from './event.ts';
import type { FactOf, MoneyDecision } from './fact.ts';
import { amountData, amountOf, idData, instantData } from './wire.ts';

/** Who drafted it, or who decided; null to a partner. */
const by = idData.nullable();

const adjustmentData = z.object({
  adjustmentId: idData,
  partnerId: idData,
  amount: amountData,
  effectiveAt: instantData,
  reason: z.enum(ADJUSTMENT_REASONS),
  by,
});

const openingData = z.object({
  importId: idData,
  partners: z.int().nonnegative(),
  held: amountData,
  payable: amountData,
  by,
});

const adjustment = {
  version: 1,
  entity: 'adjustment',
  data: adjustmentData,
  reference: ['adjustmentId', 'partnerId'],
  subscribers: [],
} as const;

const opening = {
  version: 1,
  entity: 'openings',
  data: openingData,
  reference: ['importId'],
  subscribers: [],
} as const;

/** Decisions of people about money, from the draft on; what is then posted is told by `adjustment.posted` and `opening.posted`. */
export const adjustmentEvents = {
  'adjustment.drafted': {
    ...adjustment,
    description: 'A change of what a partner is owed was drafted; it waits for a second person.',
  },
  'adjustment.approved': {
    ...adjustment,
    description: 'An adjustment was approved; the next seal takes it up.',
    subscribers: ['deliver-webhooks'],
  },
  'adjustment.rejected': { ...adjustment, description: 'An adjustment was rejected; it moves nothing.' },
  'opening.drafted': { ...opening, description: 'Balances to take over were drafted; they wait for a second person.' },
  'opening.approved': {
    ...opening,
    description: 'Balances to take over were approved; the first seal takes them up.',
    subscribers: ['deliver-webhooks'],
  },
  'opening.rejected': { ...opening, description: 'Balances to take over were rejected.' },
} as const satisfies Record<string, EventDefinition>;

type Told = keyof typeof adjustmentEvents;

/** The draft of an adjustment, and what was decided on it. */
export function adjustmentDrafts({ value }: FactOf<'adjustment'>): readonly Draft<Told>[] {
  const { adjustmentId, partnerId, amountMinor, effectiveAt, reason } = value.content;
  const amount = amountOf(amountMinor, value.currency);
  const told = { adjustmentId, partnerId, amount, effectiveAt: formatInstant(effectiveAt), reason };
  return stepsOf('adjustment', [adjustmentId], told, value);
}

/** The draft of an import of balances, and what was decided on it. A draft that takes another's place is told anew. */
export function openingDrafts({ value }: FactOf<'openings'>): readonly Draft<Told>[] {
  const { importId, rows } = value.content;
  let [heldMinor, payableMinor] = [0n, 0n];
  for (const row of rows) {
    heldMinor += row.heldMinor;
    payableMinor += row.payableMinor;
  }
  const sums = { held: amountOf(heldMinor, value.currency), payable: amountOf(payableMinor, value.currency) };
  return stepsOf('opening', [importId, value.draftedAt], { importId, partners: rows.length, ...sums }, value);
}

function stepsOf(
  noun: 'adjustment' | 'opening',
  key: Draft['key'],
  told: Readonly<Record<string, unknown>>,
  { status, draftedBy, draftedAt, decidedBy, decidedAt }: MoneyDecision<unknown>,
): readonly Draft<Told>[] {
  const drafted = { type: `${noun}.drafted`, key, occurredAt: draftedAt, data: { ...told, by: draftedBy } } as const;
  if (status === 'draft' || decidedBy === null || decidedAt === null) return [drafted];
  return [drafted, { type: `${noun}.${status}`, key, occurredAt: decidedAt, data: { ...told, by: decidedBy } }];
}
