import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeFolders, temporaryFolder, tokensIn } from './start-process.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const NOT_OURS = new Set(['.git', '.local', 'coverage', 'cdk.out', 'reports', 'dist']);
const WAIT_MILLISECONDS_MAX = 200_000;

/** A command of the tour, with what the README says that it prints. */
interface Step {
  readonly command: string;
  readonly isLeftRunning: boolean;
  readonly output: string | null;
}

/** The `sh` blocks of the tour in their order; a `text` block after one is its output. */
function stepsOf(readme: string): readonly Step[] {
  const tour = /^## Five-minute tour$(.*?)^## /ms.exec(readme)?.[1] ?? '';
  const blocks = tour.matchAll(/(<!-- tour: ([a-z ]+) -->\n)?```(sh|text)\n(.*?)\n```/gs);
  const steps: Step[] = [];
  for (const [, , mark, language, text = ''] of blocks) {
    if (language === 'sh') steps.push({ command: text, isLeftRunning: mark === 'leave running', output: null });
    const last = steps.at(-1);
    if (language === 'text' && mark === 'output' && last) steps[steps.length - 1] = { ...last, output: text };
  }
  return steps;
}

/** The shown output as a pattern: `…` stands for anything, and what comes before and after is not told. */
function patternOf(output: string): RegExp {
  const parts = output.split('…').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(parts.join('[^]*?').replaceAll('127\\.0\\.0\\.1:8787', '127\\.0\\.0\\.1:\\d+'));
}

/** A folder that looks like a clone, so that the tour leaves nothing in this one. */
function clone(): string {
  const folder = temporaryFolder();
  for (const name of readdirSync(ROOT)) if (!NOT_OURS.has(name)) symlinkSync(join(ROOT, name), join(folder, name));
  return folder;
}

/** The search path of a newcomer: npm's and Node's own folder first, and a curl in any case. */
function searchPath(): string {
  const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  if (spawnSync('curl', ['--version']).status === 0) return path;
  const folder = join(temporaryFolder(), 'bin');
  mkdirSync(folder);
  copyFileSync(join(ROOT, 'test/support/curl.mjs'), join(folder, 'curl'));
  chmodSync(join(folder, 'curl'), 0o755);
  return [path, folder].join(delimiter);
}

describe('the tour of the README', () => {
  const steps = stepsOf(README);
  const folder = clone();
  const env = { ...process.env, PATH: searchPath(), PORT: '0' };
  let running: ChildProcess | null = null;
  let shell: ChildProcess;
  let printed = '';

  beforeAll(() => {
    shell = spawn('sh', [], { cwd: folder, env, stdio: ['pipe', 'pipe', 'pipe'] });
    for (const stream of [shell.stdout, shell.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    }
  });

  afterAll(async () => {
    shell.stdin?.end();
    if (running?.pid !== undefined) {
      const ended = new Promise((resolve) => running?.once('close', resolve));
      process.kill(-running.pid, 'SIGTERM');
      await ended;
    }
    removeFolders();
  });

  const until = async (holds: () => boolean) => {
    for (let waited = 0; !holds(); waited += 20) {
      if (waited > WAIT_MILLISECONDS_MAX) throw new Error(`waited in vain; it said: ${printed}`);
      await sleep(20);
    }
  };

  const leaveRunning = async (command: string) => {
    const child = spawn('sh', ['-c', command], { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    running = child;
    let hasEnded = false;
    child.once('close', () => {
      hasEnded = true;
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    }
    await until(() => hasEnded || printed.includes('Stop with Ctrl-C'));
    expect(hasEnded, printed).toBe(false);
  };

  const run = async (command: string) => {
    const local = existsSync(join(folder, '.local/tokens.json')) ? tokensIn(join(folder, '.local')).address : '';
    shell.stdin?.write(`${command.replaceAll('http://127.0.0.1:8787', local)}\necho "ended with $?"\n`);
    await until(() => /ended with \d+\n$/.test(printed));
    expect(printed).toMatch(/ended with 0\n$/);
  };

  it('has ten commands and shows what most of them print', () => {
    expect(steps.length).toBeGreaterThanOrEqual(10);
    expect(steps.filter(({ output }) => output !== null).length).toBeGreaterThanOrEqual(8);
  });

  for (const { command, isLeftRunning, output } of steps) {
    it(`shows what it says: ${command.split('\n')[0]}`, async () => {
      printed = '';
      await (isLeftRunning ? leaveRunning(command) : run(command));
      if (output !== null) expect(printed).toMatch(patternOf(output));
    });
  }
});

describe('the README', () => {
  it('links to files that are there', () => {
    const links = [...README.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(4);
    for (const path of links) expect(existsSync(join(ROOT, path)), path).toBe(true);
  });
});
