import type { Cipher } from '../../functions/runtime/cipher.ts';
import type { Deps, StepRunner } from '../../functions/runtime/deps.ts';
import type { SealedKind } from '../../functions/runtime/seal-context.ts';
import { beginningOf } from '../../functions/runtime/seal-context.ts';
import type { Signer } from '../../functions/runtime/signer.ts';
import { localStepRunner } from '../../functions/steps/local-step-runner.ts';
import type { Stores } from '../../functions/store/store.ts';
import type { Needs } from '../../infra/constructs/needs.ts';
import { scheduleNeeds, subscriberNeeds, taskNeeds } from '../../infra/constructs/rights.ts';

const PLACES = {
  clicks: 'tracking',
  ledger: 'ledger',
  keyUses: 'audit',
  audit: 'audit',
  runs: 'blobs',
  blobs: 'blobs',
} as const;
const WRITES = /^(?:put|advance|append|note|post)/;

/** What a use case leans on as a function in the cloud has it: what it was granted no right to, fails. */
export function withRights(deps: Deps, needs: Needs): Deps {
  const { stores, cipher, signer } = deps;
  return {
    ...deps,
    stores: storesWithRights(stores, needs),
    cipher: cipherWithRights(cipher, needs),
    signer: signerWithRights(signer, needs),
  };
}

/** Steps in this process, each of whose tasks has the rights of its own function. */
export function stepsWithRights(deps: Deps): StepRunner {
  const depsOf = (task: Parameters<typeof taskNeeds>[0]): Deps => withRights(deps, taskNeeds(task));
  return localStepRunner(deps, { drained: async () => {}, depsOf });
}

/** What a subscriber of ours leans on. */
export function asSubscriber(deps: Deps, name: string): Deps {
  return withRights(deps, subscriberNeeds[name] ?? {});
}

/** What a schedule leans on. */
export function asSchedule(deps: Deps, name: keyof typeof scheduleNeeds): Deps {
  return withRights(deps, scheduleNeeds[name]);
}

function storesWithRights(stores: Stores, needs: Needs): Stores {
  const guarded = Object.entries(stores).map(([name, store]) => {
    const place = PLACES[name as keyof typeof PLACES] ?? 'records';
    const placeOf = (method: string) => (/daySalt$/i.test(method) ? 'salts' : place);
    return [name, guard(store, (method) => allow(needs[placeOf(method)], `${name}.${method}`, WRITES.test(method)))];
  });
  return Object.fromEntries(guarded) as Stores;
}

/** Sealing and opening are rights to what is sealed, as the conditions on the key have it; so is making fingerprints. */
function cipherWithRights(cipher: Cipher, { seals = [], opens = [], prints }: Needs): Cipher {
  const allowed = (kinds: readonly SealedKind[], context: string, what: string): void => {
    if (!kinds.some((kind) => context.startsWith(beginningOf(kind)))) throw new Error(`no right to ${what} ${context}`);
  };
  return {
    seal: (text, context) => {
      allowed(seals, context, 'seal');
      return cipher.seal(text, context);
    },
    open: (sealed, context) => {
      allowed(opens, context, 'open');
      return cipher.open(sealed, context);
    },
    fingerprint: (text) => {
      if (!prints) throw new Error('no right to make fingerprints');
      return cipher.fingerprint(text);
    },
  };
}

function signerWithRights(signer: Signer, { signing }: Needs): Signer {
  return guard(signer, (method) => {
    if (signing === undefined || (method === 'sign' && signing !== 'sign')) throw new Error(`no right to ${method}`);
  });
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
