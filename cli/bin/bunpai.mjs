#!/usr/bin/env -S node --max-semi-space-size=16 --min-semi-space-size=16 --initial-old-space-size=256
// Runs ../main.ts (compiled, where it was installed as a package) on Node 24: on this one, or, when it is older, on the one that
// npm installed.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const NODE_MAJOR_MIN = 24;
const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']);

const main = joinedMain() ?? new URL('../main.ts', import.meta.url);
// Keeps compiled code between starts: about 0.2 s each.
const compileCache = fileURLToPath(new URL('../../node_modules/.cache/compile', import.meta.url));

// Most of what a calculation makes lives either for a moment or to its end: a small nursery costs no time and half the memory.
// It has its size from the start, for while it grows the same things are moved again and again. Of the old space nothing is
// worth looking for before it is half full of what lives to the end. The first line asks for it too:
// npx finds the Node 24 from npm first, which then need not be started twice.
const HEAP = ['--max-semi-space-size=16', '--min-semi-space-size=16', '--initial-old-space-size=256'];

const isNew = Number.parseInt(process.versions.node, 10) >= NODE_MAJOR_MIN;
if (isNew && HEAP.every((option) => process.execArgv.includes(option))) {
  // Threads look for it in the environment, or compile everything anew.
  process.env['NODE_COMPILE_CACHE'] ??= compileCache;
  module.enableCompileCache(process.env['NODE_COMPILE_CACHE']);
  await import(main.href);
} else runUnder(isNew ? process.execPath : bundledNode(), [...HEAP, fileURLToPath(main), ...process.argv.slice(2)]);

/** The command in a few files, as `prepare` made them, which start in half the time; null once anything has changed since. */
function joinedMain() {
  const project = fileURLToPath(new URL('../..', import.meta.url));
  const home = join(project, 'node_modules/.cache/joined');
  try {
    const made = JSON.parse(readFileSync(join(home, 'made-of.json'), 'utf8'));
    const isSame = (/** @type {[string, number, number]} */ [path, mtimeMs, size]) => {
      const now = statSync(project + path);
      return now.mtimeMs === mtimeMs && now.size === size;
    };
    return made.project === project && made.madeOf.every(isSame) ? pathToFileURL(join(home, 'cli/main.js')) : null;
  } catch {
    return null;
  }
}

/** The Node 24 that the npm package `node` put beside us. */
function bundledNode() {
  const executable = process.platform === 'win32' ? 'node.exe' : 'node';
  try {
    const path = join(dirname(module.createRequire(import.meta.url).resolve('node/package.json')), 'bin', executable);
    if (existsSync(path)) return path;
  } catch {
    // Not installed: told below.
  }
  process.stderr.write(
    `bunpai needs Node ${NODE_MAJOR_MIN} or newer, got ${process.version}, and the one from npm is not installed: ` +
      'run `npm ci` in the project, or `npm install node@24` beside the package (without --ignore-scripts), ' +
      'or use a newer Node.\n',
  );
  process.exit(1);
}

/**
 * @param {string} node
 * @param {string[]} args
 */
function runUnder(node, args) {
  const env = { NODE_COMPILE_CACHE: compileCache, ...process.env };
  const child = spawn(node, args, { stdio: 'inherit', env });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`bunpai could not start ${node}: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    for (const name of SIGNALS) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  });
}
