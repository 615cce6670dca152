import type { Deal, DealStep } from '../../../domain/deal/deal.ts';
import { afterStep, dealOf } from '../../../domain/deal/deal-state.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { DealId, PartnerId } from '../../../domain/ids.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import type { SeenRevision } from '../revision.ts';
import { requireRevision } from '../revision.ts';

/** Which deal, and for whom: a partner finds only deals of its own, the merchant (null) all. */
export interface AskedDeal {
  readonly scope: Scope;
  readonly dealId: DealId;
  readonly partnerId: PartnerId | null;
}

/** What is changed, by whom, and which revision the caller saw. */
export interface ChangedDeal extends AskedDeal {
  readonly by: string;
  readonly seen: SeenRevision;
}

/** The steps of a deal and what they come to. A partner sees what it registered and what it has a part of. */
export async function dealHistory(
  { stores }: Pick<Deps, 'stores'>,
  { scope, dealId, partnerId }: AskedDeal,
): Promise<{ readonly deal: Deal; readonly steps: readonly DealStep[] }> {
  const steps = await stores.deals.steps(scope, dealId);
  const deal = dealOf(steps);
  if (deal !== null && (partnerId === null || isOf(deal, partnerId))) return { deal, steps };
  throw new DomainError(
    'deal.not-found',
    { en: `there is no deal ${dealId}`, ja: `案件${dealId}は見つかりません` },
    { field: 'dealId' },
  );
}

/** A deal that the caller may change: the merchant any, a partner what it registered. */
export async function ownDeal(deps: Pick<Deps, 'stores'>, asked: AskedDeal): Promise<Deal> {
  const { deal } = await dealHistory(deps, asked);
  if (asked.partnerId === null || asked.partnerId === deal.partnerId) return deal;
  throw new DomainError('access.forbidden', {
    en: `deal ${deal.dealId} was registered by another partner, who alone changes it`,
    ja: `案件${deal.dealId}を変更できるのは、登録したパートナーだけです`,
  });
}

/** A deal that is registered here is won as such: past its approval and its parts nothing is recorded under its id. */
export async function refuseRegistered({ stores }: Pick<Deps, 'stores'>, scope: Scope, dealId: DealId): Promise<void> {
  if ((await stores.deals.steps(scope, dealId)).length === 0) return;
  const message = {
    en: `deal ${dealId} is registered here; have it won by POST /v1/programs/${scope.programId}/deals/${dealId}/win`,
    ja: `案件${dealId}は登録済みです。POST /v1/programs/${scope.programId}/deals/${dealId}/winで受注として記録してください。`,
  };
  throw new DomainError('deal.registered', message, { field: 'dealId' });
}

export function requireSeen({ dealId, sequence }: Deal, seen: SeenRevision): void {
  requireRevision(
    { name: { en: `deal ${dealId}`, ja: `案件${dealId}` }, revision: sequence, code: 'deal.edited' },
    seen,
  );
}

/** Adds a step to a deal; somebody else may have been first. */
export async function appendStep(deps: Pick<Deps, 'stores'>, scope: Scope, deal: Deal, step: DealStep): Promise<Deal> {
  const after = afterStep(deal, step);
  if (await deps.stores.deals.appendStep(scope, step, after)) return after;
  throw new DomainError('deal.edited', {
    en: `deal ${deal.dealId} was changed meanwhile; read it again`,
    ja: `案件${deal.dealId}はその間に変更されました。もう一度読み込んでください。`,
  });
}

function isOf({ partnerId, content }: Deal, own: PartnerId): boolean {
  return partnerId === own || content.parts.some((part) => part.partnerId === own);
}
