import { closeSync, openSync, writeSync } from 'node:fs';

/** A text file that grows piece by piece and never stands in memory as a whole. */
export interface TextFile {
  readonly append: (text: string) => void;
  readonly close: () => void;
}

const BUFFERED_LENGTH = 1 << 16;

/** Creates a file; one that is there already is not touched. */
export function createTextFile(path: string): TextFile {
  const file = openSync(path, 'wx');
  let buffer = '';
  const flush = (): void => {
    // One write may take less than all of it.
    let bytes = Buffer.from(buffer);
    while (bytes.length > 0) bytes = bytes.subarray(writeSync(file, bytes));
    buffer = '';
  };
  return {
    append: (text) => {
      buffer += text;
      if (buffer.length >= BUFFERED_LENGTH) flush();
    },
    close: () => {
      flush();
      closeSync(file);
    },
  };
}
