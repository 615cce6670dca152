import * as z from 'zod';
import { shareText } from '../domain/attribution/snapshot.ts';
import { formatInstant } from '../domain/time.ts';
import type { Draft, EventDefinition } from './event.ts';
import type { FactOf } from './fact.ts';
import { decimalData, idData, instantData } from './wire.ts';

const fittedModelData = z.union([
  z.object({ name: z.literal('markov'), order: z.literal([1, 2, 3, 4]) }),
  z.object({
    name: z.literal('shapley'),
    characteristic: z.enum(['sum-over-subsets', 'conversion-rate', 'markov']),
  }),
]);

const snapshotData = z.object({
  snapshotId: idData,
  model: fittedModelData,
  /** The window of the journeys, `to` excluded. */
  from: instantData,
  to: instantData,
  journeys: z.object({
    converting: z.int().nonnegative(),
    nonConverting: z.int().nonnegative(),
    paths: z.int().nonnegative(),
  }),
  inputHash: idData,
  warnings: z.array(z.string()),
  shares: z.array(z.object({ partnerId: idData, share: decimalData })),
});

export const snapshotEvents = {
  'snapshot.fitted': {
    version: 1,
    entity: 'snapshot',
    description: "A program's data-driven model was fitted on its journeys; the snapshot is never edited.",
    data: snapshotData,
    reference: ['snapshotId'],
    subscribers: [],
  },
} as const satisfies Record<string, EventDefinition>;

export function snapshotDraft({ value, recordedAt }: FactOf<'snapshot'>): Draft<'snapshot.fitted'> {
  const { snapshotId, window, journeys, inputHash, snapshot } = value;
  const data: z.infer<typeof snapshotData> = {
    snapshotId,
    model:
      snapshot.model === 'markov'
        ? { name: snapshot.model, order: snapshot.order }
        : { name: snapshot.model, characteristic: snapshot.characteristic },
    from: formatInstant(window.from),
    to: formatInstant(window.to),
    journeys: { ...journeys },
    inputHash,
    warnings: [...snapshot.warnings],
    shares: snapshot.shares.map((share) => ({ partnerId: share.partnerId, share: shareText(share) })),
  };
  return { type: 'snapshot.fitted', key: [snapshotId], occurredAt: recordedAt, data };
}
