import { memoryBlobs } from '../../functions/store/memory/blobs.ts';
import { memoryStores } from '../../functions/store/memory/stores.ts';
import { blobProofs } from '../../functions/store/runs/blob-proofs.ts';
import { blobRuns } from '../../functions/store/runs/blob-runs.ts';
import type { Stores } from '../../functions/store/store.ts';

/** Stores in memory whose runs are blobs, as in the cloud: every blob is a write of its own. */
export function cloudLikeStores(): Stores {
  const blobs = memoryBlobs();
  return { ...memoryStores(), blobs, runs: blobRuns(blobs), proofs: blobProofs(blobs) };
}

/** What a process dies of in a test; whoever sent the command sends it again. */
export class Crashed extends Error {
  constructor() {
    super('crashed');
    this.name = 'Crashed';
  }
}

export interface CrashPlan {
  /** How many calls of a store go through. */
  readonly after: number;
  /** Whether the call that crashes still reached the store, with only its answer lost. */
  readonly isCommitted: boolean;
}

/** One way to die, of all that there are. */
export interface Death extends CrashPlan {
  /** Whether it leaves behind what no other does: dying at a read leaves what dying at the next write does. */
  readonly isDistinct: boolean;
}

export interface CrashingStores {
  readonly stores: Stores;
  readonly calls: () => number;
  /** A death at every call so far; at the last write also one of which only the answer is lost. */
  readonly deaths: () => readonly Death[];
  /** Repeats the writes so far on other stores, which then hold the same without all the work that led there. */
  readonly repeatOn: (other: Stores) => Promise<void>;
}

interface Write {
  readonly place: number;
  readonly to: string;
  readonly method: string;
  readonly given: readonly unknown[];
}

export const NEVER: CrashPlan = { after: Number.POSITIVE_INFINITY, isCommitted: false };

const WRITES = /^(?:put|advance|append|note|post)/;

/** The same stores seen by a process that dies at its n-th call: from then on nothing answers. */
export function crashing(inner: Stores, { after, isCommitted }: CrashPlan): CrashingStores {
  let calls = 0;
  const writes: Write[] = [];
  const watched = <T extends object>(to: string, store: T): T =>
    new Proxy(store, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return (...given: unknown[]) => {
          const place = calls++;
          if (WRITES.test(String(name))) writes.push({ place, to, method: String(name), given });
          if (place < after) return Reflect.apply(method, target, given);
          if (isCommitted && place === after) return dyingAfter(Reflect.apply(method, target, given));
          return isStream(name) ? deadStream() : Promise.reject(new Crashed());
        };
      },
    });
  const blobs = watched('blobs', inner.blobs);
  // Whatever stores there are; runs lie on the blobs, so that every document is a call of its own.
  const all = Object.entries(inner).map(([name, store]: [string, object]) => [name, watched(name, store)]);
  const stores = { ...(Object.fromEntries(all) as Stores), blobs, runs: blobRuns(blobs), proofs: blobProofs(blobs) };
  return {
    stores,
    calls: () => calls,
    deaths: () => {
      const places = new Set(writes.map(({ place }) => place));
      const each = Array.from({ length: calls }, (_, place) => ({
        after: place,
        isCommitted: false,
        isDistinct: places.has(place),
      }));
      const last = writes.at(-1);
      return last === undefined ? each : [...each, { after: last.place, isCommitted: true, isDistinct: true }];
    },
    repeatOn: async (other) => {
      for (const { to, method, given } of writes) {
        const store = Reflect.get(other, to) as object;
        await Reflect.apply(Reflect.get(store, method) as (...given: unknown[]) => unknown, store, given);
      }
    },
  };
}

function isStream(name: string | symbol): boolean {
  return name === 'entries' || name === 'recordedOn' || name === 'visitorsOn';
}

function dyingAfter(answer: unknown): unknown {
  if (typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer) return deadStream();
  return Promise.resolve(answer).then(() => {
    throw new Crashed();
  });
}

function deadStream(): AsyncIterable<never> {
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Crashed()) }) };
}
