import type { Partner } from '../../domain/partner/enrollment.ts';
import type { Program } from '../../domain/partner/program.ts';
import type { Stores } from './store.ts';

const REMEMBERED_MAX = 10_000;

/**
 * Programs and partners are written once and never changed, and nearly every request names one of each: a process reads each
 * of them once. What is not there yet is asked for again.
 */
export function remembered(stores: Stores): Stores {
  const programOf = remembering<Program>();
  const partnerOf = remembering<Partner>();
  return {
    ...stores,
    programs: {
      ...stores.programs,
      program: (scope) => programOf([scope.merchantId, scope.programId], () => stores.programs.program(scope)),
    },
    partners: {
      ...stores.partners,
      partner: (merchantId, partnerId) =>
        partnerOf([merchantId, partnerId], () => stores.partners.partner(merchantId, partnerId)),
    },
  };
}

function remembering<T>() {
  const known = new Map<string, T>();
  return async (key: readonly string[], read: () => Promise<T | null>): Promise<T | null> => {
    const name = JSON.stringify(key);
    const found = known.get(name) ?? (await read());
    if (found === null) return null;
    if (known.size >= REMEMBERED_MAX) known.clear();
    known.set(name, found);
    return found;
  };
}
