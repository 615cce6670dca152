import type { Deal } from '../../../domain/deal/deal.ts';
import { dealTerms } from '../../../domain/deal/deal-terms.ts';
import type { DealCommand } from '../../../domain/deal/decide-deal.ts';
import { decideDeal } from '../../../domain/deal/decide-deal.ts';
import type { DealDraft } from '../../contract/schemas/deal.ts';
import type { Deps } from '../../runtime/deps.ts';
import { programOf } from '../terms/load-terms.ts';
import type { ChangedDeal } from './deal-steps.ts';
import { appendStep, ownDeal, requireSeen } from './deal-steps.ts';
import { requireParts, withParts } from './register-deal.ts';

/** Replaces what is known of a deal: an approved one stays with the customer that was approved. */
export async function reviseDeal(deps: Deps, change: ChangedDeal & { readonly draft: DealDraft }): Promise<Deal> {
  const deal = await ownDeal(deps, change);
  const parts = change.draft.parts ?? deal.content.parts;
  const content = withParts({ ...change.draft, parts }, deal.partnerId);
  if (change.draft.parts !== null) await requireParts(deps, change.scope, content.parts);
  return await stepped(deps, change, deal, { kind: 'revise', content });
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

/** A decision that needs to know nothing but the deal: its rejection, its loss. */
export async function closeDeal(
  deps: Deps,
  change: Omit<ChangedDeal, 'seen'>,
  command: DealCommand & { readonly kind: 'reject' | 'lose' },
): Promise<Deal> {
  const deal = await ownDeal(deps, change);
  return await stepped(deps, { ...change, seen: '*' }, deal, command);
}

/** The same again changes nothing, also with an old tag. */
async function stepped(deps: Deps, { scope, by, seen }: ChangedDeal, deal: Deal, command: DealCommand): Promise<Deal> {
  const terms = dealTerms(await programOf(deps, scope));
  const step = decideDeal(deal, command, { at: deps.now(), by, terms });
  if (step === null) return deal;
  requireSeen(deal, seen);
  return await appendStep(deps, scope, deal, step);
}
