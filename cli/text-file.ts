import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/** A text file that grows piece by piece and never stands in memory as a whole. */
export interface TextFile {
  readonly append: (text: string) => void;
  /** Puts what another file holds at the end of this one, however large it is. */
  readonly appendFile: (path: string) => void;
  readonly close: () => void;
}

/** Pieces are put together to pages first; small ones, since the garbage collector moves a page that is under way. */
const PAGE_LETTERS = 1 << 12;
/** A letter of a string takes at most so many bytes in UTF-8. */
const LETTER_BYTES_MAX = 3;
const BUFFER_BYTES = 1 << 17;

const encoder = new TextEncoder();
/** Buffers of files that are closed, for the next ones. */
const spare: Uint8Array[] = [];

/** Creates a file; one that is there already is not touched. */
export function createTextFile(path: string): TextFile {
  return textFile(openSync(path, 'wx'));
}

/** Goes on with a file that is there. */
export function continueTextFile(path: string): TextFile {
  return textFile(openSync(path, 'a'));
}

function textFile(file: number): TextFile {
  const buffer = spare.pop() ?? new Uint8Array(BUFFER_BYTES);
  let used = 0;
  let page = '';
  const write = (bytes: Uint8Array): void => {
    // One write may take less than all of it.
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
  };
  const flush = (): void => {
    write(buffer.subarray(0, used));
    used = 0;
  };
  const turn = (): void => {
    const most = page.length * LETTER_BYTES_MAX;
    if (used + most > BUFFER_BYTES) flush();
    if (most > BUFFER_BYTES) write(encoder.encode(page));
    else used += encoder.encodeInto(page, used === 0 ? buffer : buffer.subarray(used)).written;
    page = '';
  };
  return {
    append: (text) => {
      page += text;
      if (page.length >= PAGE_LETTERS) turn();
    },
    appendFile: (path) => {
      turn();
      flush();
      const other = openSync(path, 'r');
      try {
        for (let read = readSync(other, buffer); read > 0; read = readSync(other, buffer)) {
          write(buffer.subarray(0, read));
        }
      } finally {
        closeSync(other);
      }
    },
    close: () => {
      turn();
      flush();
      spare.push(buffer);
      closeSync(file);
    },
  };
}
