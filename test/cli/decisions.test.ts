import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { closeFolder } from '../../cli/calculate/close-folder.ts';
import { readFolder } from '../../cli/folder/read-folder.ts';
import type { Callers } from '../../cli/live/callers.ts';
import { liveThrough } from '../../cli/live/live-through.ts';
import { readSettlement } from '../../cli/live/settle.ts';
import { partitionFolder } from '../../cli/partitions/partition-folder.ts';
import { simulateFolder } from '../../cli/simulate/simulate-folder.ts';
import type { Client } from '../../functions/contract/client.ts';
import { createClient } from '../../functions/contract/client.ts';
import type { MerchantRole } from '../../functions/contract/route.ts';
import type { App } from '../support/app.ts';
import { anApp } from '../support/app.ts';
import { SILENT } from '../support/silent.ts';
import { TINY, table, temporaryFolder, tinyFolder } from './tiny-folder.ts';

const program = JSON.parse(TINY['program.json'] ?? '');
const reserve = { rate: '0.1', days: 30 };
const ADJUSTMENTS =
  'adjustment_id,partner_id,effective_at,amount,reason_code,text,drafted_by,approved_by,conversion_id';
const OPENINGS = 'partner_id,held,held_until,payable,currency';

/** October takes over a debt and a held balance, November gives and takes: of people, with what merchants review. */
const DECIDED = {
  'program.json': JSON.stringify({
    ...program,
    settlement: { ...program.settlement, reserve, refundRateLimit: '0.5' },
    review: { days: 14 },
  }),
  'adjustments.csv': table(
    ADJUSTMENTS,
    'adj_1,ptn_1,2026-11-20T10:00:00+09:00,500,goodwill,"お詫び, 配信の遅れ",usr_aoi,usr_ren,ord_1',
    'adj_2,ptn_2,2026-11-21T10:00:00+09:00,-30,fee,登録料,usr_aoi,usr_ren,',
    'adj_3,ptn_2,2026-10-21T10:00:00+09:00,10,debt-write-off,少額のため,usr_aoi,usr_ren,',
  ),
  'opening-balances.csv': table(OPENINGS, 'ptn_1,1000,2026-11-15T00:00:00+09:00,200,JPY', 'ptn_2,,,-200,JPY'),
  'reviews.csv': table('conversion_id,at,outcome,reason_code,by', 'ord_1,2026-11-05T09:00:00+09:00,approved,,usr_aoi'),
};

