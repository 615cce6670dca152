import type { Deal, DealStep } from '../../../domain/deal/deal.ts';
import { dueDayAfter, placesAfter, textsAfter } from '../deal-index.ts';
import type { DealStore, DueDeal, Protecting } from '../deal-store.ts';
import { idBehind } from '../order.ts';
import type { Scope } from '../scope.ts';
import type { Table } from './items.ts';
import { getFact, listFacts, listSortKeys, putIfAbsent, putOnce, replaceFactIf, rowsAfter } from './items.ts';
import { key, partitions } from './table.ts';

export function dynamoDeals(records: Table): DealStore {
  return {
    appendStep: async (scope, step, after) => {
      // What finds it goes ahead: a registration that no rival can find would protect nobody.
      await placed(records, scope, step, after);
      const at = key.dealStep(scope, step.dealId, step.sequence);
      return (
        (await putOnce(records, { fact: step, recordedAt: step.at, key: at, type: 'deal' })).outcome !== 'conflict'
      );
    },
    steps: async (scope, dealId) => {
      const steps = await listFacts<DealStep>(records, partitions.dealSteps(scope, dealId));
      return steps.sort((a, b) => a.sequence - b.sequence);
    },
    alike: async (scope, by, text) => await listSortKeys(records, partitions.dealsAlike(scope, by, text)),
    indexed: async (scope, place, page) => {
      const rows = await rowsAfter(records, partitions.deals(scope, place), page);
      return rows.map((position) => ({ position, dealId: idBehind(position) }));
    },
    dueOn: async (day) => await listFacts<DueDeal>(records, partitions.dealsDue(day)),
    protecting: async (scope) => await getFact<Protecting>(records, key.protecting(scope)),
    advanceProtecting: async (scope, expected, next) => {
      const row = { key: key.protecting(scope), type: null, fact: next, recordedAt: next.step.at };
      return await replaceFactIf(records, row, expected);
    },
  };
}

async function placed(records: Table, scope: Scope, step: DealStep, after: Deal): Promise<void> {
  const { dealId } = step;
  const found = [
    ...textsAfter(step, after).map(([by, text]) => key.dealAlike(scope, by, text, dealId)),
    ...placesAfter(step, after).map(({ place, position }) => key.dealIn(scope, place, { dealId, position })),
  ];
  await Promise.all(found.map((at) => putIfAbsent(records, at)));
  const day = dueDayAfter(step, after);
  if (day === null) return;
  const fact: DueDeal = { merchantId: scope.merchantId, programId: scope.programId, dealId };
  await putOnce(records, { fact, recordedAt: step.at, key: key.dealDue(day, fact), type: null });
}
