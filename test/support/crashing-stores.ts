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

export interface CrashingStores {
  readonly stores: Stores;
  readonly calls: () => number;
  /** Whether the n-th call may have changed something; a read that dies is the same, committed or not. */
  readonly isWrite: (place: number) => boolean;
}

const WRITES = /^(?:put|advance|append|note|post)/;

/** The same stores seen by a process that dies at its n-th call: from then on nothing answers. */
export function crashing(inner: Stores, { after, isCommitted }: CrashPlan): CrashingStores {
  let calls = 0;
  const writes = new Set<number>();
  const watched = <T extends object>(store: T): T =>
    new Proxy(store, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return (...given: unknown[]) => {
          const place = calls++;
          if (WRITES.test(String(name))) writes.add(place);
          if (place < after) return Reflect.apply(method, target, given);
          if (isCommitted && place === after) return dyingAfter(Reflect.apply(method, target, given));
          return isStream(name) ? deadStream() : Promise.reject(new Crashed());
        };
      },
    });
  const blobs = watched(inner.blobs);
  // Whatever stores there are; runs lie on the blobs, so that every document is a call of its own.
  const all = Object.entries(inner).map(([name, store]: [string, object]) => [name, watched(store)]);
  const stores = { ...(Object.fromEntries(all) as Stores), blobs, runs: blobRuns(blobs), proofs: blobProofs(blobs) };
  return { stores, calls: () => calls, isWrite: (place) => writes.has(place) };
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
