import { rmSync } from 'node:fs';
import type { ShelfRecords } from './shelf.ts';
import { readRecords, writeRecords } from './shelf.ts';

/** Things in order that need not stand in memory at once. */
export interface SortedRuns<T> {
  /** All of them, from the first on, each time it is asked. */
  readonly read: () => Iterable<T>;
  /** Nothing reads them any more. */
  readonly remove: () => void;
}

export interface RunOptions<T> {
  readonly compare: (a: T, b: T) => number;
  readonly records: ShelfRecords<T>;
  /** The file of each run. */
  readonly pathOf: (run: number) => string;
  /** How much a thing takes, and how much may stand in memory. */
  readonly sizeOf: (thing: T) => number;
  readonly sizeMax: number;
}

/** Sorts as many things at once as may stand in memory, writes them down as a run, and merges the runs when they are read. */
export function sortedRuns<T>(things: Iterable<T>, options: RunOptions<T>): SortedRuns<T> {
  const { compare, records, pathOf } = options;
  const paths: string[] = [];
  for (const run of inParts(things, options)) {
    const path = pathOf(paths.length);
    writeRecords(path, records, [...run].sort(compare));
    paths.push(path);
  }
  return {
    read: () =>
      merged(
        paths.map((path) => readRecords(path, records.read)),
        compare,
      ),
    remove: () => {
      for (const path of paths) rmSync(path);
    },
  };
}

/** Cuts things into lists of at most `sizeMax`, and of at least one. */
export function* inParts<T>(
  things: Iterable<T>,
  { sizeOf, sizeMax }: Pick<RunOptions<T>, 'sizeOf' | 'sizeMax'>,
): Generator<readonly T[]> {
  let part: T[] = [];
  let size = 0;
  for (const thing of things) {
    const own = sizeOf(thing);
    if (part.length > 0 && size + own > sizeMax) {
      yield part;
      part = [];
      size = 0;
    }
    part.push(thing);
    size += own;
  }
  if (part.length > 0) yield part;
}

function* merged<T>(runs: readonly Iterator<T>[], compare: (a: T, b: T) => number): Generator<T> {
  // The head of every run, the least last.
  const heads: { readonly thing: T; readonly run: Iterator<T> }[] = [];
  const stand = (run: Iterator<T>): void => {
    const next = run.next();
    if (next.done === true) return;
    let low = 0;
    let high = heads.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare((heads[middle] as (typeof heads)[number]).thing, next.value) > 0) low = middle + 1;
      else high = middle;
    }
    heads.splice(low, 0, { thing: next.value, run });
  };
  for (const run of runs) stand(run);
  for (let least = heads.pop(); least !== undefined; least = heads.pop()) {
    yield least.thing;
    stand(least.run);
  }
}
