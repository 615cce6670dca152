import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFolder } from '../../cli/folder/read-folder.ts';
import { sampleFolder } from '../../cli/sample/sample-folder.ts';
import { SAMPLE_PERIOD, SAMPLE_PROGRAM } from '../../cli/sample/sample-program.ts';
import type { Summary } from '../../domain/settlement/summary.ts';
import { tokenIssuer } from '../../functions/identity/token-issuer.ts';
import { isAlive } from '../../infra/local/processes.ts';
import { closedFolder } from '../support/closed-folder.ts';
import type { Ended, Started } from './start-process.ts';
import {
  figuresOf,
  pidIn,
  removeFolders,
  serving,
  start,
  stop,
  temporaryFolder,
  tokensIn,
  until,
} from './start-process.ts';

const PROGRAM = SAMPLE_PROGRAM.programId;

let expected: Summary;

beforeAll(async () => {
  expected = (await closedFolder(sampleFolder(), SAMPLE_PERIOD)).summary;
});

afterAll(removeFolders);

/** The rows of the printed table: partner → its four figures. */
function tableIn(stdout: string): Record<string, readonly string[]> {
  const rows = stdout.split('\n').filter((line) => /^(?:ptn_\S+|total)\s/.test(line));
  return Object.fromEntries(
    rows.map((line) => [
      line.split(' ')[0] ?? '',
      (line.match(/[\d,.-]+/g) ?? []).slice(-4).map((cell) => cell.replaceAll(',', '')),
    ]),
  );
}

function tableOf({ partners, totals }: Summary): Record<string, readonly string[]> {
  return Object.fromEntries(
    [...partners, { partnerId: 'total', ...totals }].map(({ partnerId, commission, held, payable, payout }) => [
      partnerId,
      [commission, held, payable, payout],
    ]),
  );
}

/** The sample month, lived through once for all that only look at it. */
const local = temporaryFolder();

describe('npm start', () => {
  let first: Ended;
  beforeAll(async () => {
    first = await start(local, '--once').ended;
  });

  it('lives through the sample month and ends by itself with --once', () => {
    expect(first).toMatchObject({ code: 0 });
    expect(first.stderr).toMatch(/2026-10: 856 clicks, 302 conversions, 22 reversals +1,180/);
    expect(pidIn(local, 'host.json')).toBeNull();
    expect(pidIn(local, 'engine.json')).toBeNull();
  });

  it('prints the figures that the engine computes in memory from the same month', () => {
    expect(tableIn(first.stdout)).toEqual(tableOf(expected));
    expect(first.stdout).toContain('林広告事務所');
  });

  it('keeps its keys and tokens from other people of the machine', () => {
    for (const file of ['keys.json', 'tokens.json']) expect(statSync(join(local, file)).mode & 0o077).toBe(0);
  });

  it('finds the data of the first start, serves it, and lets go of its folder at the end', async () => {
    const second = start(local);
    await serving(second);
    expect(tableIn(second.stdout())).toEqual(tableOf(expected));
    expect(second.stderr()).toMatch(
      /^ {2}2026-10 was closed by an earlier start; --fresh wipes .* and begins again\n$/,
    );
    expect(await figuresOf(local, PROGRAM, SAMPLE_PERIOD)).toEqual(expected);

    const [host, engine] = [pidIn(local, 'host.json'), pidIn(local, 'engine.json')];
    expect(await stop(second)).toMatchObject({ code: 0 });
    for (const pid of [host, engine]) expect(pid !== null && isAlive(pid)).toBe(false);
  });

  it('refuses a folder that another host is serving from', async () => {
    const serves = start(local);
    await serving(serves);
    const refused = await start(local, '--once').ended;
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/another bunpai \(process \d+\) is serving from .*--local DIR/);
    expect(await figuresOf(local, PROGRAM, SAMPLE_PERIOD)).toEqual(expected);
    await stop(serves);
  });
});

