import { closeSync, openSync, writeSync } from 'node:fs';

/** A text file that grows piece by piece and never stands in memory as a whole. */
export interface TextFile {
  readonly append: (text: string) => void;
  readonly appendBytes: (bytes: Uint8Array) => void;
  readonly close: () => void;
}

/** Pieces are put together to pages first: turning a page into bytes costs little more than turning a piece. */
const PAGE_LETTERS = 1 << 12;

/** Creates a file; one that is there already is not touched. */
export function createTextFile(path: string): TextFile {
  const file = openSync(path, 'wx');
  let page = '';
  const write = (bytes: Uint8Array): void => {
    // One write may take less than all of it.
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
  };
  const turn = (): void => {
    if (page !== '') write(bytesOf(page));
    page = '';
  };
  return {
    append: (text) => {
      page += text;
      if (page.length >= PAGE_LETTERS) turn();
    },
    appendBytes: (bytes) => {
      turn();
      write(bytes);
    },
    close: () => {
      turn();
      closeSync(file);
    },
  };
}

const encoder = new TextEncoder();
/** A letter of a string takes at most so many bytes in UTF-8. */
const LETTER_BYTES_MAX = 3;
let buffer = new Uint8Array(2 * PAGE_LETTERS * LETTER_BYTES_MAX);

/** The bytes of a text, good until the next are asked for: all files share one place for them. */
function bytesOf(text: string): Uint8Array {
  const most = text.length * LETTER_BYTES_MAX;
  if (most > buffer.length) buffer = new Uint8Array(most);
  return buffer.subarray(0, encoder.encodeInto(text, buffer).written);
}
