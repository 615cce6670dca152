import { DomainError } from '../../../domain/errors.ts';
import type { ConversionId, CustomerId } from '../../../domain/ids.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { CustomerBook } from '../../../domain/settlement/carry.ts';
import type { Expectation, Surroundings } from '../../../domain/settlement/decide.ts';
import { decide, expectationOf } from '../../../domain/settlement/decide.ts';
import { journeyVisitors } from '../../../domain/settlement/facts.ts';
import type { ProgramTerms } from '../../../domain/settlement/terms.ts';
import type { Conversion } from '../../../domain/tracking/conversion.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { KeptDecision } from '../../store/fact-store.ts';
import type { Scope } from '../../store/scope.ts';
import type { Stores } from '../../store/store.ts';
import { recentTerms } from '../terms/load-terms.ts';
import { gatherClicks } from './gather-clicks.ts';

/** How many others may decide one conversion at the same time: each wrote what one reversal or one retry made of it. */
const TRIES_MAX = 20;

/**
 * Decides a stored conversion provisionally and keeps the decision, which is also its row in the index of its day. Safe to
 * repeat: it is called when the conversion arrives, when a reversal of it arrives, and to heal a crash in between.
 */
export async function decideConversion(
  deps: Pick<Deps, 'stores'>,
  scope: Scope,
  conversionId: ConversionId,
): Promise<KeptDecision> {
  const { conversions } = deps.stores;
  const recorded = await conversions.conversion(scope, conversionId);
  if (recorded === null) {
    throw new DomainError(
      'conversion.not-found',
      { en: `there is no conversion ${conversionId}`, ja: `コンバージョン${conversionId}は見つかりません` },
      { field: 'conversionId' },
    );
  }
  const { fact: conversion, recordedAt } = recorded;
  await noteVisitor(deps.stores, scope, conversion);
  const terms = await recentTerms(deps, scope);
  for (let tried = 0; tried < TRIES_MAX; tried += 1) {
    // Before what it is decided by is gathered: whoever decides by more has written since, and this try is refused.
    const before = await conversions.decision(scope, recordedAt, conversionId);
    const decision = decide(conversion, await surroundingsOf(deps, scope, conversion, terms), terms);
    const next = { ...decision, revision: (before?.revision ?? 0) + 1 };
    if (before !== null && canonical({ ...next, revision: before.revision }) === canonical(before)) return before;
    if (await conversions.advanceDecision(scope, recordedAt, before, next)) return next;
  }
  throw new Error(`conversion ${conversionId} was decided by others ${TRIES_MAX} times meanwhile`);
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
