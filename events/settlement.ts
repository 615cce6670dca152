import * as z from 'zod';
import type { Instant } from '../domain/time.ts';
import type { Draft, EventDefinition } from './event.ts';
import type { FactOf } from './fact.ts';
import { idData } from './wire.ts';

const sealedData = z.object({
  periodId: idData,
  previousPeriodId: idData.nullable(),
  manifestHash: idData,
  sealedBy: idData.nullable(),
});
const runData = z.object({ periodId: idData, manifestHash: idData, runId: idData });
const rejectedData = z.object({ periodId: idData, rejectedBy: idData, reason: z.string() });
const approvedData = z.object({ ...runData.shape, approvedBy: idData.nullable() });

export const settlementEvents = {
  'settlement.sealed': {
    version: 1,
    entity: 'settlement',
    description: 'The facts of a period were frozen.',
    data: sealedData,
    reference: ['periodId'],
    subscribers: [],
  },
  'settlement.calculated': {
    version: 1,
    entity: 'settlement',
    description: 'A draft run of a sealed period is ready to be reviewed.',
    data: runData,
    reference: ['periodId'],
    subscribers: [],
  },
  'settlement.rejected': {
    version: 1,
    entity: 'settlement',
    description: 'A seal and its draft run were thrown away; the period is open again and nothing was posted.',
    data: rejectedData,
    reference: ['periodId'],
    subscribers: ['deliver-webhooks'],
  },
  'settlement.approved': {
    version: 1,
    entity: 'settlement',
    description: 'A second person approved the run, and its entries were posted.',
    data: approvedData,
    reference: ['periodId'],
    subscribers: ['deliver-webhooks'],
  },
  'settlement.closed': {
    version: 1,
    entity: 'settlement',
    description: 'The period is closed and its statements are issued; it is never edited.',
    data: runData,
    reference: ['periodId'],
    subscribers: ['deliver-webhooks'],
  },
  'settlement.paid': {
    version: 1,
    entity: 'settlement',
    description: 'The payouts of a closed period are on their way to the bank.',
    data: runData,
    reference: ['periodId'],
    subscribers: ['deliver-webhooks'],
  },
} as const satisfies Record<string, EventDefinition>;

type SettlementType = keyof typeof settlementEvents;

/**
 * Every step that a settlement has come to. Each says only what was settled with that step, so that it can be told again, word
 * for word, when the settlement has gone on.
 */
export function settlementDrafts({ value }: FactOf<'settlement'>): readonly Draft<SettlementType>[] {
  const { periodId, previousPeriodId, manifestHash, runId, sealedBy, approvedBy } = value;
  const rejected = value.rejections.map(
    ({ rejectedBy, rejectedAt, reason }): Draft<SettlementType> => ({
      type: 'settlement.rejected',
      key: [periodId, String(rejectedAt)],
      occurredAt: rejectedAt,
      data: { periodId, rejectedBy, reason } satisfies z.infer<typeof rejectedData>,
    }),
  );
  if (manifestHash === null || value.sealedAt === null) return rejected;
  // What was rejected and sealed again without a new fact has the manifest, and the run, that it had.
  const round = value.rejections.length;
  const drafts: Draft<SettlementType>[] = [
    ...rejected,
    {
      type: 'settlement.sealed',
      key: [periodId, manifestHash, round],
      occurredAt: value.sealedAt,
      data: { periodId, previousPeriodId, manifestHash, sealedBy } satisfies z.infer<typeof sealedData>,
    },
  ];
  if (runId === null) return drafts;
  const run: z.infer<typeof runData> = { periodId, manifestHash, runId };
  const add = (type: SettlementType, occurredAt: Instant | null, data: Draft['data']): void => {
    if (occurredAt !== null) drafts.push({ type, key: [periodId, manifestHash, runId, round], occurredAt, data });
  };
  add('settlement.calculated', value.calculatedAt, run);
  add('settlement.approved', value.approvedAt, { ...run, approvedBy });
  add('settlement.closed', value.closedAt, run);
  add('settlement.paid', value.payoutRunAt, run);
  return drafts;
}
