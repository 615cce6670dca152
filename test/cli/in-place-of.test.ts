import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inPlaceOf } from '../../cli/write-results/in-place-of.ts';
import { temporaryFolder } from './tiny-folder.ts';

const NAMES = ['summary.json'];

async function earlierResult(): Promise<{ readonly parent: string; readonly out: string }> {
  const parent = await temporaryFolder();
  const out = join(parent, 'out');
  await mkdir(out);
  await writeFile(join(out, 'summary.json'), 'earlier');
  return { parent, out };
}

it('puts a whole result in the place of an earlier one, and leaves nothing beside it', async () => {
  const { parent, out } = await earlierResult();
  await inPlaceOf(out, NAMES, (folder) => writeFile(join(folder, 'summary.json'), 'new'));
  expect(await readFile(join(out, 'summary.json'), 'utf8')).toBe('new');
  expect(await readdir(parent)).toEqual(['out']);
});

it('leaves the earlier result where it was when the new one cannot be put in its place', async () => {
  const { parent, out } = await earlierResult();
  await expect(inPlaceOf(out, NAMES, (folder) => rm(folder, { recursive: true }))).rejects.toThrow('ENOENT');
  expect(await readFile(join(out, 'summary.json'), 'utf8')).toBe('earlier');
  expect(await readdir(parent)).toEqual(['out']);
});

it('lets one of two runs at once have the place, with its whole result', async () => {
  const { parent, out } = await earlierResult();
  const run = (text: string) => inPlaceOf(out, NAMES, (folder) => writeFile(join(folder, 'summary.json'), text));
  const runs = await Promise.allSettled([run('one'), run('two')]);
  expect(runs.some(({ status }) => status === 'fulfilled')).toBe(true);
  expect(await readFile(join(out, 'summary.json'), 'utf8')).toMatch(/^(one|two)$/);
  expect(await readdir(parent)).toEqual(['out']);
});
