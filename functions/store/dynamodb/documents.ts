import type { DocumentFact, IssuedFact } from '../../../domain/statement/confirmation.ts';
import { boundsOf, dueDayOf, positionOf } from '../document-index.ts';
import type { DocumentPlace, DocumentStore, DueDocument, IndexedDocument } from '../statement-store.ts';
import type { Table } from './items.ts';
import { listFacts, putOnce, query, recordedIn } from './items.ts';
import { key, partitions } from './table.ts';

export function dynamoDocuments(records: Table): DocumentStore {
  return {
    appendStep: async (merchantId, step) => {
      // What finds it goes ahead: a document in a history that no search finds would be lost to the tax office.
      if (step.kind === 'issued') await index(records, merchantId, step);
      await noteDue(records, merchantId, step);
      const at = key.documentStep(merchantId, step.statementId, step.sequence);
      const put = await putOnce(records, { fact: step, recordedAt: step.at, key: at, type: 'document' });
      return put.outcome !== 'conflict';
    },
    steps: async (merchantId, statementId) => {
      const steps = await listFacts<DocumentFact>(records, partitions.documentSteps(merchantId, statementId));
      return steps.sort((a, b) => a.sequence - b.sequence);
    },
    indexed: async (merchantId, place, { after, limit }) => {
      const lists = await Promise.all(
        partitions.documentIndex(merchantId, place).map((pk) => rowsOf(records, pk, place, { after, limit })),
      );
      return lists
        .flat()
        .sort((a, b) => (a.position < b.position ? -1 : 1))
        .slice(0, limit);
    },
    dueOn: async (day) => await listFacts<DueDocument>(records, partitions.documentsDue(day)),
  };
}

async function index(records: Table, merchantId: string, fact: IssuedFact): Promise<void> {
  const places: readonly DocumentPlace[] = [
    { by: 'date', month: fact.issuedOn.slice(0, 7), from: '', to: '' },
    { by: 'amount', year: fact.issuedOn.slice(0, 4), currency: fact.currency, fromMinor: 0n, toMinor: 0n },
    { by: 'partner', partnerId: fact.partnerId, from: '', to: '' },
  ];
  await Promise.all(
    places.map((place) => {
      const at = key.documentIndex(merchantId, place, { name: fact.statementId, position: positionOf(place.by, fact) });
      return putOnce(records, { fact, recordedAt: fact.at, key: at, type: null });
    }),
  );
}

async function noteDue(records: Table, merchantId: string, step: DocumentFact): Promise<void> {
  const day = dueDayOf(step);
  if (day === null) return;
  const fact: DueDocument = { merchantId, statementId: step.statementId };
  const at = key.documentDue(day, merchantId, step.statementId);
  await putOnce(records, { fact, recordedAt: step.at, key: at, type: null });
}

async function rowsOf(
  records: Table,
  pk: string,
  place: DocumentPlace,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<IndexedDocument[]> {
  const { from, to } = boundsOf(place);
  const rows: IndexedDocument[] = [];
  // The position after which it goes on is read once more and left out, so there may be one more than wanted.
  const range = { pk, from: after === null || after < from ? from : after, to, limit: limit + 1 };
  for await (const item of query(records, range)) {
    const { fact } = await recordedIn<IssuedFact>(records, item);
    const position = positionOf(place.by, fact);
    if (after === null || position > after) rows.push({ fact, position });
    if (rows.length >= limit) break;
  }
  return rows;
}
