import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { RecordWriter } from '../partitions/record-writer.ts';
import type { Block } from '../partitions/spill.ts';
import { RecordPacker, RecordReader } from './shelf-record.ts';

/** What one task leaves to another, by month and bucket. */
export interface Shelf<T> {
  readonly put: (place: Place, thing: T) => void;
  /** Everything put is where `take` finds it, in this thread or another. */
  readonly flush: () => void;
  /** Takes a place empty. */
  readonly take: (place: Place) => readonly T[];
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
  const opened: RecordWriter[] = [];
  let kept = 0;
  const packers = new Map<number, Map<number, RecordPacker>>();
  const packerAt = (place: Place): RecordPacker => {
    const months = packers.get(place.bucket) ?? new Map<number, RecordPacker>();
    packers.set(place.bucket, months);
    const known = months.get(place.month);
    if (known !== undefined) return known;
    const path = pathOf(place, writer);
    const records = new RecordWriter({ append: (_, __, block) => appendBlock(path, block) }, name, 0);
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
    take: (place) => {
      const found: T[] = [];
      for (let by = 0; by < writers; by += 1) {
        const path = pathOf(place, by);
        if (!existsSync(path)) continue;
        for (const block of blocksIn(path)) {
          const reader = new RecordReader(block);
          while (!reader.isAtEnd()) found.push(read(reader));
        }
        rmSync(path);
      }
      return found;
    },
  };
}

/** So much waits in memory: there are many places, and a file that is given little at a time takes long to fill. */
const KEPT_BYTES_MAX = 32 * 2 ** 20;

/** Before a block: how many numbers, how many bytes of text, and 1 when it is ASCII. */
const HEAD_NUMBERS = 3;
const NUMBER_BYTES = 8;

/** The text is filled up, so that the numbers of the next block stand where numbers may. */
function appendBlock(path: string, { numbers, text, isAscii }: Block): void {
  const head = Float64Array.of(numbers.length, text.length, isAscii ? 1 : 0);
  const end = head.byteLength + numbers.byteLength + text.length;
  const bytes = Buffer.alloc(Math.ceil(end / NUMBER_BYTES) * NUMBER_BYTES);
  bytes.set(new Uint8Array(head.buffer));
  bytes.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), head.byteLength);
  bytes.set(text, head.byteLength + numbers.byteLength);
  appendFileSync(path, bytes);
}

function* blocksIn(path: string): Generator<Block> {
  const { buffer } = new Uint8Array(readFileSync(path));
  for (let at = 0; at < buffer.byteLength; ) {
    const [count = 0, textBytes = 0, isAscii = 0] = new Float64Array(buffer, at, HEAD_NUMBERS);
    const numbers = new Float64Array(buffer, at + HEAD_NUMBERS * NUMBER_BYTES, count);
    const textAt = numbers.byteOffset + numbers.byteLength;
    yield { numbers, text: Buffer.from(buffer, textAt, textBytes), isAscii: isAscii === 1 };
    at = textAt + Math.ceil(textBytes / NUMBER_BYTES) * NUMBER_BYTES;
  }
}
