import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TALLY_FILE_VARIABLE } from './tally.ts';

const CONFIG = `
import { TallyReporter } from '${resolve('test/support/tally-reporter.ts')}';
export default { test: { reporters: [new TallyReporter()] } };
`;

const HEAD = "import { beforeAll, describe, expect, it } from 'vitest';\n";
const FILES = {
  'green.test.ts': `${HEAD}it('one', () => {});\ndescribe('two', () => it('inside', () => {}));`,
  'red.test.ts': `${HEAD}it('one', () => {});\nit('two', () => expect(1).toBe(2));\nit.skip('three', () => {});`,
  'hook.test.ts': `${HEAD}describe('x', () => { beforeAll(() => { throw new Error('x'); }); it('never', () => {}); });`,
  'load.test.ts': "import './nowhere.ts';",
  'later.test.ts': `${HEAD}it('one', () => { setTimeout(() => { throw new Error('later'); }); });
it('two', () => new Promise((done) => { setTimeout(done, 50); }));`,
};

describe('the last line of a test run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bunpai-tally-'));

  beforeAll(() => {
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'vitest.config.ts'), CONFIG);
    for (const [file, text] of Object.entries(FILES)) writeFileSync(join(folder, file), text);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['every test passes', ['green'], '2 passed, 0 failed', 0],
    ['a test fails and one is skipped', ['red'], '1 passed, 1 failed', 1],
    ['a hook throws', ['hook'], '0 passed, 1 failed', 1],
    ['a file does not load', ['load'], '0 passed, 1 failed', 1],
    ['an error comes late', ['later'], '2 passed, 1 failed', 1],
    ['files differ', ['green', 'red', 'hook', 'load'], '3 passed, 3 failed', 1],
  ])('is right when %s', async (_name, files, line, exitCode) => {
    const { [TALLY_FILE_VARIABLE]: _file, ...env } = process.env;
    const vitest = resolve('node_modules/vitest/vitest.mjs');
    const result = await new Promise<{ code: unknown; lastLine: string | undefined }>((done) => {
      execFile(process.execPath, [vitest, 'run', ...files], { cwd: folder, env }, (error, stdout) =>
        done({ code: error === null ? 0 : error.code, lastLine: stdout.trimEnd().split('\n').at(-1) }),
      );
    });
    expect(result).toEqual({ code: exitCode, lastLine: line });
  });
});
