import { appendFileSync, closeSync, existsSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { RecordWriter } from '../partitions/record-writer.ts';
import type { Block } from '../partitions/spill.ts';
import { RecordPacker, RecordReader } from './shelf-record.ts';

/** What one task leaves to another, by month and bucket. */
export interface Shelf<T> {
  readonly put: (place: Place, thing: T) => void;
  /** Everything put is where `take` finds it, in this thread or another. */
  readonly flush: () => void;
  /** Takes a place empty, thing by thing. */
  readonly take: (place: Place) => Iterable<T>;
  /** How much lies at a place on disk. */
  readonly bytes: (place: Place) => number;
}

export interface Place {
  readonly month: number;
  readonly bucket: number;
}

export function memoryShelf<T>(): Shelf<T> {
  const places = new Map<string, T[]>();
  return {
    put: ({ month, bucket }, thing) => {
      const key = `${month}-${bucket}`;
      const found = places.get(key);
      if (found) found.push(thing);
      else places.set(key, [thing]);
    },
    flush: () => undefined,
    take: ({ month, bucket }) => {
      const key = `${month}-${bucket}`;
      const found = places.get(key) ?? [];
      places.delete(key);
      return found;
    },
    bytes: () => 0,
  };
}

/** How the things of a shelf look as records, and what its files are called. */
export interface ShelfRecords<T> {
  readonly name: string;
  readonly write: (thing: T, into: RecordPacker) => void;
  readonly read: (from: RecordReader) => T;
}

/** On disk, for what does not fit into memory: every writer has a file of its own for each place. */
export function fileShelf<T>(
  folder: string,
  { name, write, read }: ShelfRecords<T>,
  { writer, writers }: { writer: number; writers: number },
): Shelf<T> {
  const pathOf = ({ month, bucket }: Place, by: number): string => join(folder, `${name}-${month}-${bucket}-${by}`);
  const pathsAt = (place: Place): readonly string[] => Array.from({ length: writers }, (_, by) => pathOf(place, by));
  const opened: RecordWriter[] = [];
  let kept = 0;
  const packers = new Map<number, Map<number, RecordPacker>>();
  const packerAt = (place: Place): RecordPacker => {
    const months = packers.get(place.bucket) ?? new Map<number, RecordPacker>();
    packers.set(place.bucket, months);
    const known = months.get(place.month);
    if (known !== undefined) return known;
    const records = recordsTo(pathOf(place, writer), name);
    const packer = new RecordPacker(records);
    opened.push(records);
    months.set(place.month, packer);
    return packer;
  };
  const flush = (): void => {
    for (const records of opened) records.flush();
    kept = 0;
  };
  return {
    put: (place, thing) => {
      const packer = packerAt(place);
      packer.begin();
      const before = packer.bytes();
      write(thing, packer);
      kept += packer.bytes() - before;
      if (kept > KEPT_BYTES_MAX) flush();
    },
    flush,
    take: function* (place) {
      for (const path of pathsAt(place)) {
        if (!existsSync(path)) continue;
        yield* readRecords(path, read);
        rmSync(path);
      }
    },
    bytes: (place) => {
      const sizes = pathsAt(place).map((path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0);
      return sizes.reduce((sum, size) => sum + size, 0);
    },
  };
}

/** Writes things to a file of their own. */
export function writeRecords<T>(path: string, { name, write }: ShelfRecords<T>, things: Iterable<T>): void {
  const records = recordsTo(path, name);
  const packer = new RecordPacker(records);
  for (const thing of things) {
    packer.begin();
    write(thing, packer);
  }
  records.flush();
}

/** Reads the things of a file, a block of them at a time. */
export function* readRecords<T>(path: string, read: ShelfRecords<T>['read']): Generator<T> {
  for (const block of blocksIn(path)) {
    const reader = new RecordReader(block);
    while (!reader.isAtEnd()) yield read(reader);
  }
}

const recordsTo = (path: string, name: string): RecordWriter =>
  new RecordWriter({ append: (_, __, block) => appendBlock(path, block) }, name, 0);

/** So much waits in memory: there are many places, and a file that is given little at a time takes long to fill. */
const KEPT_BYTES_MAX = 32 * 2 ** 20;

/** Before a block: how many numbers, how many bytes of text, and 1 when it is ASCII. */
const HEAD_NUMBERS = 3;

function appendBlock(path: string, { numbers, text, isAscii }: Block): void {
  const head = Float64Array.of(numbers.length, text.length, isAscii ? 1 : 0);
  appendFileSync(path, Buffer.concat([bytesOf(head), bytesOf(numbers), text]));
}

/** One at a time: the shelf of a large partner is larger than memory. */
function* blocksIn(path: string): Generator<Block> {
  const file = openSync(path, 'r');
  try {
    const head = new Float64Array(HEAD_NUMBERS);
    while (readSync(file, head) > 0) {
      const [count = 0, textBytes = 0, isAscii = 0] = head;
      const numbers = new Float64Array(count);
      const text = Buffer.alloc(textBytes);
      readSync(file, numbers);
      readSync(file, text);
      yield { numbers, text, isAscii: isAscii === 1 };
    }
  } finally {
    closeSync(file);
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
