import { DomainError } from '../../../domain/errors.ts';
import type { Batch } from '../../../domain/payout/payout.ts';
import { approvedPayoutEntry } from '../../../domain/payout/payout-entries.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
import { requireSecondPerson } from '../settlement/four-eyes.ts';
import { recordPaidFee } from '../tax/withhold-payment.ts';
import { programOf } from '../terms/load-terms.ts';
import { advanceBatch, advancePayout, batchIn, payoutOf } from './payout-batch.ts';
import { refuseStaleBatch } from './stale-batch.ts';
import { postUndone } from './undo-payout.ts';

export interface ApproveBatch {
  readonly scope: Scope;
  readonly batchId: string;
  readonly actor: string;
  /** The content that the approver saw. */
  readonly contentHash: string;
}

/**
 * A second person approves the content that was seen, and its payouts are posted.
 * Asked again after a crash it goes on where it was.
 */
export async function approveBatch(deps: Deps, command: ApproveBatch): Promise<Batch> {
  const { scope, actor } = command;
  const batch = await approvableBatch(deps, command);
  if (batch.status === 'approved') return await finishApproval(deps, scope, batch);
  const approved: Batch = { ...batch, status: 'approved', approvedBy: actor, approvedAt: deps.now() };
  // The approval is recorded first: from then on the batch is frozen, and what is posted is its content for good.
  return await finishApproval(deps, scope, await advanceBatch(deps, scope, batch, approved));
}

/** The batch as this person may approve it, or a refusal; asked before the approval is started, and by it. */
export async function approvableBatch(deps: Deps, command: ApproveBatch): Promise<Batch> {
  const { scope, batchId, actor, contentHash } = command;
  const batch = await batchIn(deps, scope, batchId, ['draft', 'approved']);
  if (batch.contentHash !== contentHash) {
    const message = {
      en: `${batchId} has the content ${batch.contentHash} by now; look at it again`,
      ja: `${batchId}の内容は${batch.contentHash}に変わっています。もう一度確認してください。`,
    };
    throw new DomainError('batch.changed', message, { field: 'contentHash' });
  }
  requireSecondPerson(
    { name: { en: `batch ${batchId}`, ja: `支払バッチ${batchId}` }, draftedBy: batch.draftedBy },
    actor,
  );
  if (batch.status === 'approved') return batch;
  for (const { payoutId, released } of batch.items) {
    const name = { en: `the release of ${payoutId}`, ja: `${payoutId}の保留解除` };
    requireSecondPerson({ name, draftedBy: released?.by ?? null }, actor);
  }
  if (batch.items.length === 0)
    throw new DomainError('batch.empty', { en: `${batchId} holds no payout`, ja: `${batchId}に支払がありません` });
  try {
    await refuseStaleBatch(deps, scope, batch);
    return batch;
  } catch (error) {
    // Its payouts have moved on also where the same was approved meanwhile, as by a second click.
    const now = await batchIn(deps, scope, batchId);
    if (now.status === 'approved' && now.contentHash === contentHash) return now;
    throw error;
  }
}

/** Posts and moves on every payout of an approved batch that has not followed yet. Safe to repeat, also side by side. */
export async function finishApproval(deps: Deps, scope: Scope, batch: Batch): Promise<Batch> {
  const { approvedAt: at, batchId } = batch;
  if (at === null) return batch;
  const program = await programOf(deps, scope);
  const calendar = calendarOf(program.timezone);
  await mapLimited(batch.items, WORK_AT_ONCE, async (item) => {
    const payout = await payoutOf(deps, scope, batchId, item);
    if (payout?.status !== 'draft') return;
    await postUndone(deps, program, payout);
    if (!payout.isPosted) await deps.stores.ledger.post(approvedPayoutEntry(payout, program, { at, calendar }));
    // From here on the payment counts for those after it in its month and year.
    if (payout.paid !== null) await recordPaidFee(deps, scope.merchantId, payout.paid);
    await advancePayout(deps, scope, payout, { ...payout, status: 'approved', approvedAt: at, isPosted: true });
  });
  return batch;
}
