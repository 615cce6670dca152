import { closeSync, openSync, writeSync } from 'node:fs';

/** A text file that grows piece by piece and never stands in memory as a whole. */
export interface TextFile {
  readonly append: (text: string) => void;
  readonly appendBytes: (bytes: Uint8Array) => void;
  readonly close: () => void;
}

const BUFFER_BYTES = 1 << 18;
/** A letter of a string takes at most so many bytes in UTF-8. */
const LETTER_BYTES_MAX = 3;

/** Of files that were closed: a large result has tens of thousands, a few open at a time. */
const spare: Buffer[] = [];

/** Creates a file; one that is there already is not touched. */
export function createTextFile(path: string): TextFile {
  const file = openSync(path, 'wx');
  const buffer = spare.pop() ?? Buffer.allocUnsafe(BUFFER_BYTES);
  let used = 0;
  const write = (bytes: Uint8Array): void => {
    // One write may take less than all of it.
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
  };
  const empty = (): void => {
    write(buffer.subarray(0, used));
    used = 0;
  };
  return {
    append: (text) => {
      const most = text.length * LETTER_BYTES_MAX;
      if (used + most > BUFFER_BYTES) empty();
      if (most > BUFFER_BYTES) write(Buffer.from(text));
      else used += buffer.write(text, used);
    },
    appendBytes: (bytes) => {
      empty();
      write(bytes);
    },
    close: () => {
      empty();
      closeSync(file);
      spare.push(buffer);
    },
  };
}
