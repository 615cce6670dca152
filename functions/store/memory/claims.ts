import type { ClaimStep } from '../../../domain/claim/claim.ts';
import { takeAuditEntry } from '../../audit/pending.ts';
import { claimDueDay, claimPlacesOf, claimPositionOf } from '../claim-index.ts';
import type { ClaimStore, DueClaim } from '../claim-store.ts';
import { idBehind, pageOfOrdered } from '../order.ts';
import { isSameContent } from './put-once.ts';
import { getOrMake, Spaces } from './spaces.ts';

interface Space {
  readonly histories: Map<string, ClaimStep[]>;
  /** Positions by place. */
  readonly places: Map<string, Set<string>>;
}

export function memoryClaims(): ClaimStore {
  const spaces = new Spaces<Space>(() => ({ histories: new Map(), places: new Map() }));
  const due = new Map<string, Map<string, DueClaim>>();
  return {
    appendStep: async (scope, step, after) => {
      const { histories, places } = spaces.of(scope);
      const steps = getOrMake(histories, step.claimId, () => []);
      const there = steps[step.sequence - 1];
      if (there !== undefined) return isSameContent(there, step);
      steps.push(step);
      takeAuditEntry(null, step);
      if (step.kind !== 'filed') return true;
      for (const place of claimPlacesOf(after)) {
        getOrMake(places, JSON.stringify(place), () => new Set()).add(claimPositionOf(after));
      }
      const { merchantId, programId } = scope;
      const fact = { merchantId, programId, claimId: step.claimId };
      getOrMake(due, claimDueDay(after), () => new Map()).set(JSON.stringify(fact), fact);
      return true;
    },
    steps: async (scope, claimId) => [...(spaces.of(scope).histories.get(claimId) ?? [])],
    indexed: async (scope, place, page) =>
      pageOfOrdered(spaces.of(scope).places.get(JSON.stringify(place)) ?? [], (position) => position, page).map(
        (position) => ({ position, claimId: idBehind(position) }),
      ),
    dueOn: async (day) => [...(due.get(day)?.values() ?? [])],
  };
}
