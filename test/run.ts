// Every check and every test; the last line is `N passed, N failed`, and each check counts as one.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tally } from './support/tally.ts';
import { formatTally, readTally, TALLY_FILE_VARIABLE } from './support/tally.ts';

const CHECKS = ['check:types', 'check:lint', 'check:unused', 'check:imports'] as const;

const filters = process.argv.slice(2);
const checks = filters.length === 0 ? await runChecks() : { passed: 0, failed: 0 };
const tests = await runTests(filters);
const total = { passed: checks.passed + tests.passed, failed: checks.failed + tests.failed };

process.stdout.write(`\n${formatTally(total)}\n`);
process.exitCode = total.failed === 0 ? 0 : 1;

async function runChecks(): Promise<Tally> {
  let failed = 0;
  await Promise.all(
    CHECKS.map(async (name) => {
      const { code, output } = await run('npm', ['run', '--silent', name], 'pipe');
      if (code !== 0) failed += 1;
      process.stdout.write(code === 0 ? `✓ ${name}\n` : `✗ ${name}\n${output}\n`);
    }),
  );
  return { passed: CHECKS.length - failed, failed };
}

async function runTests(filters: readonly string[]): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'bunpai-tally-'));
  const file = join(folder, 'tally.txt');
  try {
    const { code } = await run('vitest', ['run', ...filters], 'inherit', { [TALLY_FILE_VARIABLE]: file });
    const tally = readTally(file) ?? { passed: 0, failed: 0 };
    // A run that breaks without a failed test (a crash, no tests found) is one failure.
    return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Finished {
  readonly code: number;
  readonly output: string;
}

function run(
  command: string,
  args: readonly string[],
  output: 'pipe' | 'inherit',
  extraEnv: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', output, output],
      env: { ...process.env, ...extraEnv },
      shell: process.platform === 'win32',
    });
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }));
  });
}
