import type { VisitorId } from '../../domain/ids.ts';

/** Sees to it that no id can be the empty place of a table. */
const NEVER_ZERO = 1;
const LOW_BITS = 2 ** 21;

let [startA, startB] = [0, 0];

/**
 * Makes another hash of all that follows in this thread: should two conversions share one hash, another tells them apart.
 * Every thread that works on one spill uses the same.
 */
export function seedHashes(seed: number): void {
  startA = 0x811c9dc5 ^ Math.imul(seed, 0x27d4eb2f);
  startB = 0x9747b28c ^ Math.imul(seed, 0x165667b1);
}

seedHashes(0);

/** 53 bits of hash of some bytes, never 0: two that differ in it are different, two that agree in it are looked at again. */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let a = startA;
  let b = startB;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    a = Math.imul(a ^ byte, 0x01000193);
    b = Math.imul(b ^ byte, 0x5bd1e995);
    b ^= b >>> 15;
  }
  a ^= a >>> 16;
  a = Math.imul(a ^ b, 0x85ebca6b);
  a ^= a >>> 13;
  return (a >>> 0) * LOW_BITS + (b >>> 11) + NEVER_ZERO;
}

const scratch = Buffer.alloc(4096);

/** The hash of a text's bytes. */
export function hashOfText(text: string): number {
  if (text.length * 3 > scratch.length) {
    const bytes = Buffer.from(text);
    return hashOf(bytes, 0, bytes.length);
  }
  return hashOf(scratch, 0, scratch.write(text));
}

/** Which of `count` parts a hash falls into. */
export function partOf(hash: number, count: number): number {
  return count === 1 ? 0 : ((hash / LOW_BITS) >>> 0) % count;
}

/** The home of each visitor: the partition that holds all its clicks where all clicks are kept. */
export function homes({ partitions, seed }: { readonly partitions: number; readonly seed: number }) {
  if (partitions > 1) seedHashes(seed);
  return (visitorId: VisitorId): number => (partitions === 1 ? 0 : partOf(hashOfText(visitorId), partitions));
}

/** A number for each of many hashes, in typed arrays: as few bytes as it takes and nothing for the garbage collector. */
export interface HashTable {
  /** Sets the number of a hash that has none yet, and answers the one that it has already, else −1. */
  readonly add: (hash: number, value: number) => number;
  /** The number of a hash, else −1. */
  readonly find: (hash: number) => number;
  readonly set: (hash: number, value: number) => void;
}

export function hashTable(entries: number): HashTable {
  let size = 16;
  while (size < entries * 2) size *= 2;
  const hashes = new Float64Array(size);
  const values = new Int32Array(size);
  const mask = size - 1;
  const place = (hash: number): number => {
    let at = (hash ^ (hash / LOW_BITS)) & mask;
    while (hashes[at] !== 0 && hashes[at] !== hash) at = (at + 1) & mask;
    return at;
  };
  return {
    add: (hash, value) => {
      const at = place(hash);
      if (hashes[at] !== 0) return values[at] as number;
      hashes[at] = hash;
      values[at] = value;
      return -1;
    },
    find: (hash) => {
      const at = place(hash);
      return hashes[at] === 0 ? -1 : (values[at] as number);
    },
    set: (hash, value) => {
      const at = place(hash);
      hashes[at] = hash;
      values[at] = value;
    },
  };
}
