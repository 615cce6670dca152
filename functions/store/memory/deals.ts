import type { DealStep } from '../../../domain/deal/deal.ts';
import { takeAuditEntry } from '../../audit/pending.ts';
import { dueDayAfter, placesAfter, textsAfter } from '../deal-index.ts';
import type { DealStore, DueDeal, Protecting } from '../deal-store.ts';
import { byCodePoint, pageOfOrdered } from '../order.ts';
import { isSameContent, replaceIf } from './put-once.ts';
import { getOrMake, Spaces } from './spaces.ts';

interface Space {
  readonly histories: Map<string, DealStep[]>;
  /** Ids by the kind of text and the text. */
  readonly alike: Map<string, Set<string>>;
  /** Ids by position, by place. */
  readonly places: Map<string, Map<string, string>>;
  readonly protecting: Map<string, Protecting>;
}

const ONLY = 'only';

export function memoryDeals(): DealStore {
  const spaces = new Spaces<Space>(() => {
    return { histories: new Map(), alike: new Map(), places: new Map(), protecting: new Map() };
  });
  const due = new Map<string, Map<string, DueDeal>>();
  return {
    appendStep: async (scope, step, after) => {
      const { histories, alike, places } = spaces.of(scope);
      const { dealId } = step;
      const steps = getOrMake(histories, dealId, () => []);
      const there = steps[step.sequence - 1];
      if (there !== undefined) return isSameContent(there, step);
      steps.push(step);
      takeAuditEntry(null, step);
      for (const [by, text] of textsAfter(step, after)) {
        getOrMake(alike, JSON.stringify([by, text]), () => new Set()).add(dealId);
      }
      for (const { place, position } of placesAfter(step, after)) {
        getOrMake(places, JSON.stringify(place), () => new Map()).set(position, dealId);
      }
      const day = dueDayAfter(step, after);
      const { merchantId, programId } = scope;
      if (day !== null) {
        const waiting = getOrMake(due, day, () => new Map<string, DueDeal>());
        waiting.set(JSON.stringify([merchantId, programId, dealId]), { merchantId, programId, dealId });
      }
      return true;
    },
    steps: async (scope, dealId) => [...(spaces.of(scope).histories.get(dealId) ?? [])],
    alike: async (scope, by, text) =>
      [...(spaces.of(scope).alike.get(JSON.stringify([by, text])) ?? [])].sort(byCodePoint),
    indexed: async (scope, place, page) => {
      const rows = [...(spaces.of(scope).places.get(JSON.stringify(place)) ?? [])];
      const indexed = rows.map(([position, dealId]) => ({ dealId, position }));
      return pageOfOrdered(indexed, ({ position }) => position, page);
    },
    dueOn: async (day) => [...(due.get(day)?.values() ?? [])],
    protecting: async (scope) => spaces.of(scope).protecting.get(ONLY) ?? null,
    advanceProtecting: async (scope, expected, next) => replaceIf(spaces.of(scope).protecting, ONLY, expected, next),
  };
}
