import type { FittedModel } from '../../../domain/attribution/fitted-model.ts';
import { ordered } from '../order.ts';
import type { SnapshotStore } from '../program-store.ts';
import type { Recorded } from '../scope.ts';
import { putOnce } from './put-once.ts';
import { Spaces } from './spaces.ts';

export function memorySnapshots(): SnapshotStore {
  const spaces = new Spaces(() => new Map<string, Recorded<FittedModel>>());
  return {
    putSnapshot: async (scope, fit) => putOnce(spaces.of(scope), fit.fact.snapshotId, fit),
    snapshot: async (scope, snapshotId) => spaces.of(scope).get(snapshotId) ?? null,
    latestSnapshot: async (scope) =>
      ordered(
        spaces.of(scope).values(),
        ({ fact }) => fact.window.to,
        ({ recordedAt }) => recordedAt,
        ({ fact }) => fact.snapshotId,
      ).at(-1) ?? null,
  };
}
