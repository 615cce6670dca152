import type { PeriodRoot } from '../../../domain/integrity/period-root.ts';
import type { SigningKey } from '../../../domain/integrity/signing-key.ts';
import type { RootStore } from '../integrity-store.ts';
import { ordered } from '../order.ts';
import type { Table } from './items.ts';
import { getFact, listFacts, putOnce } from './items.ts';
import { key, partitions } from './table.ts';

export function dynamoRoots(records: Table): RootStore {
  return {
    putRoot: async (scope, root) =>
      await putOnce(records, { ...root, key: key.periodRoot(scope, root.fact.periodId), type: null }),
    root: async (scope, periodId) => await getFact<PeriodRoot>(records, key.periodRoot(scope, periodId)),
    roots: async (scope) =>
      ordered(await listFacts<PeriodRoot>(records, partitions.periodRoots(scope)), (root) => root.periodId),
    putKey: async (merchantId, signing) =>
      await putOnce(records, { ...signing, key: key.signingKey(merchantId, signing.fact), type: null }),
    keys: async (merchantId) =>
      ordered(
        await listFacts<SigningKey>(records, partitions.signingKeys(merchantId)),
        (signing) => signing.validFrom,
        (signing) => signing.keyId,
      ),
  };
}
