import { memoryStores } from '../../functions/store/memory/stores.ts';
import type { Stores } from '../../functions/store/store.ts';

const WRITES = /^(?:put|note|post|advance)/;

export interface WatchedStores {
  readonly stores: Stores;
  /** Names of the writes so far that changed something; a conflict or a repetition changes nothing. */
  readonly written: () => readonly string[];
}

/** Memory stores that tell what was written, so that a test can say: nothing. */
export function watchedStores(): WatchedStores {
  const written: string[] = [];
  const watched = Object.entries(memoryStores()).map(([name, store]) => [name, watch(store, written)]);
  return { stores: Object.fromEntries(watched) as Stores, written: () => [...written] };
}

function watch(store: object, written: string[]): object {
  return new Proxy(store, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function' || !WRITES.test(String(name))) return method;
      return async (...given: unknown[]) => {
        const result: unknown = await Reflect.apply(method, target, given);
        if (isChange(result)) written.push(String(name));
        return result;
      };
    },
  });
}

function isChange(result: unknown): boolean {
  const outcome = typeof result === 'object' && result !== null && 'outcome' in result ? result.outcome : result;
  return outcome !== 'conflict' && outcome !== 'repeated' && outcome !== false;
}
