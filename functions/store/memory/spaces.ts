import type { Scope } from '../scope.ts';

/** One value for each program, made when first asked for. */
export class Spaces<T> {
  readonly #make: () => T;
  readonly #byMerchant = new Map<string, Map<string, T>>();

  constructor(make: () => T) {
    this.#make = make;
  }

  of({ merchantId, programId }: Scope): T {
    return getOrMake(
      getOrMake(this.#byMerchant, merchantId, () => new Map<string, T>()),
      programId,
      this.#make,
    );
  }
}

export function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
