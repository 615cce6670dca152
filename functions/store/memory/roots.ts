import type { PeriodRoot } from '../../../domain/integrity/period-root.ts';
import type { SigningKey } from '../../../domain/integrity/signing-key.ts';
import type { RootStore } from '../integrity-store.ts';
import { ordered } from '../order.ts';
import type { Recorded } from '../scope.ts';
import { putOnce } from './put-once.ts';
import { getOrMake, Spaces } from './spaces.ts';

export function memoryRoots(): RootStore {
  const roots = new Spaces(() => new Map<string, Recorded<PeriodRoot>>());
  const keys = new Map<string, Map<string, Recorded<SigningKey>>>();
  const facts = <T>(records: Iterable<Recorded<T>>): T[] => [...records].map(({ fact }) => fact);
  return {
    putRoot: async (scope, root) => putOnce(roots.of(scope), root.fact.periodId, root),
    root: async (scope, periodId) => roots.of(scope).get(periodId)?.fact ?? null,
    roots: async (scope) => ordered(facts(roots.of(scope).values()), (root) => root.periodId),
    putKey: async (merchantId, key) => {
      const { validFrom, keyId } = key.fact;
      return putOnce(
        getOrMake(keys, merchantId, () => new Map()),
        JSON.stringify([validFrom, keyId]),
        key,
      );
    },
    keys: async (merchantId) =>
      ordered(
        facts(keys.get(merchantId)?.values() ?? []),
        (key) => key.validFrom,
        (key) => key.keyId,
      ),
  };
}
