import { DomainError } from '../../../domain/errors.ts';
import type { Batch } from '../../../domain/payout/payout.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
import { finishApproval } from './approve-batch.ts';
import { advanceBatch, advancePayout, batchIn, payoutOf } from './payout-batch.ts';

export interface RemitBatch {
  readonly scope: Scope;
  readonly batchId: string;
  readonly actor: string;
  /** SHA-256 of the file that the bank has, lower-case hex. */
  readonly fileHash: string;
}

/** Marks an approved batch as handed to the bank; from then on it cannot be taken back. Sentence again it changes nothing. */
export async function remitBatch(deps: Deps, command: RemitBatch): Promise<Batch> {
  const { scope, batchId, actor } = command;
  const batch = await remittableBatch(deps, command);
  const remitted = batch.status === 'remitted' ? batch : await markRemitted(deps, scope, batch, actor);
  const { remittedAt } = remitted;
  await mapLimited(remitted.items, WORK_AT_ONCE, async (item) => {
    const payout = await payoutOf(deps, scope, batchId, item);
    if (payout?.status !== 'approved') return;
    await advancePayout(deps, scope, payout, { ...payout, status: 'remitted', remittedAt });
  });
  return remitted;
}

/** The batch whose approved file the bank has, or a refusal; asked before the step is started, and by it. */
export async function remittableBatch(deps: Deps, { scope, batchId, fileHash }: RemitBatch): Promise<Batch> {
  const batch = await batchIn(deps, scope, batchId, ['approved', 'remitted']);
  const approved = batch.file.outcome === 'encoded' ? batch.file.sha256 : null;
  if (fileHash === approved) return batch;
  const message = {
    en: `the file that was approved with ${batchId} is ${approved}, got ${fileHash}`,
    ja: `${batchId}で承認された振込ファイルは${approved}です（入力値: ${fileHash}）`,
  };
  throw new DomainError('remittance.other-file', message, { field: 'fileHash' });
}

/** An approval that was broken off is ended first: nothing goes to the bank that is not in the books. */
async function markRemitted(deps: Deps, scope: Scope, batch: Batch, actor: string): Promise<Batch> {
  await finishApproval(deps, scope, batch);
  const next: Batch = { ...batch, status: 'remitted', remittedBy: actor, remittedAt: deps.now() };
  return await advanceBatch(deps, scope, batch, next);
}
