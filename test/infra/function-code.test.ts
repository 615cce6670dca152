import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunctions, functionModules } from '../../infra/constructs/function-code.ts';

const folder = mkdtempSync(join(tmpdir(), 'bunpai-functions-'));
beforeAll(() => {
  bundleFunctions(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Bytes of a file with everything it imports, but for what it imports only when it is called. */
function bytesOf(file: string, seen = new Set<string>()): number {
  if (seen.has(file)) return 0;
  seen.add(file);
  const imported = [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*"(\.[^"]+\.mjs)"/g)];
  let bytes = statSync(file).size;
  for (const [, path = ''] of imported) bytes += bytesOf(join(dirname(file), path), seen);
  return bytes;
}

describe('the code of the functions', () => {
  it('loads without an environment and hands over a handler, every one of the tables', () => {
    const script = `
      const names = JSON.parse(process.argv[1]);
      for (const name of names) {
        const { handler } = await import(name);
        if (typeof handler !== 'function') throw new Error(name + ' has no handler');
      }
      console.log(names.length);`;
    const files = functionModules.map((module) => join(folder, `${module}.mjs`));
    const args = ['--input-type=module', '--eval', script, JSON.stringify(files)];
    const output = execFileSync(process.execPath, args, { env: {}, encoding: 'utf8' });
    expect(Number(output)).toBe(functionModules.length);
  });

  it('is small for the redirect, which visitors wait for: no schemas', () => {
    const redirect = bytesOf(join(folder, 'functions/http/track/follow-link.mjs'));
    const conversion = bytesOf(join(folder, 'functions/http/ingest/record-conversion.mjs'));
    expect(redirect).toBeLessThan(200_000);
    expect(redirect).toBeLessThan(conversion / 3);
  });
});
