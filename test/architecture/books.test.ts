import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const README = new URL('../../domain/ledger/README.md', import.meta.url);
const rows = readFileSync(README, 'utf8')
  .split('\n')
  .filter((line) => /^\| B\d+ /.test(line))
  .map((line) => {
    const [name = '', , checks = '', ...asked] = line.split('|').slice(1, -1);
    const functions = [...checks.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);
    const files = [...asked.join().matchAll(/\]\(([^)]+)\)/g)].map(([, path = '']) => path);
    return { name: name.trim(), functions, files };
  });

describe('the promises of the books', () => {
  it('are fourteen', () => {
    expect(rows.map(({ name }) => name)).toEqual(Array.from({ length: 14 }, (_, index) => `B${index + 1}`));
  });

  it.each(rows)(
    '$name is asked by every file that is said to ask, and every check is asked',
    ({ functions, files }) => {
      expect(files.length).toBeGreaterThan(1);
      const texts = files.map((path) => readFileSync(new URL(path, README), 'utf8'));
      const asks = (text: string) => functions.filter((name) => text.includes(name));
      expect(files.filter((_, index) => asks(texts[index] ?? '').length === 0)).toEqual([]);
      expect(functions.filter((name) => !texts.some((text) => text.includes(name)))).toEqual([]);
    },
  );
});
