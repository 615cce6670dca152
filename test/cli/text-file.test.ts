import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createTextFile } from '../../cli/text-file.ts';
import { removeFolders, temporaryFolder } from '../e2e/start-process.ts';

describe('a text file', () => {
  afterAll(removeFolders);

  it.each([0, 1, 1 << 17, (1 << 17) + 1, 3 << 17])('takes %d bytes of another file where they belong', (bytes) => {
    const folder = temporaryFolder();
    const other = join(folder, 'other');
    const content = Array.from({ length: bytes }, (_, at) => String.fromCharCode(97 + (at % 26))).join('');
    writeFileSync(other, content);
    const path = join(folder, 'text');
    const file = createTextFile(path);
    file.append('分配 before\n');
    file.appendFile(other);
    file.append('\nafter');
    file.close();
    expect(readFileSync(path, 'utf8') === `分配 before\n${content}\nafter`).toBe(true);
  });
});
