import { DomainError } from '../../../domain/errors.ts';
import type { PartnerId, PeriodId } from '../../../domain/ids.ts';
import type { Payout } from '../../../domain/payout/payout.ts';
import type { ReleaseReason } from '../../../domain/payout/screening.ts';
import { releasedPayout } from '../../../domain/payout/screening-release.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { programOf } from '../terms/load-terms.ts';
import { advancePayout } from './payout-batch.ts';

export interface ReleasePayout {
  readonly scope: Scope;
  readonly periodId: PeriodId;
  readonly partnerId: PartnerId;
  readonly by: string;
  readonly reasonCode: ReleaseReason;
  readonly note: string;
}

/** Says that a payout may be paid in spite of signs of abuse: the next preparation takes it, another person approves it. */
export async function releasePayout(deps: Deps, command: ReleasePayout): Promise<Payout> {
  const { scope, periodId, partnerId, by, reasonCode, note } = command;
  await programOf(deps, scope);
  const payout = await deps.stores.payouts.payout(scope, { periodId, partnerId });
  if (payout === null) {
    const message = {
      en: `${partnerId} has no payout of ${periodId}`,
      ja: `${partnerId}に${periodId}の支払はありません`,
    };
    throw new DomainError('payout.not-found', message, { field: 'partnerId' });
  }
  const released = releasedPayout(payout, { by, at: deps.now(), reasonCode, note });
  return released === payout ? payout : await advancePayout(deps, scope, payout, released);
}
