import type { FitWindow } from '../../../domain/attribution/fit-window.ts';
import type { JourneyPath } from '../../../domain/attribution/journey-path.ts';
import { dateAfter } from '../../../domain/dates.ts';
import type { VisitorId } from '../../../domain/ids.ts';
import { programJourneys } from '../../../domain/settlement/program-journeys.ts';
import type { ProgramTerms } from '../../../domain/settlement/terms.ts';
import { DAY_MS, utcDay } from '../../../domain/time.ts';
import type { Click } from '../../../domain/tracking/click.ts';
import type { Conversion } from '../../../domain/tracking/conversion.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { gatherClicks } from '../facts/gather-clicks.ts';
import { mapLimited } from '../map-limited.ts';

const READS_AT_ONCE = 32;

/**
 * The journeys that the store holds of a window, converting and not. Those that did not convert are known for programs whose own model
 * is data-driven; for others nobody kept which visitors there were.
 */
export async function storedJourneys(
  deps: Pick<Deps, 'stores' | 'now'>,
  scope: Scope,
  window: FitWindow,
  terms: Pick<ProgramTerms, 'program' | 'directory'>,
): Promise<readonly JourneyPath[]> {
  const { attribution } = terms.program;
  const conversions = await conversionsIn(deps, scope, window);
  const gathered = await gatherClicks(deps.stores, scope, conversions, attribution);
  const clicks = new Map<VisitorId, readonly Click[]>(gathered.clicks);
  const visitors = await visitorsIn(deps, scope, window);
  const from = attribution.clickDedupeSeconds > 0 ? 0 : window.from;
  await mapLimited([...visitors], READS_AT_ONCE, async (visitorId) => {
    const own = await deps.stores.clicks.clicksByVisitor(scope, visitorId, { from, to: window.to - 1 });
    clicks.set(visitorId, [...(gathered.clicks.get(visitorId) ?? []), ...own]);
  });
  return programJourneys({ ...gathered, clicks }, window, terms);
}

/** Conversions are found by the day of their recording, which is never before they happened, but for a clock that is fast. */
async function conversionsIn(
  { stores, now }: Pick<Deps, 'stores' | 'now'>,
  scope: Scope,
  { from, to }: FitWindow,
): Promise<readonly Conversion[]> {
  const ids: string[] = [];
  const until = utcDay(now());
  for (let day = utcDay(from - DAY_MS); day <= until; day = dateAfter(day, 1)) {
    for await (const { type, id } of stores.conversions.recordedOn(scope, day)) if (type === 'conversion') ids.push(id);
  }
  const found = await mapLimited([...new Set(ids)].sort(), READS_AT_ONCE, async (id) => {
    const fact = (await stores.conversions.conversion(scope, id))?.fact;
    return fact !== undefined && fact.occurredAt >= from && fact.occurredAt < to ? [fact] : [];
  });
  return found.flat();
}

async function visitorsIn(
  { stores }: Pick<Deps, 'stores'>,
  scope: Scope,
  { from, to }: FitWindow,
): Promise<ReadonlySet<VisitorId>> {
  const visitors = new Set<VisitorId>();
  const last = utcDay(to - 1);
  for (let day = utcDay(from); day <= last; day = dateAfter(day, 1)) {
    for await (const visitorId of stores.clicks.visitorsOn(scope, day)) visitors.add(visitorId);
  }
  return visitors;
}
