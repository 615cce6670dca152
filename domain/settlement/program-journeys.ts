import { eligibleTouches } from '../attribution/attribute.ts';
import type { FitWindow } from '../attribution/fit-window.ts';
import type { JourneyPath } from '../attribution/journey-path.ts';
import { countedPaths } from '../attribution/journey-path.ts';
import { unconvertedJourneys } from '../attribution/unconverted-journeys.ts';
import type { CustomerId, VisitorId } from '../ids.ts';
import type { Instant } from '../time.ts';
import type { Click } from '../tracking/click.ts';
import type { SealedConversion } from './facts.ts';
import { journeyVisitors } from './facts.ts';
import type { ProgramTerms } from './terms.ts';

/** What the journeys of a program are made of; facts outside a window do no harm. */
export interface JourneyFacts {
  readonly conversions: readonly SealedConversion[];
  /** Clicks of every visitor, those that never converted too. */
  readonly clicks: ReadonlyMap<VisitorId, readonly Click[]>;
  /** When each customer was first seen with each of its visitors. */
  readonly seen: ReadonlyMap<CustomerId, ReadonlyMap<VisitorId, Instant>>;
}

type FitTerms = Pick<ProgramTerms, 'program' | 'directory'>;

/**
 * All journeys of a program in a window, as counted paths: those before each of its conversions, and those of visitors that did
 * not convert. Values are left out, since shares go by conversions.
 */
export function programJourneys(facts: JourneyFacts, window: FitWindow, terms: FitTerms): readonly JourneyPath[] {
  const convertedAt = new Map<VisitorId, Instant[]>();
  for (const { visitorId, at } of visitorConversions(facts)) noteInstant(convertedAt, visitorId, at);
  return countedPaths(journeyPaths(facts, { clicks: facts.clicks, convertedAt }, window, terms));
}

/** Visitors whose journeys without a conversion are told apart here, with all conversions of theirs. */
export interface VisitorTrails {
  readonly clicks: JourneyFacts['clicks'];
  /** Those after a window do no harm. */
  readonly convertedAt: ReadonlyMap<VisitorId, readonly Instant[]>;
}

/** The journeys before the conversions of some facts, and those of visitors that no conversion came of; a path each. */
export function* journeyPaths(
  facts: JourneyFacts,
  trails: VisitorTrails,
  window: FitWindow,
  terms: FitTerms,
): Generator<JourneyPath> {
  yield* convertedPaths(facts, window, terms);
  yield* unconvertedPaths(trails, window, terms);
}

/** Whatever became of the conversions later, and whoever was credited with them. */
function* convertedPaths(facts: JourneyFacts, window: FitWindow, terms: FitTerms): Generator<JourneyPath> {
  const { attribution } = terms.program;
  for (const sealed of facts.conversions) {
    const { occurredAt } = sealed.conversion;
    if (occurredAt < window.from || occurredAt >= window.to) continue;
    const clicks = visitorsOf(sealed, facts).flatMap((visitorId) => facts.clicks.get(visitorId) ?? []);
    const touches = eligibleTouches(sealed.conversion, clicks, attribution, terms.directory);
    if (touches.length === 0) continue;
    yield { touches: touches.map(({ partnerId }) => partnerId), conversions: 1, value: 0n, nulls: 0 };
  }
}

function* unconvertedPaths(
  { clicks, convertedAt }: VisitorTrails,
  window: FitWindow,
  { program, directory }: FitTerms,
): Generator<JourneyPath> {
  const terms = { settings: program.attribution, directory };
  for (const [visitorId, own] of clicks) {
    const before = (convertedAt.get(visitorId) ?? []).filter((at) => at < window.to);
    for (const touches of unconvertedJourneys(own, before, window, terms)) {
      yield { touches, conversions: 0, value: 0n, nulls: 1 };
    }
  }
}

/** Every conversion with every visitor of its journey. */
export function* visitorConversions(
  facts: Pick<JourneyFacts, 'conversions' | 'seen'>,
): Generator<{ readonly visitorId: VisitorId; readonly at: Instant }> {
  for (const sealed of facts.conversions) {
    for (const visitorId of visitorsOf(sealed, facts)) yield { visitorId, at: sealed.conversion.occurredAt };
  }
}

/** Who was seen with whom, and since when, by conversions alone. */
export function seenIn(conversions: readonly SealedConversion[]): JourneyFacts['seen'] {
  const seen = new Map<CustomerId, Map<VisitorId, Instant>>();
  for (const { conversion } of conversions) {
    const { customerId, visitorId, occurredAt } = conversion;
    if (customerId === null || visitorId === null) continue;
    const visitors = seen.get(customerId) ?? new Map<VisitorId, Instant>();
    visitors.set(visitorId, Math.min(occurredAt, visitors.get(visitorId) ?? occurredAt));
    seen.set(customerId, visitors);
  }
  return seen;
}

/** Adds an instant to a visitor's. */
export function noteInstant(instants: Map<VisitorId, Instant[]>, visitorId: VisitorId, at: Instant): void {
  const own = instants.get(visitorId);
  if (own) own.push(at);
  else instants.set(visitorId, [at]);
}

function visitorsOf(sealed: SealedConversion, { seen }: Pick<JourneyFacts, 'seen'>): readonly VisitorId[] {
  return journeyVisitors(sealed, (customerId) => seen.get(customerId) ?? null);
}
