// Joins the command, four hundred modules of ours and of zod, into a few files, which start in half the time. `bunpai.mjs` takes
// them for as long as nothing has changed of what they are made of.

import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import { build } from 'esbuild';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const HOME = join(PROJECT, 'node_modules/.cache/joined');
const ENTRIES = ['cli/main.ts', 'cli/calculate/close-worker.ts', 'cli/partitions/task-thread.ts'];
/** Packages of many modules that every command loads; what else it needs is found where it is. */
const JOINED = ['zod', 'temporal-polyfill', 'decimal.js'];

const addressOf = (path: string): string => JSON.stringify(pathToFileURL(path).href);
const madeOf = [readAsItIs(join(PROJECT, 'package-lock.json')).as];

/** A thread is started from the file that it was joined into; all else is found from where its source lies. */
const asFromItsPlace: Plugin = {
  name: 'as-from-its-place',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.(?:ts|json)$/ }, ({ path }) => {
      const { as, text } = readAsItIs(path);
      madeOf.push(as);
      const folder = relative(PROJECT, join(path, '..'));
      const contents = text
        .replaceAll(/new URL\('\.\/([\w-]+)\.ts', import\.meta\.url\)/g, (address, name: string) =>
          ENTRIES.includes(`${folder.replaceAll(sep, '/')}/${name}.ts`)
            ? `new URL(${addressOf(join(HOME, folder, `${name}.js`))})`
            : address,
        )
        .replaceAll('import.meta.url', addressOf(path));
      return { contents, loader: path.endsWith('.ts') ? 'ts' : 'json' };
    });
  },
};

/** A file with its time and size before it is read: what is changed meanwhile is seen to be newer. */
function readAsItIs(path: string) {
  const { mtimeMs, size } = statSync(path);
  return { as: [relative(PROJECT, path), mtimeMs, size], text: readFileSync(path, 'utf8') };
}

rmSync(HOME, { recursive: true, force: true });
const { dependencies } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
};
const { metafile } = await build({
  absWorkingDir: PROJECT,
  entryPoints: ENTRIES,
  outbase: '.',
  outdir: HOME,
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  external: Object.keys(dependencies).filter((name) => !JOINED.includes(name)),
  plugins: [asFromItsPlace],
  metafile: true,
  logLevel: 'error',
});
writeFileSync(join(HOME, 'made-of.json'), JSON.stringify({ project: PROJECT, madeOf }));
process.stdout.write(`${HOME} is the command in ${Object.keys(metafile.outputs).length} files\n`);
