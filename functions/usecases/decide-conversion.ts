import { DomainError } from '../../domain/errors.ts';
import type { ConversionId, CustomerId } from '../../domain/ids.ts';
import type { CustomerBook } from '../../domain/settlement/carry.ts';
import { decide } from '../../domain/settlement/decide.ts';
import type { Decision } from '../../domain/settlement/decision.ts';
import { journeyVisitors } from '../../domain/settlement/facts.ts';
import type { Deps } from '../runtime/deps.ts';
import type { Scope } from '../store/store.ts';
import { gatherClicks } from './gather-clicks.ts';
import { recentTerms } from './load-terms.ts';

/**
 * Decides a stored conversion provisionally and keeps the decision, which is also its row in the index of its day. Safe to
 * repeat: it is called when the conversion arrives, when a reversal of it arrives, and to heal a crash in between.
 */
export async function decideConversion(
  deps: Pick<Deps, 'stores'>,
  scope: Scope,
  conversionId: ConversionId,
): Promise<Decision> {
  const { stores } = deps;
  const recorded = await stores.conversions.conversion(scope, conversionId);
  if (recorded === null) {
    throw new DomainError('conversion.not-found', `there is no conversion ${conversionId}`, { field: 'conversionId' });
  }
  const conversion = recorded.fact;
  const terms = await recentTerms(deps, scope);
  const [reversals, gathered, customer] = await Promise.all([
    stores.conversions.reversalsOf(scope, conversionId),
    gatherClicks(stores, scope, [conversion], terms.program.attribution),
    conversion.customerId === null ? null : customerSoFar(deps, scope, conversion.customerId),
  ]);
  const [sealed] = gathered.conversions;
  const visitors = sealed ? journeyVisitors(sealed, () => customer?.visitors ?? null) : [];
  const clicks = [...visitors].flatMap((visitorId) => gathered.clicks.get(visitorId) ?? []);
  const decision = decide(conversion, reversals, clicks, terms, () => customer);
  await stores.conversions.putDecision(scope, recorded.recordedAt, decision);
  return decision;
}

/** What the store knows of a customer at once; who credited it first is left to the close. */
async function customerSoFar(
  { stores }: Pick<Deps, 'stores'>,
  scope: Scope,
  customerId: CustomerId,
): Promise<CustomerBook | null> {
  const seen = await stores.conversions.seenTogether(scope, customerId);
  if (seen.length === 0) return null;
  return {
    firstSeenAt: Math.min(...seen.map(({ seenAt }) => seenAt)),
    visitors: new Map(seen.map(({ visitorId, seenAt }) => [visitorId, seenAt])),
    firstCredited: new Map(),
  };
}