describe('the printed command', () => {
  let started: Started;
  beforeAll(async () => {
    started = start(local);
    await serving(started);
  });
  afterAll(async () => {
    await stop(started);
  });

  const printed = () => {
    const [, token = '', url = ''] =
      /^curl -H 'Authorization: Bearer ([\w.-]+)' '(http:\/\/127\.0\.0\.1:\d+\/v1\/statements\/[^']+)'$/m.exec(
        started.stdout(),
      ) ?? [];
    return { token, url };
  };
  const get = (url: string, token: string) => fetch(url, { headers: { authorization: `Bearer ${token}` } });

  it('downloads a statement as the partner whose it is', async () => {
    const { token, url } = printed();
    const response = await get(url, token);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(await response.text()).toContain('ptn_hayashi');
    const json = await get(url.replace('?format=csv', ''), token);
    expect(await json.json()).toMatchObject({ partner: { id: 'ptn_hayashi' } });
  });

  it('shows nothing to another partner', async () => {
    const { url } = printed();
    const issuer = await tokenIssuer(JSON.parse(readFileSync(join(local, 'token-key.json'), 'utf8')));
    const { merchantId } = SAMPLE_PROGRAM;
    const other = { subject: 'ptn_sato', merchantId, role: 'partner-admin', partnerId: 'ptn_sato' } as const;
    const response = await get(url, await issuer.mint(other, 60));
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'statement.not-found' });
    expect((await fetch(url)).status).toBe(401);
  });

  it('is signed by a key that everybody can check it by', async () => {
    const { address, admin } = tokensIn(local);
    const { payload } = await jwtVerify(admin, createRemoteJWKSet(new URL(`${address}/.well-known/jwks.json`)));
    expect(payload).toMatchObject({ 'cognito:groups': ['admin'], token_use: 'access' });
  });

  it('belongs to a host whose clock only an admin sets', async () => {
    const { address, admin, finance } = tokensIn(local);
    const set = (token: string, body: unknown) =>
      fetch(`${address}/local/clock`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await set(finance, { now: null })).status).toBe(403);
    expect((await set(admin, { now: '2026-11-01' })).status).toBe(422);
    const answer = await set(admin, { now: '2026-12-01T00:00:00+09:00' });
    expect(await answer.json()).toEqual({ now: '2026-11-30T15:00:00.000Z' });
  });

  it('belongs to a host that tells a wrong address and a body that is too large', async () => {
    const { address, ingest } = tokensIn(local);
    const missing = await fetch(`${address}/v1/nothing`);
    expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    expect((await fetch(`${address}/v1/programs`, { method: 'DELETE' })).status).toBe(405);
    for (const size of [10_000_000, 11_000_000]) {
      const large = await fetch(`${address}/v1/programs/${PROGRAM}/conversions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ingest}`, 'content-type': 'application/json' },
        body: ' '.repeat(size),
      });
      expect(await large.json()).toMatchObject({ status: 413, code: 'request.too-large' });
    }
  });
});

describe('a start that is killed', () => {
  it('ends with the same figures when started again, whatever was under way', async () => {
    const ours = temporaryFolder();
    const links = join(ours, 'followed-links.jsonl');
    const linesOf = () => (existsSync(links) ? readFileSync(links, 'utf8').split('\n').length : 0);
    // Once in the middle of the month with all processes, once a little later with the host alone.
    for (const [lines, victims] of [
      [150, ['host', 'start']],
      [400, ['host']],
    ] as const) {
      const killed = start(ours);
      await until(killed, () => linesOf() > lines);
      const host = pidIn(ours, 'host.json');
      if (victims.includes('host' as never) && host !== null) process.kill(host, 'SIGKILL');
      if (victims.includes('start' as never)) killed.child.kill('SIGKILL');
      expect((await killed.ended).code).not.toBe(0);
    }
    const engine = pidIn(ours, 'engine.json');
    expect(engine !== null && isAlive(engine)).toBe(true);

    const last = await start(ours, '--once').ended;
    expect(last).toMatchObject({ code: 0 });
    expect(tableIn(last.stdout)).toEqual(tableOf(expected));
    expect(engine !== null && isAlive(engine)).toBe(false);
  });
});

