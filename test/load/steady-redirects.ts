import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { EnvName } from '../../functions/runtime/env.ts';
import { bundleFunctions } from '../../infra/constructs/function-code.ts';
import { LINKS } from './mixed-load.ts';

const MODULE = 'functions/http/track/follow-link';
const PROCESS = fileURLToPath(new URL('./redirect-process.ts', import.meta.url));
const OUTPUT_BYTES_MAX = 256_000_000;
/** What Lambda gives to Node in a function of 512 MB: 5 % for what is new, 90 % for what stays. */
const MEMORY = ['--max-semi-space-size=25', '--max-old-space-size=460'];

/** What the process of the redirect says of itself. */
export interface SteadyRedirects {
  /** How long each call of the handler took, in milliseconds, in their order. */
  readonly times: readonly number[];
  /** What a call took of a processor, in milliseconds: about the same on a busy machine as on an idle one. */
  readonly processorMs: number;
  /** The click ids that visitors were sent on with. */
  readonly clicks: readonly string[];
}

/**
 * The redirect as Lambda has it: its bundle alone in a process with the memory of its function, called at a steady rate whether
 * or not earlier calls are through; its tables are an engine in another process.
 */
export async function steadyRedirects(given: {
  readonly environment: Readonly<Partial<Record<EnvName | `AWS_${string}`, string>>>;
  readonly rate: number;
  readonly seconds: number;
}): Promise<SteadyRedirects> {
  const folder = mkdtempSync(join(tmpdir(), 'bunpai-redirect-'));
  try {
    bundleFunctions(folder, [MODULE]);
    const asked = { file: join(folder, `${MODULE}.mjs`), rate: given.rate, seconds: given.seconds, links: LINKS };
    const { stdout } = await promisify(execFile)(process.execPath, [...MEMORY, PROCESS, JSON.stringify(asked)], {
      env: { ...given.environment, AWS_LAMBDA_FUNCTION_NAME: 'follow-link' },
      maxBuffer: OUTPUT_BYTES_MAX,
    });
    // What the function logs comes first.
    return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as SteadyRedirects;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
