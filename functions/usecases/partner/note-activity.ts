import type { Calendar } from '../../../domain/settlement/calendar.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import type { Click } from '../../../domain/tracking/click.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Recorded, Scope } from '../../store/scope.ts';
import { programOf } from '../terms/load-terms.ts';

/** Puts a click where its partner's statistics find it. Beside the way of the click itself, so that no redirect waits for it. */
export async function noteClick(deps: Pick<Deps, 'stores'>, scope: Scope, click: Recorded<Click>): Promise<void> {
  const calendar = await calendarFor(deps, scope);
  await deps.stores.clicks.noteOfPartner(scope, calendar.dateOf(click.fact.occurredAt), click);
}

/** Puts a conversion where the partners that earn by it find it: who they are is read from its decision as it stands. */
export async function noteCredited(deps: Pick<Deps, 'stores'>, scope: Scope, conversionId: string): Promise<void> {
  const { conversions } = deps.stores;
  const recorded = await conversions.conversion(scope, conversionId);
  if (recorded === null) return;
  const { fact, recordedAt } = recorded;
  const decision = await conversions.decision(scope, recordedAt, conversionId);
  if (decision === null) return;
  const { attribution, lines } = decision;
  const credited = attribution.outcome === 'attributed' ? attribution.credits : [];
  const month = (await calendarFor(deps, scope)).periodOf(fact.occurredAt).periodId;
  const partners = new Set([...credited, ...lines].map(({ partnerId }) => partnerId));
  for (const partnerId of partners) await conversions.noteCredited(scope, { partnerId, month }, fact);
}

const remembered = new WeakMap<object, Map<string, Calendar>>();

/** A program's zone never changes, and every click asks for it. */
async function calendarFor(deps: Pick<Deps, 'stores'>, scope: Scope): Promise<Calendar> {
  const known = remembered.get(deps.stores) ?? new Map<string, Calendar>();
  remembered.set(deps.stores, known);
  const name = JSON.stringify([scope.merchantId, scope.programId]);
  const calendar = known.get(name) ?? calendarOf((await programOf(deps, scope)).timezone);
  known.set(name, calendar);
  return calendar;
}
