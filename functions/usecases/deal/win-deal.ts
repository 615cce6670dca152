import type { Deal, DealPart, WonDeal, WonStep } from '../../../domain/deal/deal.ts';
import { dealTerms } from '../../../domain/deal/deal-terms.ts';
import { decideDeal } from '../../../domain/deal/decide-deal.ts';
import { conversionOfDeal } from '../../../domain/deal/won-conversion.ts';
import type { DealId } from '../../../domain/ids.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import type { RecordedConversion } from '../facts/record-conversion.ts';
import { recordOnce, requireRecordable } from '../facts/record-conversion.ts';
import { refuseFuture } from '../terms/known.ts';
import { programOf } from '../terms/load-terms.ts';
import type { ChangedDeal } from './deal-steps.ts';
import { appendStep, ownDeal } from './deal-steps.ts';
import { requireParts } from './register-deal.ts';

/**
 * Wins a deal, and records the conversion that it becomes: a win whose conversion would be refused is refused. The step is first: should the process end in between, the event of the
 * step, or the same call again, records the conversion all the same, under the deal's id and so once.
 */
export async function winDeal(
  deps: Deps,
  command: Omit<ChangedDeal, 'seen'> & { readonly won: WonDeal; readonly parts: readonly DealPart[] | null },
): Promise<{ readonly deal: Deal; readonly recorded: RecordedConversion }> {
  const { scope, by, won, parts } = command;
  const terms = dealTerms(await programOf(deps, scope));
  refuseFuture(deps, won.occurredAt);
  const deal = await ownDeal(deps, command);
  if (parts !== null) await requireParts(deps, scope, parts);
  const step = decideDeal(deal, { kind: 'win', won, parts }, { at: deps.now(), by, terms });
  if (step?.kind === 'won') await requireRecordable(deps, { scope, conversion: conversionOfDeal(step) });
  const after = step === null ? deal : await appendStep(deps, scope, deal, step);
  return { deal: after, recorded: await recordWonDeal(deps, scope, deal.dealId) };
}

/** Records the conversion of a deal that was won; the same deal makes the same one. */
export async function recordWonDeal(deps: Deps, scope: Scope, dealId: DealId): Promise<RecordedConversion> {
  const steps = await deps.stores.deals.steps(scope, dealId);
  const won = steps.find((step): step is WonStep => step.kind === 'won');
  if (won === undefined) throw new Error(`deal ${dealId} was not won`);
  return await recordOnce(deps, { scope, conversion: conversionOfDeal(won) });
}
