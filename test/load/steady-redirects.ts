import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { EnvName } from '../../functions/runtime/env.ts';
import { bundleFunctions } from '../../infra/constructs/function-code.ts';
import { LINKS } from './mixed-load.ts';
import type { Pace, Steady } from './steadily.ts';

const MODULE = 'functions/http/track/follow-link';
const OUTPUT_BYTES_MAX = 256_000_000;
/** What Lambda gives to Node in a function of 512 MB: 5 % for what is new, 90 % for what stays. */
const MEMORY = ['--max-semi-space-size=25', '--max-old-space-size=460'];

export interface SteadyGiven extends Pace {
  readonly environment: Readonly<Partial<Record<EnvName | `AWS_${string}`, string>>>;
}

export interface SteadyRedirects extends Steady {
  /** The click ids that visitors were sent on with. */
  readonly clicks: readonly string[];
}

/**
 * The redirect as Lambda has it: its bundle alone in a process with the memory of its function, called at a steady rate whether
 * or not earlier calls are through; its tables are an engine in another process.
 */
export async function steadyRedirects(given: SteadyGiven): Promise<SteadyRedirects> {
  const folder = mkdtempSync(join(tmpdir(), 'bunpai-redirect-'));
  try {
    bundleFunctions(folder, [MODULE]);
    const bundle = { file: join(folder, `${MODULE}.mjs`), links: LINKS };
    return await said<SteadyRedirects>(new URL('./redirect-process.ts', import.meta.url), given, bundle);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The least that it can take: bare puts into the same engine, at the same rate. */
export async function steadyPuts(given: SteadyGiven): Promise<Steady> {
  return await said<Steady>(new URL('./bare-puts-process.ts', import.meta.url), given);
}

async function said<T>(file: URL, { environment, ...pace }: SteadyGiven, asked: object = {}): Promise<T> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...MEMORY, fileURLToPath(file), JSON.stringify({ ...pace, ...asked })],
    { env: { ...environment, AWS_LAMBDA_FUNCTION_NAME: 'follow-link' }, maxBuffer: OUTPUT_BYTES_MAX },
  );
  // What the function logs comes first.
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as T;
}
