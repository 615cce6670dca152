import { DomainError } from '../../../domain/errors.ts';
import type { ConversionId, CustomerId } from '../../../domain/ids.ts';
import type { CustomerBook } from '../../../domain/settlement/carry.ts';
import type { Expectation, Surroundings } from '../../../domain/settlement/decide.ts';
import { decide, expectationOf } from '../../../domain/settlement/decide.ts';
import type { Decision } from '../../../domain/settlement/decision.ts';
import { journeyVisitors } from '../../../domain/settlement/facts.ts';
import type { ProgramTerms } from '../../../domain/settlement/terms.ts';
import type { Conversion } from '../../../domain/tracking/conversion.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import type { Stores } from '../../store/store.ts';
import { recentTerms } from '../terms/load-terms.ts';
import { gatherClicks } from './gather-clicks.ts';

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
  await noteVisitor(stores, scope, conversion);
  const terms = await recentTerms(deps, scope);
  const decision = decide(conversion, await surroundingsOf(deps, scope, conversion, terms), terms);
  await stores.conversions.putDecision(scope, recorded.recordedAt, decision);
  return decision;
}

/** What can be said of a stored conversion as things stand now, later clicks, rates and terms included; nothing is kept. */
export async function expectConversion(
  deps: Pick<Deps, 'stores'>,
  scope: Scope,
  conversion: Conversion,
): Promise<Expectation & { readonly terms: ProgramTerms }> {
  const terms = await recentTerms(deps, scope);
  const [around, review] = await Promise.all([
    surroundingsOf(deps, scope, conversion, terms),
    terms.program.review === undefined ? null : deps.stores.conversions.review(scope, conversion.conversionId),
  ]);
  return { ...expectationOf(conversion, { ...around, review: review ?? undefined }, terms), terms };
}

async function surroundingsOf(
  deps: Pick<Deps, 'stores'>,
  scope: Scope,
  conversion: Conversion,
  { program }: ProgramTerms,
): Promise<Surroundings> {
  const { stores } = deps;
  const [reversals, gathered, customer] = await Promise.all([
    stores.conversions.reversalsOf(scope, conversion.conversionId),
    gatherClicks(stores, scope, [conversion], program.attribution),
    conversion.customerId === null ? null : customerSoFar(deps, scope, conversion.customerId),
  ]);
  const [sealed] = gathered.conversions;
  const visitors = sealed ? journeyVisitors(sealed, () => customer?.visitors ?? null) : [];
  const clicks = visitors.flatMap((visitorId) => gathered.clicks.get(visitorId) ?? []);
  return { reversals, clicks, customers: () => customer };
}

/** Later conversions of the customer look back on what this visitor did. First, so that a decision never stands without it. */
async function noteVisitor(stores: Stores, scope: Scope, conversion: Conversion): Promise<void> {
  const { customerId, visitorId, occurredAt } = conversion;
  if (customerId === null || visitorId === null) return;
  await stores.conversions.noteSeenTogether(scope, { customerId, visitorId, seenAt: occurredAt });
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
    milestones: [],
  };
}
