// Makes what others install: the typed client and the command. Node strips no types under node_modules, so everything in it is
// compiled; it names only the packages that it needs, and leaves the cloud and the laptop host behind.

import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

interface Manifest {
  readonly version: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const HOME = 'dist';
const COMMAND = 'cli/bin/bunpai.mjs';
const AS_THEY_ARE = [
  COMMAND,
  'functions/contract/openapi.json',
  'functions/documents/fonts',
  'functions/remittance/schemas',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
];
const FOR_READERS = ['name', 'version', 'description', 'keywords', 'license', 'type', 'engines'];

/** Makes the package in a folder, which is emptied first. */
export function makePackage(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  compile(folder);
  for (const path of AS_THEY_ARE) cpSync(join(PROJECT, path), join(folder, path), { recursive: true });
  const imported = new Set<string>();
  for (const file of filesIn(folder, /\.(?:m?js|d\.ts)$/)) {
    const text = readFileSync(file, 'utf8');
    for (const [, name = ''] of text.matchAll(PACKAGE)) imported.add(name);
    const compiled = text.replaceAll(OWN_FILE, '$1.js$2');
    if (compiled !== text) writeFileSync(file, compiled);
  }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifestOf(imported), null, 2)}\n`);
}

/** The package of an import: `zod` of `zod/v4/core`. Node's own modules begin with `node:`. */
const PACKAGE = /\b(?:from |import\()["']((?:@[\w.-]+\/)?\w[\w.-]*)(?:\/[^"':]*)?["']/g;

/** What is started or run by its address; the compiler sees to imports alone. */
const OWN_FILE = /(new URL\('[^']+)\.ts(', import\.meta\.url\))/g;

/** Types are for `npm run check:types` to check; with one thread it takes a third of the processor. */
function compile(folder: string): void {
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript-native/package.json')), 'bin/tsc');
  const configuration = fileURLToPath(new URL('tsconfig.json', import.meta.url));
  const options = ['-p', configuration, '--outDir', resolve(folder), '--noCheck', '--singleThreaded'];
  const { status, stdout } = spawnSync(process.execPath, [compiler, ...options], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the package was not compiled:\n${stdout}`);
}

function filesIn(folder: string, pattern: RegExp): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return paths.filter((path) => pattern.test(path)).map((path) => join(folder, path));
}

/** The project's own manifest, with paths as they are in the package. */
function manifestOf(imported: ReadonlySet<string>): object {
  const project = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as Manifest;
  const missing = [...imported].filter((name) => !Object.hasOwn(project.dependencies, name));
  if (missing.length > 0) throw new Error(`the package imports what dependencies do not name: ${missing.join(', ')}`);
  return {
    ...Object.fromEntries(Object.entries(project).filter(([name]) => FOR_READERS.includes(name))),
    bin: { bunpai: COMMAND },
    exports: JSON.parse(JSON.stringify(project.exports).replaceAll(`./${HOME}/`, './')),
    dependencies: Object.fromEntries(Object.entries(project.dependencies).filter(([name]) => imported.has(name))),
  };
}

if (import.meta.main) {
  const folder = join(PROJECT, HOME);
  makePackage(folder);
  process.stdout.write(`${HOME}/ is the package that others install: npm pack ./${HOME}\n`);
}
