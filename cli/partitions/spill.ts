import { closeSync, openSync, readdirSync, readFileSync, readSync, writeFileSync, writevSync } from 'node:fs';
import { join } from 'node:path';

/** Records of one kind and part, as they were written: numbers, and the bytes of their texts one after the other. */
export interface Block {
  readonly numbers: Float64Array;
  readonly text: Buffer;
  /** Whether each byte is a letter, so that a length in bytes is a length in letters. */
  readonly isAscii: boolean;
}

/** Blocks by kind (`clicks`) and part, in memory or in files. */
export interface Spill {
  readonly append: (kind: string, part: number, block: Block) => void;
  /** In the order in which they were appended. */
  readonly blocks: (kind: string, part: number) => Iterable<Block>;
  /** Nothing more is appended; what was can be read from other threads. */
  readonly close: () => void;
}

export function memorySpill(): Spill {
  const kept = new Map<string, Block[]>();
  return {
    append: (kind, part, { numbers, text, isAscii }) => {
      const key = `${kind} ${part}`;
      const blocks = kept.get(key) ?? [];
      blocks.push({ numbers: numbers.slice(), text: Buffer.from(text), isAscii });
      kept.set(key, blocks);
    },
    blocks: (kind, part) => kept.get(`${kind} ${part}`) ?? [],
    close: () => undefined,
  };
}

/** Where the blocks of a part are in the file of their kind: offset, numbers, bytes of text, and 1 when it is ASCII. */
type Extent = readonly [offset: number, numbers: number, textBytes: number, isAscii: number];

const NUMBER_BYTES = 8;

/**
 * A file per kind and writer, however many parts there are, with a list of where each part's blocks are. Writers in different
 * threads have names of their own; what a writer appended can be read when it has closed.
 */
export function diskSpill(directory: string, writer: string): Spill {
  const files = new Map<string, { readonly file: number; end: number; readonly extents: Extent[][] }>();
  const complete = new Map<string, readonly Written[]>();
  const opened = (kind: string) => {
    const known = files.get(kind);
    if (known !== undefined) return known;
    const made = { file: openSync(join(directory, `${kind}.${writer}`), 'wx'), end: 0, extents: [] };
    files.set(kind, made);
    return made;
  };
  return {
    append: (kind, part, { numbers, text, isAscii }) => {
      const into = opened(kind);
      const bytes = numbers.byteLength + text.byteLength;
      writeAll(into.file, [new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), text], bytes);
      into.extents[part] ??= [];
      into.extents[part].push([into.end, numbers.length, text.length, isAscii ? 1 : 0]);
      into.end += bytes;
    },
    blocks: (kind, part) => {
      // Every part asks, and a kind is complete before anybody reads it.
      const written = complete.get(kind) ?? writtenOf(directory, kind);
      complete.set(kind, written);
      return blocksOnDisk(written, part);
    },
    close: () => {
      for (const [kind, { file, extents }] of files) {
        closeSync(file);
        writeFileSync(join(directory, `${kind}.${writer}${EXTENTS}`), JSON.stringify(extents));
      }
      files.clear();
    },
  };
}

const EXTENTS = '.extents';

function writeAll(file: number, parts: readonly Uint8Array[], bytes: number): void {
  // One write may take less than all of it.
  let written = writevSync(file, parts);
  if (written === bytes) return;
  const all = Buffer.concat(parts);
  while (written < bytes) written += writevSync(file, [all.subarray(written)]);
}

/** A file of a kind with the places of its blocks by part. */
interface Written {
  readonly path: string;
  readonly extents: readonly (readonly Extent[] | null)[];
}

function writtenOf(directory: string, kind: string): readonly Written[] {
  const closed = readdirSync(directory).filter((name) => name.startsWith(`${kind}.`) && name.endsWith(EXTENTS));
  return closed.sort().map((name) => ({
    path: join(directory, name.slice(0, -EXTENTS.length)),
    extents: JSON.parse(readFileSync(join(directory, name), 'utf8')) as Written['extents'],
  }));
}

function* blocksOnDisk(written: readonly Written[], part: number): Generator<Block> {
  for (const { path, extents } of written) {
    const file = openSync(path, 'r');
    try {
      for (const [offset, count, textBytes, isAscii] of extents[part] ?? []) {
        const buffer = new ArrayBuffer(count * NUMBER_BYTES + textBytes);
        readSync(file, new Uint8Array(buffer), 0, buffer.byteLength, offset);
        yield {
          numbers: new Float64Array(buffer, 0, count),
          text: Buffer.from(buffer, count * NUMBER_BYTES, textBytes),
          isAscii: isAscii === 1,
        };
      }
    } finally {
      closeSync(file);
    }
  }
}

/** The text of a block; its records know how long theirs are in letters. */
export function textOf({ text, isAscii }: Block): string {
  return text.toString(isAscii ? 'latin1' : 'utf8');
}
