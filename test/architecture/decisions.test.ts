import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const lines = readFileSync('domain/DECISIONS.md', 'utf8').split('\n');

describe('the index of the decisions', () => {
  it('names every section, in its order, with all that is decided there', () => {
    const sections: { readonly title: string; readonly subjects: string[] }[] = [];
    for (const line of lines) {
      if (line.startsWith('## ')) sections.push({ title: line.slice(3), subjects: [] });
      else if (line.startsWith('### '))
        sections.at(-1)?.subjects.push(line.slice(4).split(' · ')[0]?.toLowerCase() ?? '');
    }
    const index = lines.filter((line) => line.startsWith('- [')).slice(0, sections.length);
    expect(sections.length).toBeGreaterThan(10);
    expect(index.map((line) => line.slice(3, line.indexOf(']')))).toEqual(sections.map(({ title }) => title));
    const missing = sections.flatMap(({ subjects }, place) =>
      subjects.filter((subject) => !index[place]?.toLowerCase().includes(subject)),
    );
    expect(missing).toEqual([]);
  });
});
