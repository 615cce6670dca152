import { Broken } from '../../../domain/errors.ts';
import type { MerchantId } from '../../../domain/ids.ts';
import { newestFirst } from '../order.ts';
import type { StatementHeader, StatementStore } from '../statement-store.ts';
import type { Table } from './items.ts';
import { factsAfter, getFact, listFacts, putOnce } from './items.ts';
import { key, partitions } from './table.ts';

export function dynamoStatements(records: Table): StatementStore {
  return {
    putStatement: async (merchantId, header) => await putStatement(records, merchantId, header),
    statement: async (merchantId, statementId) =>
      await getFact<StatementHeader>(records, key.statement(merchantId, statementId)),
    statementsOfPartner: async (merchantId, partnerId) =>
      newestFirst(await listFacts<StatementHeader>(records, partitions.statements(merchantId, partnerId))),
    statementsAfter: async (merchantId, partnerId, page) => {
      const pks = partitions.statements(merchantId, partnerId);
      return await factsAfter<StatementHeader>(records, pks, { ...page, isBackwards: true });
    },
  };
}

/** First the permanent key, then the row in its partner's list, which is the one that the stream tells. */
async function putStatement(
  records: Table,
  merchantId: MerchantId,
  header: StatementHeader,
): Promise<'created' | 'repeated'> {
  const recorded = { fact: header, recordedAt: header.issuedAt };
  const put = await putOnce(records, { ...recorded, key: key.statement(merchantId, header.statementId), type: null });
  if (put.outcome === 'conflict') {
    throw new Broken('statement.conflict', `statement ${header.statementId} is already issued, otherwise`);
  }
  await putOnce(records, { ...recorded, key: key.statementOfPartner(merchantId, header), type: 'statement' });
  return put.outcome;
}
