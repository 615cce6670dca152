import { DomainError } from '../../../domain/errors.ts';
import { settlementRoutes } from '../../contract/routes/settlement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { programOf } from '../../usecases/terms/load-terms.ts';
import { snapshotAnswer } from '../wire.ts';

/** A fit of a program's data-driven model: the latest, or the one that is asked for. */
export const readSnapshot = operation(settlementRoutes.readSnapshot, async ({ deps, scope, query }) => {
  await programOf(deps, scope);
  const { snapshotId } = query;
  const { snapshots } = deps.stores;
  const fit = await (snapshotId === undefined
    ? snapshots.latestSnapshot(scope)
    : snapshots.snapshot(scope, snapshotId));
  if (fit !== null) return { body: snapshotAnswer(fit) };
  const none = {
    en: `the model of ${scope.programId} is not fitted yet`,
    ja: `${scope.programId}のモデルはまだ学習されていません`,
  };
  if (snapshotId === undefined) throw new DomainError('snapshot.not-found', none);
  const unknown = {
    en: `${scope.programId} has no snapshot ${snapshotId}`,
    ja: `${scope.programId}にスナップショット${snapshotId}はありません`,
  };
  throw new DomainError('snapshot.not-found', unknown, { field: 'snapshotId' });
});

export const handler = readSnapshot.handlerOn(awsHost);
