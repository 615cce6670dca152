import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const FOLDER = 'functions/store';
const readme = readFileSync(`${FOLDER}/README.md`, 'utf8');
const named = new Set([...readme.matchAll(/`(\w+)`/g)].map(([, name]) => name));

const ports = readdirSync(FOLDER)
  .filter((file) => file.endsWith('-store.ts'))
  .map((file) => {
    const text = readFileSync(`${FOLDER}/${file}`, 'utf8');
    return { file, methods: [...text.matchAll(/^ {2}(\w+)\(/gm)].map(([, name = '']) => name) };
  });

describe('the table of access patterns', () => {
  it.each(ports)('names every method of $file', ({ methods }) => {
    expect(methods.length).toBeGreaterThan(0);
    expect(methods.filter((name) => !named.has(name))).toEqual([]);
  });
});
