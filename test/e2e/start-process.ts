import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Tokens as MerchantTokens } from '../../cli/live/tokens.ts';
import type { Summary } from '../../domain/settlement/summary.ts';

const PROGRAM = fileURLToPath(new URL('../../cli/live/main.ts', import.meta.url));
const WAIT_MILLISECONDS_MAX = 460_000;

/** What `npm start` said and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `npm start` under way. */
export interface Started {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<Ended>;
}

/** What `npm start` leaves for trying the API by hand. */
export interface Tokens extends MerchantTokens {
  readonly address: string;
  readonly partner: string;
}

const folders: string[] = [];

/** A folder that `removeFolders` takes away again. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bunpai-start-'));
  folders.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Starts `npm start -- …args` on a data folder, on any free port. */
export function start(local: string, ...args: readonly string[]): Started {
  const child = spawn(process.execPath, [PROGRAM, '--local', local, ...args], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, stdout: () => stdout, stderr: () => stderr, ended };
}

/** Waits until something holds; a start that ends first fails the wait with what it said. */
export async function until(started: Started, holds: () => boolean): Promise<void> {
  let end: Ended | null = null;
  void started.ended.then((ended) => {
    end = ended;
  });
  for (let waited = 0; waited < WAIT_MILLISECONDS_MAX; waited += 20) {
    if (holds()) return;
    if (end !== null) throw new Error(`npm start ended: ${JSON.stringify(end)}`);
    await sleep(20);
  }
  throw new Error(`waited in vain; it said: ${started.stdout()}${started.stderr()}`);
}

/** Waits until the summary is shown and the host keeps serving. */
export async function serving(started: Started): Promise<void> {
  await until(started, () => started.stdout().includes('Stop with Ctrl-C'));
}

export async function stop(started: Started): Promise<Ended> {
  started.child.kill('SIGTERM');
  return await started.ended;
}

export function tokensIn(local: string): Tokens {
  return JSON.parse(readFileSync(join(local, 'tokens.json'), 'utf8')) as Tokens;
}

/** A process id from a file of the data folder, or null while it is not there. */
export function pidIn(local: string, file: 'host.json' | 'engine.json'): number | null {
  const path = join(local, file);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { pid: number }).pid : null;
}

/** The figures of a period, as the running host answers them. */
export async function figuresOf(local: string, programId: string, periodId: string): Promise<Summary> {
  const { address, finance } = tokensIn(local);
  const response = await fetch(`${address}/v1/programs/${programId}/periods/${periodId}`, {
    headers: { authorization: `Bearer ${finance}` },
  });
  const { summary } = (await response.json()) as { summary: Summary };
  return summary;
}
