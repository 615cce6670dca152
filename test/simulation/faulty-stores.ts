import type { Random } from '../../cli/sample/random.ts';
import { blobRuns } from '../../functions/store/runs/blob-runs.ts';
import type { Stores } from '../../functions/store/store.ts';

/** What a process dies of in the simulation; whoever sent the command sends it again. */
export class Died extends Error {
  constructor(what: string) {
    super(`died ${what}`);
    this.name = 'Died';
  }
}

export interface Faults {
  /** How likely one attempt of a command meets a fault. */
  readonly probability: number;
  /** The fault comes at one of so many first calls of a store. */
  readonly callsMax: number;
}

/**
 * The stores as one process sees them during one attempt of a command: it may be throttled once, or die before or after a call,
 * from where on nothing answers. What a call wrote before its answer was lost stays written.
 */
export function faultyStores(inner: Stores, random: Random, faults: Faults): Stores {
  if (!random.isTrue(faults.probability)) return inner;
  const fatal = random.whole(0, faults.callsMax - 1);
  const isCommitted = random.isTrue(0.5);
  let calls = 0;
  let isDead = false;
  const die = (): never => {
    isDead = true;
    throw new Died(isCommitted ? `after call ${fatal}` : `at call ${fatal}`);
  };
  const watch = <T extends object>(store: T): T =>
    new Proxy(store, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return (...given: unknown[]): unknown => {
          const place = calls++;
          if (isDead || (place === fatal && !isCommitted)) return rejected(die);
          const answer: unknown = Reflect.apply(method, target, given);
          if (place !== fatal) return answer;
          return isStream(answer) ? rejected(die) : Promise.resolve(answer).then(die);
        };
      },
    });
  const watched = Object.fromEntries(
    Object.entries(inner).map(([name, store]: [string, object]) => [name, watch(store)]),
  ) as unknown as Stores;
  return { ...watched, runs: blobRuns(watched.blobs) };
}

function isStream(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;
}

/** Rejects as a promise and as a stream: the caller may want either. */
function rejected(die: () => never): unknown {
  const failing = async (): Promise<never> => die();
  return {
    // biome-ignore lint/suspicious/noThenProperty: it stands for a promise as much as for a stream
    then: (resolve: (value: unknown) => unknown, reject: (error: unknown) => unknown) =>
      failing().then(resolve, reject),
    [Symbol.asyncIterator]: () => ({ next: failing }),
  };
}
