import type { ScreeningTerms } from '../../../domain/payout/payout-terms.ts';
import type { Calendar } from '../../../domain/settlement/calendar.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import type { Click } from '../../../domain/tracking/click.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Recorded, Scope } from '../../store/scope.ts';
import { programOf } from '../terms/load-terms.ts';

/** Puts a click where its partner's statistics find it. Beside the way of the click itself, so that no redirect waits for it. */
export async function noteClick(deps: Pick<Deps, 'stores'>, scope: Scope, click: Recorded<Click>): Promise<void> {
  const { calendar, isNoted, screening } = await groundFor(deps, scope);
  const { clicks } = deps.stores;
  const date = calendar.dateOf(click.fact.occurredAt);
  if (isNoted) await clicks.noteOfPartner(scope, date, click);
  if (screening?.repeatedClicks === undefined) return;
  const isFirst = !click.fact.isBot && (await clicks.noteSource(scope, date, click));
  if (!isFirst) await clicks.noteRepeat(scope, date.slice(0, 7), click);
}

/** Puts a conversion where the partners that earn by it find it: who they are is read from its decision as it stands. */
export async function noteCredited(deps: Pick<Deps, 'stores'>, scope: Scope, conversionId: string): Promise<void> {
  const { conversions } = deps.stores;
  const { calendar, isNoted, screening } = await groundFor(deps, scope);
  const looksForOwn = screening?.selfReferral === true;
  if (!isNoted && !looksForOwn) return;
  const recorded = await conversions.conversion(scope, conversionId);
  if (recorded === null) return;
  const { fact, recordedAt } = recorded;
  const decision = await conversions.decision(scope, recordedAt, conversionId);
  if (decision === null) return;
  const { attribution, lines } = decision;
  const credited = attribution.outcome === 'attributed' ? attribution.credits : [];
  const month = calendar.periodOf(fact.occurredAt).periodId;
  const partners = new Set(isNoted ? [...credited, ...lines].map(({ partnerId }) => partnerId) : []);
  for (const partnerId of partners) await conversions.noteCredited(scope, { partnerId, month }, fact);
  const own = attribution.refused.filter(({ reason }) => looksForOwn && reason === 'self-referral');
  for (const partnerId of new Set(own.map((touch) => touch.partnerId)))
    await conversions.noteCredited(scope, { partnerId, month, isOwn: true }, fact);
}

interface Ground {
  readonly calendar: Calendar;
  readonly isNoted: boolean;
  readonly screening: ScreeningTerms | undefined;
}

const PROGRAMS_MAX = 10_000;
const remembered = new WeakMap<object, Map<string, Ground>>();

/** What a program is never changes, and every click asks for it. */
async function groundFor(deps: Pick<Deps, 'stores'>, scope: Scope): Promise<Ground> {
  const known = remembered.get(deps.stores) ?? new Map<string, Ground>();
  remembered.set(deps.stores, known);
  const name = JSON.stringify([scope.merchantId, scope.programId]);
  const before = known.get(name);
  if (before !== undefined) return before;
  const { timezone, partnerActivity, settlement } = await programOf(deps, scope);
  const { screening } = settlement.payout ?? {};
  const ground = { calendar: calendarOf(timezone), isNoted: partnerActivity === true, screening };
  if (known.size >= PROGRAMS_MAX) known.clear();
  known.set(name, ground);
  return ground;
}