async function closed(directory: string, periodId = '2026-11'): Promise<Record<string, string>> {
  const scratch = mkdtempSync(join(tmpdir(), 'bunpai-'));
  try {
    const read = await partitionFolder(directory, { spill: scratch, partitions: 1 });
    if (!read.ok) throw new Error(read.problems.join('\n'));
    const out = mkdtempSync(join(scratch, 'out-'));
    await closeFolder(read.folder, periodId, { out, scratch }, SILENT);
    const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    return Object.fromEntries(
      files.map(({ name, parentPath }) => [name, readFileSync(join(parentPath, name), 'utf8')]),
    );
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

describe('a folder with decisions of people', () => {
  it('posts them in the month of their date and shows them on statements', async () => {
    const files = await closed(await tinyFolder(DECIDED));
    const statement = JSON.parse(files['ptn_1.json'] ?? '');
    expect(statement).toMatchObject({ opening: '0', openingHeld: '1059', moved: '1495', payable: '1554' });
    expect(statement.movements).toMatchObject([
      { type: 'opening-release', amount: '1000', held: '-1000' },
      {
        type: 'adjustment',
        id: 'adj_1',
        amount: '500',
        reason: 'goodwill',
        text: 'お詫び, 配信の遅れ',
        reference: { conversionId: 'ord_1' },
      },
      { type: 'reserve', amount: '-5', rate: '0.1' },
    ]);
    expect(files['ptn_1.csv']).toContain('goodwill: お詫び');
    expect(files['entries.jsonl']).toContain('"kind":"adjustment"');
    expect(files['entries.jsonl']).not.toContain('adj_3');
    const october = await closed(await tinyFolder(DECIDED), '2026-10');
    expect(JSON.parse(october['ptn_2.json'] ?? '')).toMatchObject({ payable: '-190', outcome: 'debt' });
    expect(october['entries.jsonl']).toContain('"kind":"opening"');
  });

  it('begins with the month of the first decision, where nothing was sold before', async () => {
    const early = 'adj_0,ptn_1,2026-08-20T10:00:00+09:00,90,goodwill,謝礼,usr_aoi,usr_ren,';
    const directory = await tinyFolder({ 'adjustments.csv': table(ADJUSTMENTS, early) });
    const files = await closed(directory, '2026-09');
    expect(JSON.parse(files['ptn_1.json'] ?? '')).toMatchObject({ opening: '90', payable: '90' });
  });

  it('keeps them in what a simulation compares with', async () => {
    const read = await readFolder(await tinyFolder(DECIDED));
    if (!read.ok) throw new Error(read.problems.join('\n'));
    const [plan] = read.folder.plans;
    if (plan === undefined) throw new Error('no plan');
    const { totals } = simulateFolder(read.folder, { plan, months: ['2026-10', '2026-11'] }, SILENT);
    expect(totals).toMatchObject({ actual: { payout: '1754' }, draft: { payout: '1754' }, change: '0' });
  });

  it('is refused with the line and the field of what is wrong, all of it at once', async () => {
    const read = await readFolder(
      await tinyFolder({
        'adjustments.csv': table(
          ADJUSTMENTS,
          'adj_1,ptn_9,2026-11-20T10:00:00+09:00,500,goodwill,x,usr_aoi,usr_ren,',
          'adj_2,ptn_1,yesterday,0.5,mood,,usr_aoi,,',
          'adj_3,ptn_1,2026-11-20T10:00:00+09:00,0,fee,x,usr_aoi,usr_ren,',
          'adj_4,ptn_1,2026-11-20T10:00:00+09:00,-5,debt-write-off,x,usr_aoi,usr_aoi,',
          'adj_5,ptn_1,2026-11-20T10:00:00+09:00,5,fee,x,usr_aoi,usr_ren,',
          'adj_5,ptn_1,2026-11-20T10:00:00+09:00,6,fee,x,usr_aoi,usr_ren,',
          'adj_6,ptn_1,2026-11-20T10:00:00+09:00,6,fee,x,usr_aoi,usr_ren,ord_999',
        ),
        'opening-balances.csv': table(OPENINGS, 'ptn_1,10,,5,JPY', 'ptn_1,-1,,,USD', 'ptn_8,,,x,JPY'),
      }),
    );
    const problems = read.ok ? [] : read.problems;
    expect(problems.map((problem) => problem.split(': ').slice(0, 2).join(': '))).toEqual([
      'adjustments.csv:2: partner_id',
      'adjustments.csv:3: amount',
      'adjustments.csv:3: effective_at',
      'adjustments.csv:3: reason_code',
      'adjustments.csv:3: text',
      'adjustments.csv:3: approved_by',
      'adjustments.csv:4: amount',
      'adjustments.csv:5: amount',
      'adjustments.csv:5: approved_by',
      'adjustments.csv:7: adjustment_id',
      'adjustments.csv:8: conversion_id',
      'opening-balances.csv:2: held_until',
      'opening-balances.csv:3: currency',
      'opening-balances.csv:3: held',
      'opening-balances.csv:3: partner_id',
      'opening-balances.csv:4: payable',
    ]);
  });
});

describe('a statement that an adjustment refers to', () => {
  it.each([
    ['prg_tea:2026-10:ptn_1', []],
    ['prg_tea:2026-11:ptn_1', []],
    ['prg_tea:2026-12:ptn_1', ['adjustments.csv:2: statement_id']],
    ['prg_tea:2026-10:ptn_2', ['adjustments.csv:2: statement_id']],
    ['prg_1:2026-10:ptn_1', ['adjustments.csv:2: statement_id']],
    ['October', ['adjustments.csv:2: statement_id']],
  ])('%s is one of the partner that the month knows, or is refused', async (statementId, wanted) => {
    const row = `adj_1,ptn_1,2026-11-20T10:00:00+09:00,500,goodwill,x,usr_aoi,usr_ren,${statementId}`;
    const header = ADJUSTMENTS.replace('conversion_id', 'statement_id');
    const read = await readFolder(await tinyFolder({ 'adjustments.csv': table(header, row) }));
    const problems = read.ok ? [] : read.problems;
    expect(problems.map((problem) => problem.split(': ').slice(0, 2).join(': '))).toEqual(wanted);
  });
});

describe('the same folder lived through over HTTP', () => {
  it('comes to the figures that calculate makes of it', async () => {
    const directory = await tinyFolder(DECIDED);
    const read = await readFolder(directory);
    if (!read.ok) throw new Error(read.problems.join('\n'));
    const callers = await callersOf();
    const progress = { note: () => {}, phase: () => ({ advance: () => {}, done: () => {} }) };
    const month = { folder: read.folder, periodId: '2026-11', isSample: false };
    await liveThrough(callers, month, { local: await temporaryFolder(), progress });
    const { summary } = await readSettlement(callers, 'prg_tea', '2026-11');
    const files = await closed(directory);
    expect(summary).toEqual(JSON.parse(files['summary.json'] ?? ''));
  });
});

/** The callers of a laptop host, over handlers in this process. */
async function callersOf(): Promise<Callers> {
  const app = anApp();
  const address = 'http://127.0.0.1';
  const client = async (role: MerchantRole): Promise<Client> => {
    const token = await app.token({ role });
    return createClient({ address, token, attempts: 1, fetch: inProcess(app) });
  };
  return {
    address,
    admin: await client('admin'),
    ingest: await client('ingest'),
    finance: await client('finance-maker'),
    approver: await client('finance-checker'),
    setClock: async (instant) => app.setNow(new Date(instant ?? 0).toISOString()),
  };
}

/** Requests of a client, answered by the handlers. */
function inProcess(app: App): typeof fetch {
  return async (url, { method = 'GET', headers, body } = {}) => {
    const given = new Headers(headers);
    const reply = await app.call(method, String(url).replace(/^[^/]+\/\/[^/]+/, ''), {
      token: null,
      headers: Object.fromEntries(given),
      ...(typeof body === 'string' ? { rawBody: body } : {}),
    });
    return new Response(reply.text, { status: reply.status, headers: reply.headers });
  };
}
