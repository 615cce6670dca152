import type { DocumentFact, IssuedFact } from '../../../domain/statement/confirmation.ts';
import { takeAuditEntry } from '../../audit/pending.ts';
import { dueDayOf, isWithin, positionOf } from '../document-index.ts';
import { pageOfOrdered } from '../order.ts';
import type { DocumentStore } from '../statement-store.ts';
import { isSameContent } from './put-once.ts';
import { getOrMake } from './spaces.ts';

export function memoryDocuments(): DocumentStore {
  const histories = new Map<string, Map<string, DocumentFact[]>>();
  const issued = new Map<string, IssuedFact[]>();
  const due = new Map<string, Map<string, { merchantId: string; statementId: string }>>();
  return {
    appendStep: async (merchantId, step) => {
      const statements = getOrMake(histories, merchantId, () => new Map<string, DocumentFact[]>());
      const steps = getOrMake(statements, step.statementId, () => []);
      const there = steps[step.sequence - 1];
      if (there !== undefined) return isSameContent(there, step);
      steps.push(step);
      takeAuditEntry(null, step);
      if (step.kind === 'issued') getOrMake(issued, merchantId, () => []).push(step);
      const day = dueDayOf(step);
      if (day !== null) {
        const { statementId } = step;
        const waiting = getOrMake(due, day, () => new Map<string, { merchantId: string; statementId: string }>());
        waiting.set(JSON.stringify([merchantId, statementId]), { merchantId, statementId });
      }
      return true;
    },
    steps: async (merchantId, statementId) => [...(histories.get(merchantId)?.get(statementId) ?? [])],
    indexed: async (merchantId, place, page) => {
      const rows = (issued.get(merchantId) ?? [])
        .filter((fact) => isWithin(fact, place))
        .map((fact) => ({ fact, position: positionOf(place.by, fact) }));
      return pageOfOrdered(rows, ({ position }) => position, page);
    },
    dueOn: async (day) => [...(due.get(day)?.values() ?? [])],
  };
}
