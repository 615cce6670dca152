import { closeSync, openSync, writeSync } from 'node:fs';

/** A text file that grows piece by piece and never stands in memory as a whole. */
export interface TextFile {
  readonly append: (text: string) => void;
  readonly close: () => void;
}

const BUFFER_BYTES = 1 << 18;
/** A letter of a string takes at most so many bytes in UTF-8. */
const LETTER_BYTES_MAX = 3;

/** Creates a file; one that is there already is not touched. */
export function createTextFile(path: string): TextFile {
  const file = openSync(path, 'wx');
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  let used = 0;
  const flush = (bytes: Uint8Array): void => {
    // One write may take less than all of it.
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
  };
  return {
    append: (text) => {
      const most = text.length * LETTER_BYTES_MAX;
      if (used + most > BUFFER_BYTES) {
        flush(buffer.subarray(0, used));
        used = 0;
      }
      if (most > BUFFER_BYTES) flush(Buffer.from(text));
      else used += buffer.write(text, used);
    },
    close: () => {
      flush(buffer.subarray(0, used));
      closeSync(file);
    },
  };
}
