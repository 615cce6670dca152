import type { Calendar } from '../../../domain/settlement/calendar.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import type { Click } from '../../../domain/tracking/click.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Recorded, Scope } from '../../store/scope.ts';
import { programOf } from '../terms/load-terms.ts';

/** Puts a click where its partner's statistics find it. Beside the way of the click itself, so that no redirect waits for it. */
export async function noteClick(deps: Pick<Deps, 'stores'>, scope: Scope, click: Recorded<Click>): Promise<void> {
  const { calendar, isNoted } = await groundFor(deps, scope);
  if (isNoted) await deps.stores.clicks.noteOfPartner(scope, calendar.dateOf(click.fact.occurredAt), click);
}

/** Puts a conversion where the partners that earn by it find it: who they are is read from its decision as it stands. */
export async function noteCredited(deps: Pick<Deps, 'stores'>, scope: Scope, conversionId: string): Promise<void> {
  const { conversions } = deps.stores;
  const { calendar, isNoted } = await groundFor(deps, scope);
  if (!isNoted) return;
  const recorded = await conversions.conversion(scope, conversionId);
  if (recorded === null) return;
  const { fact, recordedAt } = recorded;
  const decision = await conversions.decision(scope, recordedAt, conversionId);
  if (decision === null) return;
  const { attribution, lines } = decision;
  const credited = attribution.outcome === 'attributed' ? attribution.credits : [];
  const month = calendar.periodOf(fact.occurredAt).periodId;
  const partners = new Set([...credited, ...lines].map(({ partnerId }) => partnerId));
  for (const partnerId of partners) await conversions.noteCredited(scope, { partnerId, month }, fact);
}

interface Ground {
  readonly calendar: Calendar;
  readonly isNoted: boolean;
}

const remembered = new WeakMap<object, Map<string, Ground>>();

/** What a program is never changes, and every click asks for it. */
async function groundFor(deps: Pick<Deps, 'stores'>, scope: Scope): Promise<Ground> {
  const known = remembered.get(deps.stores) ?? new Map<string, Ground>();
  remembered.set(deps.stores, known);
  const name = JSON.stringify([scope.merchantId, scope.programId]);
  const before = known.get(name);
  if (before !== undefined) return before;
  const { timezone, partnerActivity } = await programOf(deps, scope);
  const ground = { calendar: calendarOf(timezone), isNoted: partnerActivity === true };
  known.set(name, ground);
  return ground;
}
