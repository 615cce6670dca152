import type { Stores } from '../../functions/store/store.ts';
import type { Needs } from '../../infra/constructs/needs.ts';

const PLACES = {
  clicks: 'tracking',
  ledger: 'ledger',
  keyUses: 'audit',
  audit: 'audit',
  runs: 'blobs',
  blobs: 'blobs',
} as const;
const WRITES = /^(?:put|advance|append|note|post)/;

/** Stores as a function in the cloud has them: what it was granted no right to, fails. */
export function withRights(stores: Stores, needs: Needs): Stores {
  const guarded = Object.entries(stores).map(([name, store]) => {
    const place = PLACES[name as keyof typeof PLACES] ?? 'records';
    return [name, guard(store, (method) => allow(needs[place], `${name}.${method}`, WRITES.test(method)))];
  });
  return Object.fromEntries(guarded) as Stores;
}

function guard<T extends object>(store: T, check: (method: string) => void): T {
  return new Proxy(store, {
    get: (target, method, receiver) => {
      const value: unknown = Reflect.get(target, method, receiver);
      if (typeof value !== 'function' || typeof method !== 'string') return value;
      return (...given: readonly unknown[]) => {
        check(method);
        return value.apply(target, given);
      };
    },
  });
}

function allow(need: Needs['records'], call: string, isWrite: boolean): void {
  if (need === undefined || (isWrite ? need === 'read' : need === 'append')) throw new Error(`no right to ${call}`);
}
