import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';

/** A text file that grows row by row and never stands in memory as a whole. */
export interface TextFile {
  readonly append: (text: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

const BUFFERED_LENGTH = 1 << 20;

export async function createTextFile(path: string): Promise<TextFile> {
  const file: FileHandle = await open(path, 'wx');
  let buffer: string[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    await file.write(buffer.join(''));
    buffer = [];
    length = 0;
  };
  return {
    append: async (text) => {
      buffer.push(text);
      length += text.length;
      if (length >= BUFFERED_LENGTH) await flush();
    },
    close: async () => {
      await flush();
      await file.close();
    },
  };
}
