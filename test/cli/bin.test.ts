import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = `
const args: readonly string[] = process.argv.slice(2);
console.log(JSON.stringify({ version: process.version, args }));
if (args[0] === 'fail') process.exitCode = 3;
if (args[0] === 'wait') setTimeout(() => {}, 60_000);
`;

/** What a Node 20 would say of itself. */
const AS_NODE_20 = [
  '--import',
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.0.0"}})',
];

interface Finished {
  readonly code: number | string | null | undefined;
  readonly signal: NodeJS.Signals | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the launcher of the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bunpai-bin-'));
  const bin = join(folder, 'cli', 'bin', 'bunpai.mjs');

  beforeAll(() => {
    cpSync('cli/bin/bunpai.mjs', bin);
    writeFileSync(join(folder, 'cli', 'main.ts'), MAIN);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function launch(nodeArgs: readonly string[], args: readonly string[], signal?: NodeJS.Signals): Promise<Finished> {
    return new Promise((done) => {
      const child = execFile(process.execPath, [...nodeArgs, bin, ...args], (error, stdout, stderr) =>
        done({ code: error === null ? 0 : error.code, signal: error?.signal, stdout, stderr }),
      );
      if (signal !== undefined) child.stdout?.once('data', () => child.kill(signal));
    });
  }

  it('runs TypeScript at once on Node 24, arguments untouched', async () => {
    const { code, stdout } = await launch([], ['calculate', 'a folder', '--json']);
    expect({ code, ...JSON.parse(stdout) }).toEqual({
      code: 0,
      version: process.version,
      args: ['calculate', 'a folder', '--json'],
    });
  });

  describe('beside joined files', () => {
    const home = join(folder, 'node_modules', '.cache', 'joined');
    const source = join(folder, 'cli', 'main.ts');

    function joinAsOf({ mtimeMs, size }: { readonly mtimeMs: number; readonly size: number }, project = `${folder}/`) {
      mkdirSync(join(home, 'cli'), { recursive: true });
      writeFileSync(join(home, 'cli', 'main.js'), 'console.log("joined")');
      const madeOf = [['cli/main.ts', mtimeMs, size]];
      writeFileSync(join(home, 'made-of.json'), JSON.stringify({ project, madeOf }));
    }

    afterAll(() => rmSync(home, { recursive: true }));

    it('takes them for as long as their sources are as they were', async () => {
      joinAsOf(statSync(source));
      expect((await launch([], [])).stdout).toBe('joined\n');
    });

    it.each([
      ['a source was changed', 1, 0],
      ['a source has another size', 0, 1],
    ])('runs the sources when %s', async (_, ms, bytes) => {
      const { mtimeMs, size } = statSync(source);
      joinAsOf({ mtimeMs: mtimeMs + ms, size: size + bytes });
      expect((await launch([], [])).stdout).toContain('"args":[]');
    });

    it('runs the sources of its own project', async () => {
      joinAsOf(statSync(source), '/another/project/');
      expect((await launch([], [])).stdout).toContain('"args":[]');
    });
  });

  it('says what is missing when an older Node finds no Node 24 beside it', async () => {
    const { code, stdout, stderr } = await launch(AS_NODE_20, []);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^bunpai needs Node 24 or newer, got v.+ `npm ci`/);
  });

  describe('on an older Node', () => {
    beforeAll(() => {
      mkdirSync(join(folder, 'node_modules'), { recursive: true });
      symlinkSync(resolve('node_modules/node'), join(folder, 'node_modules', 'node'));
    });

    it('hands over to the Node 24 from npm', async () => {
      const { code, stdout } = await launch(AS_NODE_20, ['explain', 'x y']);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toEqual({ version: expect.stringMatching(/^v24\./), args: ['explain', 'x y'] });
    });

    it('passes the exit code on', async () => {
      expect((await launch(AS_NODE_20, ['fail'])).code).toBe(3);
    });

    it('passes a signal on and dies of it', async () => {
      expect((await launch(AS_NODE_20, ['wait'], 'SIGTERM')).signal).toBe('SIGTERM');
    });
  });
});
