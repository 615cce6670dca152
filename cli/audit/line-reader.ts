import { closeSync, openSync, readSync } from 'node:fs';

/** The lines of a file as bytes, one after another; each is good until the next is asked for. */
export interface LineReader {
  /** The next line with a zero byte before it, which makes it the leaf of a tree; null at the end. */
  readonly next: () => Uint8Array | null;
  /** Of the line given last, from 1. */
  readonly line: () => number;
  readonly close: () => void;
}

const CHUNK_BYTES = 1 << 20;
const LINE_END = 10;

/** Reads a file in large steps and hands out its lines without copying them. */
export function readLines(path: string): LineReader {
  const file = openSync(path, 'r');
  // One byte ahead of the first line, for its zero.
  let buffer = Buffer.alloc(CHUNK_BYTES + 1);
  let [start, end, line, isWhole] = [1, 1, 0, false];
  const readOn = (): boolean => {
    const kept = end - start;
    if (kept + 1 >= buffer.length - CHUNK_BYTES / 2) {
      const larger = Buffer.alloc(buffer.length * 2);
      buffer.copy(larger, 1, start, end);
      buffer = larger;
    } else buffer.copyWithin(1, start, end);
    [start, end] = [1, 1 + kept];
    const bytes = readSync(file, buffer, end, buffer.length - end, null);
    end += bytes;
    isWhole = bytes === 0;
    return bytes > 0;
  };
  return {
    next: () => {
      let from = start;
      for (;;) {
        const at = buffer.indexOf(LINE_END, from);
        // What lies after the end was read before and is of no meaning.
        if (at >= 0 && at < end) {
          const found = buffer.subarray(start - 1, at);
          found[0] = 0;
          [start, line] = [at + 1, line + 1];
          return found;
        }
        const seen = end - start;
        if (isWhole || !readOn()) break;
        from = start + seen;
      }
      if (start === end) return null;
      const rest = buffer.subarray(start - 1, end);
      rest[0] = 0;
      [start, line] = [end, line + 1];
      return rest;
    },
    line: () => line,
    close: () => closeSync(file),
  };
}
