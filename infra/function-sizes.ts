import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { allowances, budgetOf } from './size-budgets.ts';

/** What callers of a function wait for when it is new, in bytes. */
export interface FunctionSize {
  readonly module: string;
  readonly startBytes: number;
  readonly firstCallBytes: number;
}

const STATIC = /(?:from|import)\s*"(\.[^"]+\.mjs)"/g;
/** The host of the cloud: loaded at the first call, by whatever is called. */
const HOST = /import\("(\.[^"]*\/(?:track-)?deps-[^"]+\.mjs)"\)/g;

/** The size of a bundled function: its file with everything that it imports, but for what it loads only when that is asked for. */
export function sizeOf(folder: string, module: string): FunctionSize {
  const file = join(folder, `${module}.mjs`);
  return {
    module,
    startBytes: bytesOf(reached(file, [STATIC])),
    firstCallBytes: bytesOf(reached(file, [STATIC, HOST])),
  };
}

function reached(file: string, forms: readonly RegExp[], seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const form of forms) for (const path of importsOf(file, form)) reached(path, forms, seen);
  return seen;
}

// Most functions come to the same files.
const known = new Map<string, readonly string[]>();

function importsOf(file: string, form: RegExp): readonly string[] {
  const key = `${form.source} ${file}`;
  const found =
    known.get(key) ?? [...readFileSync(file, 'utf8').matchAll(form)].map(([, path = '']) => join(dirname(file), path));
  known.set(key, found);
  return found;
}

const bytesOf = (files: Iterable<string>): number => [...files].reduce((sum, file) => sum + statSync(file).size, 0);

const ATTEMPTS_MAX = 5;

/** Processor time of loading a bundled function in a process of its own: the least of some attempts when one is over `enough`. */
export function loadMilliseconds(folder: string, module: string, enough: number): number {
  const script = `
    const before = process.cpuUsage();
    await import(process.argv[1]);
    const { user, system } = process.cpuUsage(before);
    console.log((user + system) / 1000);`;
  const args = ['--input-type=module', '--eval', script, join(folder, `${module}.mjs`)];
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX && least > enough; attempt += 1) {
    least = Math.min(least, Number(execFileSync(process.execPath, args, { env: {}, encoding: 'utf8' })));
  }
  return least;
}

/** Where a function passes its budget, and where it has an allowance that it does not need. */
export function faultsOf({ module, startBytes, firstCallBytes }: FunctionSize, milliseconds: number | null): string[] {
  const budget = budgetOf(module);
  const faults: string[] = [];
  const hold = (what: string, got: number, limit: number): void => {
    if (got > limit)
      faults.push(`${module}: ${what}: ${Math.ceil(got)}, more than ${limit}; cut it, or allow it with a reason`);
  };
  hold('kB at its start', startBytes / 1000, budget.startKilobytes);
  hold('kB by its first call', firstCallBytes / 1000, budget.firstCallKilobytes);
  if (milliseconds !== null) hold('ms at its start', milliseconds, budget.startMilliseconds);
  const allowed = allowances[module]?.startKilobytes;
  if (allowed !== undefined && startBytes / 1000 < allowed * 0.75) {
    faults.push(`${module}: its allowance of ${allowed} kB is far more than it needs`);
  }
  return faults;
}
