import type { ClickId, VisitorId } from '../../../domain/ids.ts';
import type { Instant } from '../../../domain/time.ts';
import { utcDay } from '../../../domain/time.ts';
import type { Click } from '../../../domain/tracking/click.ts';
import type { ClickStore, DaySalt } from '../fact-store.ts';
import { byCodePoint, ordered } from '../order.ts';
import type { Recorded } from '../scope.ts';
import { putOnce, replaceIf } from './put-once.ts';
import { getOrMake, Spaces } from './spaces.ts';

interface Trail {
  readonly clicks: Click[];
  isSorted: boolean;
}

interface Space {
  readonly byId: Map<string, Recorded<Click>>;
  readonly byVisitor: Map<VisitorId, Trail>;
  /** By UTC day. */
  readonly visitors: Map<string, Set<VisitorId>>;
  /** By partner and business date. */
  readonly byPartner: Map<string, Map<ClickId, Click>>;
  /** The click that brought a source first. */
  readonly sources: Map<string, ClickId>;
  /** By partner and business month. */
  readonly repeats: Map<string, Set<ClickId>>;
}

export function memoryClicks(): ClickStore {
  const spaces = new Spaces<Space>(() => ({
    byId: new Map(),
    byVisitor: new Map(),
    visitors: new Map(),
    byPartner: new Map(),
    sources: new Map(),
    repeats: new Map(),
  }));
  const salts = new Map<string, DaySalt>();
  return {
    putClick: async (scope, click) => {
      const { byId, byVisitor } = spaces.of(scope);
      const put = putOnce(byId, click.fact.clickId, click);
      if (put.outcome === 'created') append(byVisitor, click.fact);
      return put;
    },
    click: async (scope, clickId) => spaces.of(scope).byId.get(clickId)?.fact ?? null,
    clicksByVisitor: async (scope, visitorId, { from, to }) => {
      const clicks = sortedTrail(spaces.of(scope), visitorId);
      return clicks.slice(firstNotBefore(clicks, from), firstNotBefore(clicks, to + 1));
    },
    lastClickBefore: async (scope, visitorId, before) => {
      const clicks = sortedTrail(spaces.of(scope), visitorId);
      return clicks[firstNotBefore(clicks, before) - 1] ?? null;
    },
    noteVisitor: async (scope, { fact: { visitorId, occurredAt } }) => {
      const day = utcDay(occurredAt);
      getOrMake(spaces.of(scope).visitors, day, () => new Set()).add(visitorId);
    },
    visitorsOn: async function* (scope, day) {
      yield* spaces.of(scope).visitors.get(day) ?? [];
    },
    noteSource: async (scope, date, { fact }) => {
      const name = JSON.stringify([fact.partnerId, date, fact.linkId, sourceOf(fact)]);
      return getOrMake(spaces.of(scope).sources, name, () => fact.clickId) === fact.clickId;
    },
    noteRepeat: async (scope, month, { fact }) => {
      const name = JSON.stringify([fact.partnerId, month]);
      getOrMake(spaces.of(scope).repeats, name, () => new Set()).add(fact.clickId);
    },
    repeatsOf: async (scope, { partnerId, month }, max) =>
      Math.min(max, spaces.of(scope).repeats.get(JSON.stringify([partnerId, month]))?.size ?? 0),
    daySalt: async (day) => salts.get(day) ?? null,
    advanceDaySalt: async (expected, next) => replaceIf(salts, next.day, expected, next),
    noteOfPartner: async (scope, date, { fact }) => {
      const place = JSON.stringify([fact.partnerId, date]);
      getOrMake(spaces.of(scope).byPartner, place, () => new Map()).set(fact.clickId, fact);
    },
    clicksOfPartner: async function* (scope, partnerId, date) {
      const noted =
        spaces
          .of(scope)
          .byPartner.get(JSON.stringify([partnerId, date]))
          ?.values() ?? [];
      yield* ordered(
        noted,
        (click) => click.linkId ?? '',
        (click) => (click.isBot ? 'B' : 'H'),
        sourceOf,
      ).map((click) => ({ linkId: click.linkId, visitorId: sourceOf(click), isBot: click.isBot }));
    },
  };
}

/** By what a click is unique on its day. */
function sourceOf({ source, visitorId }: Click): string {
  return source ?? visitorId;
}

function append(byVisitor: Map<VisitorId, Trail>, click: Click): void {
  const trail = byVisitor.get(click.visitorId);
  if (trail === undefined) {
    byVisitor.set(click.visitorId, { clicks: [click], isSorted: true });
    return;
  }
  trail.clicks.push(click);
  trail.isSorted = false;
}

/** Sorted when first read, not at every click. */
function sortedTrail({ byVisitor }: Space, visitorId: VisitorId): readonly Click[] {
  const trail = byVisitor.get(visitorId);
  if (trail === undefined) return [];
  if (!trail.isSorted) {
    trail.clicks.sort((a, b) => a.occurredAt - b.occurredAt || byCodePoint(a.clickId, b.clickId));
    trail.isSorted = true;
  }
  return trail.clicks;
}

function firstNotBefore(clicks: readonly Click[], at: Instant): number {
  let low = 0;
  let high = clicks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((clicks[middle]?.occurredAt ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
