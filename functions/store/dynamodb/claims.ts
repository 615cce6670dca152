import type { ClaimStep } from '../../../domain/claim/claim.ts';
import { claimDueDay, claimPlacesOf, claimPositionOf } from '../claim-index.ts';
import type { ClaimStore, DueClaim } from '../claim-store.ts';
import { idBehind } from '../order.ts';
import type { Table } from './items.ts';
import { listFacts, putIfAbsent, putOnce, rowsAfter } from './items.ts';
import { key, partitions } from './table.ts';

export function dynamoClaims(records: Table): ClaimStore {
  return {
    appendStep: async (scope, step, after) => {
      const { claimId, sequence, at: recordedAt } = step;
      if (step.kind === 'filed') {
        // What finds it goes ahead: a claim that nobody finds would never be answered.
        const position = claimPositionOf(after);
        const places = claimPlacesOf(after).map((place) => key.claimIn(scope, place, { claimId, position }));
        await Promise.all(places.map((place) => putIfAbsent(records, place)));
        const fact: DueClaim = { merchantId: scope.merchantId, programId: scope.programId, claimId };
        await putOnce(records, { fact, recordedAt, key: key.claimDue(claimDueDay(after), fact), type: null });
      }
      const at = key.claimStep(scope, claimId, sequence);
      return (await putOnce(records, { fact: step, recordedAt, key: at, type: 'claim' })).outcome !== 'conflict';
    },
    steps: async (scope, claimId) => {
      const steps = await listFacts<ClaimStep>(records, partitions.claimSteps(scope, claimId));
      return steps.sort((a, b) => a.sequence - b.sequence);
    },
    indexed: async (scope, place, page) => {
      const rows = await rowsAfter(records, partitions.claims(scope, place), page);
      return rows.map((position) => ({ position, claimId: idBehind(position) }));
    },
    dueOn: async (day) => await listFacts<DueClaim>(records, partitions.claimsDue(day)),
  };
}
