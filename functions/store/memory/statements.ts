import { Broken } from '../../../domain/errors.ts';
import { byCodePoint, newestFirst } from '../order.ts';
import { statementPositionOf } from '../own-index.ts';
import type { StatementHeader, StatementStore } from '../statement-store.ts';
import { isSameContent } from './put-once.ts';
import { getOrMake } from './spaces.ts';

export function memoryStatements(): StatementStore {
  const byMerchant = new Map<string, Map<string, StatementHeader>>();
  const byPartner = new Map<string, Map<string, StatementHeader[]>>();
  return {
    putStatement: async (merchantId, header) => {
      const statements = getOrMake(byMerchant, merchantId, () => new Map<string, StatementHeader>());
      const stored = statements.get(header.statementId);
      if (stored === undefined) {
        statements.set(header.statementId, header);
        const partners = getOrMake(byPartner, merchantId, () => new Map<string, StatementHeader[]>());
        getOrMake(partners, header.partnerId, () => []).push(header);
        return 'created';
      }
      if (isSameContent(stored, header)) return 'repeated';
      throw new Broken('statement.conflict', `statement ${header.statementId} is already issued, otherwise`);
    },
    statement: async (merchantId, statementId) => byMerchant.get(merchantId)?.get(statementId) ?? null,
    statementsOfPartner: async (merchantId, partnerId) => newestFirst(byPartner.get(merchantId)?.get(partnerId) ?? []),
    statementsAfter: async (merchantId, partnerId, { after, limit }) =>
      newestFirst(byPartner.get(merchantId)?.get(partnerId) ?? [])
        .filter((header) => after === null || byCodePoint(statementPositionOf(header), after) < 0)
        .slice(0, limit),
  };
}
