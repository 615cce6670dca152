import { DomainError } from '../../../domain/errors.ts';
import { settlementRoutes } from '../../contract/routes/settlement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { programOf } from '../../usecases/terms/load-terms.ts';
import { snapshotAnswer } from '../wire.ts';

/** The latest fit of a program's data-driven model. */
export const readSnapshot = operation(settlementRoutes.readSnapshot, async ({ deps, scope }) => {
  await programOf(deps, scope);
  const fit = await deps.stores.snapshots.latestSnapshot(scope);
  if (fit === null)
    throw new DomainError('snapshot.not-found', {
      en: `the model of ${scope.programId} is not fitted yet`,
      ja: `${scope.programId}のモデルはまだ学習されていません`,
    });
  return { body: snapshotAnswer(fit) };
});

export const handler = readSnapshot.handlerOn(awsHost);
