import { execFile } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BUG_VARIABLE } from './plant.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** What the first year that notices a planted bug says of it, in a process of its own; null when none of so many does. */
export async function noticed(bugIndex: number, seeds: number): Promise<string | null> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', new URL('plant.ts', import.meta.url).href, here('first-fault.ts'), String(seeds)],
    { env: { ...process.env, [BUG_VARIABLE]: String(bugIndex) }, maxBuffer: 1 << 24 },
  );
  return stdout === '' ? null : stdout.slice(0, 300);
}
