import type { Deal, DealPart } from '../../../domain/deal/deal.ts';
import { dealTerms } from '../../../domain/deal/deal-terms.ts';
import type { DealCommand } from '../../../domain/deal/decide-deal.ts';
import { decideDeal } from '../../../domain/deal/decide-deal.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { DealId } from '../../../domain/ids.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { DealDraft } from '../../contract/schemas/deal.ts';
import type { Deps } from '../../runtime/deps.ts';
import { programOf } from '../terms/load-terms.ts';
import type { AskedDeal, ChangedDeal } from './deal-steps.ts';
import { appendStep, ownDeal, requireSeen } from './deal-steps.ts';
import { requireOwnPart, requireParts, withParts } from './register-deal.ts';

/** Replaces what is known of a deal: an approved one stays with the customer that was approved. */
export async function reviseDeal(deps: Deps, change: ChangedDeal & { readonly draft: DealDraft }): Promise<Deal> {
  const deal = await ownDeal(deps, change);
  const parts = change.draft.parts ?? deal.content.parts;
  const content = withParts({ ...change.draft, parts }, deal.partnerId);
  if (change.partnerId !== null) {
    refuseOtherParts(deal, content.parts);
    if (change.draft.parts !== null) requireOwnPart(deal.partnerId, content.parts);
  }
  if (change.draft.parts !== null) await requireParts(deps, change.scope, content.parts);
  return await stepped(deps, change, deal, { kind: 'revise', content });
}

/** Who has which part of an approved deal is the merchant's to change: others have been promised theirs. */
function refuseOtherParts({ approval, content }: Deal, parts: readonly DealPart[]): void {
  if (approval === null || canonical(parts) === canonical(content.parts)) return;
  const told = content.parts.map(({ partnerId, share }) => `${partnerId} ${share}`).join('; ');
  throw new DomainError(
    'deal.locked',
    {
      en: `are what was approved, ${told}; ask the merchant to change them`,
      ja: `承認された配分（${told}）は変更できません。変更は広告主に依頼してください。`,
    },
    {
      field: 'parts',
    },
  );
}

/** Moves a deal in the pipeline, gives it an owner, or both; what is not told stays. */
export async function moveDeal(
  deps: Deps,
  change: ChangedDeal & { readonly stage?: string | undefined; readonly owner?: string | null | undefined },
): Promise<Deal> {
  const deal = await ownDeal(deps, change);
  const { stage = deal.stage, owner = deal.owner } = change;
  return await stepped(deps, change, deal, { kind: 'move', stage, owner });
}

/** What ends a deal and needs to know nothing but the deal: its rejection, its loss, its withdrawal. */
export async function closeDeal(
  deps: Deps,
  change: Omit<ChangedDeal, 'seen'>,
  command: DealCommand & { readonly kind: 'reject' | 'lose' | 'withdraw' },
): Promise<Deal> {
  const deal = await ownDeal(deps, change);
  if (command.kind === 'reject' && command.inFavourOf !== null) await requireOther(deps, change, command.inFavourOf);
  return await stepped(deps, { ...change, seen: '*' }, deal, command);
}

/** The deal that another was preferred to is kept beside the reason, so it must be there. */
async function requireOther(deps: Deps, { scope, dealId }: AskedDeal, preferred: DealId): Promise<void> {
  if (preferred !== dealId && (await deps.stores.deals.steps(scope, preferred)).length > 0) return;
  throw new DomainError(
    'reference.unknown',
    {
      en: `must be another deal of ${scope.programId}, got "${preferred}"`,
      ja: `${scope.programId}の別の案件を指定してください（入力値: "${preferred}"）`,
    },
    {
      field: 'inFavourOf',
    },
  );
}

/** The same again changes nothing, also with an old tag. */
async function stepped(deps: Deps, { scope, by, seen }: ChangedDeal, deal: Deal, command: DealCommand): Promise<Deal> {
  const terms = dealTerms(await programOf(deps, scope));
  const step = decideDeal(deal, command, { at: deps.now(), by, terms });
  if (step === null) return deal;
  requireSeen(deal, seen);
  return await appendStep(deps, scope, deal, step);
}
