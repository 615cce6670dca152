import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePackage } from '../../cli/package/make-package.ts';
import { anApp } from '../support/app.ts';
import { serve } from '../support/serve.ts';
import { aProgram } from '../support/shop.ts';

const run = promisify(execFile);

/** What a shop writes with the client: an own file in an own project, checked as strictly as it may be. */
const SHOP = `
import { createClient, ProblemError } from 'bunpai/client';
import type { AnswerOf, WebhookMessage } from 'bunpai/client';

const api = createClient({ address: process.argv[2] ?? '', token: process.argv[3] ?? null, language: 'ja' });
const programId = 'prg_1';
await api.createPartner({ body: { partnerId: 'ptn_1', name: 'Hana', kind: 'creator' } });
await api.enroll({ programId, body: { partnerId: 'ptn_1', joinedAt: '2026-10-01T00:00:00Z', status: 'active' } });
const sold: AnswerOf<'recordConversion'> = await api.recordConversion({
  programId,
  body: {
    conversionId: '#1',
    occurredAt: '2026-10-02T00:00:00Z',
    kind: 'sale',
    currency: 'USD',
    partnerId: 'ptn_1',
    lines: [{ lineId: '1', quantity: 1, amount: { amount: '100.00', currency: 'USD' } }],
  },
});
// @ts-expect-error an outcome is no number
const wrong: number = sold.outcome;
export const paid = (message: WebhookMessage): string | null =>
  message.type === 'payout.confirmed' && !message.isCut ? message.data.payoutId : null;
const refused = await api.readProgram({ programId: 'prg_2' }).catch((error: unknown) => error);
const code: string | null = refused instanceof ProblemError ? refused.code : null;
console.log(JSON.stringify({ outcome: wrong, code }));
`;

const STRICT = { strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, skipLibCheck: false };

describe('the package that others install', () => {
  const shop = mkdtempSync(join(tmpdir(), 'bunpai-shop-'));
  const installed = join(shop, 'node_modules', 'bunpai');

  beforeAll(async () => {
    const made = join(shop, 'made');
    makePackage(made);
    await run('npm', ['pack', made, '--pack-destination', shop, '--silent']);
    mkdirSync(installed, { recursive: true });
    const [tarball = ''] = readdirSync(shop).filter((name) => name.endsWith('.tgz'));
    await run('tar', ['-xzf', join(shop, tarball), '-C', installed, '--strip-components=1']);
    rmSync(made, { recursive: true });
    const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    // No more than it names, so that what it does not name is missed.
    for (const name of ['@types/node', ...Object.keys(dependencies)]) {
      const place = join(shop, 'node_modules', name);
      mkdirSync(dirname(place), { recursive: true });
      symlinkSync(resolve('node_modules', name), place);
    }
    writeFileSync(join(shop, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(shop, 'shop.ts'), SHOP);
  });
  afterAll(() => rmSync(shop, { recursive: true }));

  it.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('is typed for a strict project of module %s, resolved as %s does', async (module, moduleResolution) => {
    const compilerOptions = { ...STRICT, module, moduleResolution, target: 'es2022', types: ['node'] };
    const configuration = { compilerOptions, files: ['shop.ts'] };
    writeFileSync(join(shop, 'tsconfig.json'), JSON.stringify(configuration));
    const compiler = resolve('node_modules/typescript-native/bin/tsc');
    const told = await run(process.execPath, [compiler, '-p', shop, '--singleThreaded']).catch(({ stdout }) => ({
      stdout,
    }));
    expect(told.stdout).toBe('');
  });

  it('is a client that talks to a host', async () => {
    const app = anApp();
    const host = await serve(app);
    const token = await app.token({ role: 'admin' });
    await app.call('POST', '/v1/programs', { token, body: aProgram() });
    app.setNow('2026-10-03T00:00:00Z');
    const { stdout } = await run(process.execPath, [join(shop, 'shop.js'), host.address, token]);
    host.stop();
    expect(JSON.parse(stdout)).toEqual({ outcome: 'attributed', code: 'program.not-found' });
  });

  it('is a command that needs nothing of the project', async () => {
    const bunpai = async (...args: string[]) =>
      await run(process.execPath, [join(installed, 'cli/bin/bunpai.mjs'), ...args], { cwd: shop });
    await bunpai('sample', '--out', 'month');
    await bunpai('calculate', 'month', '--period', '2026-10', '--out', 'results');
    await bunpai('statement', 'render', 'results/statements/ptn_wano.json', '--format', 'pdf', '--out', 'wano.pdf');
    expect(readFileSync(join(shop, 'wano.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('holds every file of its own that it starts', () => {
    const started = readdirSync(installed, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.m?js$/.test(path))
      .flatMap((path) => {
        const text = readFileSync(join(installed, path), 'utf8');
        return [...text.matchAll(/new URL\('([^']+\.[jt]s)', import\.meta\.url\)/g)].map(([, to = '']) =>
          join(dirname(path), to),
        );
      });
    expect(started.sort()).toEqual(['cli/calculate/close-worker.js', 'cli/main.js', 'cli/partitions/task-thread.js']);
    expect(started.filter((path) => !existsSync(join(installed, path)))).toEqual([]);
  });
});