const SMALL = {
  'program.json': JSON.stringify({
    id: 'prg_small',
    name: 'Two small months',
    merchant: 'Small Ltd',
    currency: 'USD',
    timezone: 'America/New_York',
    attribution: { model: 'linear', lookbackDays: 30, coupon: 'wins' },
    plan: {
      version: 1,
      effectiveFrom: '2026-01-01',
      rounding: 'half-up',
      base: { includeTax: false, includeShipping: false },
      holdDays: 10,
      rules: [{ id: 'base', when: {}, pay: { rate: '0.10' } }],
    },
    settlement: { period: 'month', threshold: { amount: '1.00', currency: 'USD' } },
  }),
  'partners.csv':
    'partner_id,name,kind,status,tier,segment,recruited_by,country,joined_at,ended_at,coupon\n' +
    'ptn_b,Recruited,creator,active,,,ptn_a,US,2026-01-01T00:00:00Z,,\n' +
    'ptn_a,Recruiter,agency,active,,,,US,2026-01-01T00:00:00Z,,TEN\n',
  'clicks.csv':
    'click_id,occurred_at,visitor_id,partner_id,link_id\n' +
    'clk_1,2026-01-20T10:00:00Z,vis_1,ptn_b,lnk_1\n' +
    'clk_2,2026-02-10T10:00:00Z,vis_1,ptn_a,lnk_2\n',
  'conversions.csv':
    'conversion_id,line_id,occurred_at,kind,visitor_id,customer_id,coupon,product_id,category,country,quantity,currency,amount,tax,shipping\n' +
    'ord_1,1,2026-01-25T10:00:00Z,sale,vis_1,cus_1,,p,c,US,1,USD,100.00,0,0\n' +
    'ord_2,1,2026-02-12T10:00:00Z,sale,vis_1,cus_1,,p,c,US,2,USD,33.35,0,0\n' +
    'ord_3,1,2026-02-13T10:00:00Z,sale,,,ten,p,c,US,1,USD,50.00,0,0\n' +
    'ord_4,1,2026-03-02T10:00:00Z,sale,vis_1,cus_1,,p,c,US,1,USD,999.00,0,0\n',
  'reversals.csv':
    'reversal_id,conversion_id,line_id,occurred_at,cause,amount\n' +
    'rev_1,ord_1,1,2026-02-20T10:00:00Z,refund,40.00\n' +
    'rev_2,unknown,,2026-02-21T10:00:00Z,refund,1.00\n',
};

function smallFolder(changes: Partial<typeof SMALL> = {}): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries({ ...SMALL, ...changes })) writeFileSync(join(folder, name), text);
  return folder;
}

describe('npm start -- --data DIR --period YYYY-MM', () => {
  it('closes every month of the folder up to the asked one, to the figures of calculate', async () => {
    const folder = smallFolder();
    const read = await readFolder(folder);
    if (!read.ok) throw new Error(read.problems.join('\n'));
    const { summary } = await closedFolder(read.folder, '2026-02');

    const own = temporaryFolder();
    const started = start(own, '--data', folder, '--period', '2026-02');
    await serving(started);
    expect(started.stderr()).toMatch(/2026-01: 1 clicks, 1 conversions, 0 reversals/);
    expect(await figuresOf(own, 'prg_small', '2026-02')).toEqual(summary);
    await stop(started);

    const again = await start(own, '--once').ended;
    expect(again.stdout).toContain('prg_small Two small months · 2026-02 · USD');
    expect(tableIn(again.stdout)).toEqual(tableOf(summary));

    const fresh = await start(own, '--fresh', '--once', '--data', folder, '--period', '2026-01').ended;
    expect(fresh.stdout).toContain('2026-01 · USD');
    expect(tableIn(fresh.stdout)['ptn_b']).toEqual(['10.00', '10.00', '0.00', '0.00']);
  });

  it('names every bad row of the folder and starts nothing', async () => {
    const own = join(temporaryFolder(), 'never-made');
    const folder = smallFolder({ 'clicks.csv': SMALL['clicks.csv'].replaceAll('2026-01-20T10:00:00Z', 'yesterday') });
    const ended = await start(own, '--data', folder, '--period', '2026-02').ended;
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/clicks\.csv:2: occurred_at: must be a time with its offset/);
    expect(existsSync(own)).toBe(false);
  });

  it('says how it is to be called', async () => {
    const own = temporaryFolder();
    expect(await start(own, '--help').ended).toMatchObject({ code: 0 });
    for (const [args, reason] of [
      [['--data', 'somewhere'], '--data DIR needs --period YYYY-MM'],
      [['--period', '2026-02'], '--period goes with --data DIR'],
      [['--data', 'somewhere', '--period', '2026-13'], '--period must be a month such as 2026-10, got "2026-13"'],
      [['--frehs'], "Unknown option '--frehs'"],
    ] as const) {
      const ended = await start(own, ...args).ended;
      expect(ended.code).toBe(2);
      expect(ended.stderr).toContain(reason);
    }
  });
});
