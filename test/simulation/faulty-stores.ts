import type { Random } from '../../cli/sample/random.ts';
import type { Stores } from '../../functions/store/store.ts';
import { crashing } from '../support/crashing-stores.ts';

export interface Faults {
  /** How likely one attempt of a command meets a fault. */
  readonly probability: number;
  /** The fault comes at one of so many first calls of a store. */
  readonly callsMax: number;
}

/** The stores as one process sees them during one attempt of a command, which it may not survive. */
export function faultyStores(inner: Stores, random: Random, faults: Faults): Stores {
  if (!random.isTrue(faults.probability)) return inner;
  const plan = { after: random.whole(0, faults.callsMax - 1), isCommitted: random.isTrue(0.5) };
  return crashing(inner, plan).stores;
}
