const BITS = 2 ** 26;

/** Which hashes were put in, and by chance a few more: in the same memory however many they are. */
export interface Sieve {
  readonly add: (hash: number) => void;
  readonly mayHave: (hash: number) => boolean;
  /** Nothing was put in when it is null. */
  readonly bits: () => Uint8Array | null;
}

export function sieve(known: Uint8Array | null): Sieve {
  let bits = known;
  const placeOf = (hash: number): number => (hash ^ (hash / 2 ** 21)) & (BITS - 1);
  return {
    add: (hash) => {
      bits ??= new Uint8Array(BITS / 8);
      const place = placeOf(hash);
      bits[place >>> 3] = (bits[place >>> 3] as number) | (1 << (place & 7));
    },
    mayHave: (hash) => {
      if (bits === null) return false;
      const place = placeOf(hash);
      return ((bits[place >>> 3] as number) & (1 << (place & 7))) !== 0;
    },
    bits: () => bits,
  };
}
