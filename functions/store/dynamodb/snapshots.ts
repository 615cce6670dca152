import type { FittedModel } from '../../../domain/attribution/fitted-model.ts';
import type { SnapshotStore } from '../program-store.ts';
import type { Table } from './items.ts';
import { getRecorded, lastBefore, putIfAbsent, putOnce } from './items.ts';
import { key, partitions } from './table.ts';

/** Above every sort key. */
const END = '~';

export function dynamoSnapshots(records: Table): SnapshotStore {
  return {
    // First the fact by its id, then its place in the order; a retry after a crash between writes the second.
    putSnapshot: async (scope, fit) => {
      const put = await putOnce(records, { ...fit, key: key.snapshot(scope, fit.fact.snapshotId), type: 'snapshot' });
      if (put.outcome !== 'conflict') await putIfAbsent(records, key.snapshotInOrder(scope, put.stored));
      return put;
    },
    snapshot: async (scope, snapshotId) => await getRecorded<FittedModel>(records, key.snapshot(scope, snapshotId)),
    latestSnapshot: async (scope) => {
      const [pk = ''] = partitions.snapshots(scope);
      const place = await lastBefore(records, pk, END);
      const snapshotId = place?.sk.split('#').at(-1);
      return snapshotId === undefined ? null : await getRecorded<FittedModel>(records, key.snapshot(scope, snapshotId));
    },
  };
}
