import { existsSync } from 'node:fs';
import type { ICruiseResult } from 'dependency-cruiser';
import { cruise } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { describe, expect, it } from 'vitest';

const FOLDERS = ['domain', 'events', 'functions', 'infra', 'cli', 'portal', 'test'];

async function cruiseSources(): Promise<ICruiseResult> {
  const options = await extractOptions('./.dependency-cruiser.cjs');
  const sources = FOLDERS.filter((folder) => existsSync(folder));
  const { output } = await cruise(sources, options, undefined, { tsConfig: extractTsConfig('tsconfig.json') });
  if (typeof output === 'string') throw new TypeError(`wanted a cruise result, got text: ${output}`);
  return output;
}

describe('imports', () => {
  it('point one way: infra, cli -> functions -> events -> domain', async () => {
    const { modules, summary } = await cruiseSources();
    const violations = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);

    expect(violations).toEqual([]);
    // A cruiser that cannot read TypeScript finds no violations either, so each folder must have been seen.
    for (const folder of ['domain', 'functions']) {
      const cruised = modules.filter(({ source }) => source.startsWith(`${folder}/`));
      expect(cruised.length, `modules cruised in ${folder}/`).toBeGreaterThan(0);
      expect(
        cruised.some(({ dependencies }) => dependencies.length > 0),
        `imports seen in ${folder}/`,
      ).toBe(true);
    }
  });
});
