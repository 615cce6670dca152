import { beforeEach, describe, expect, it } from 'vitest';
import { statementIdOf } from '../../../domain/statement/statement.ts';
import type { App } from '../../support/app.ts';
import { MERCHANT, PROGRAM } from '../../support/app.ts';
import { aShop } from '../../support/shop.ts';

const ADJUSTMENTS = `/v1/programs/${PROGRAM}/adjustments`;
const OPENINGS = `/v1/programs/${PROGRAM}/opening-balances`;
const OCTOBER = `/v1/programs/${PROGRAM}/periods/2026-10`;

const draft = {
  adjustmentId: 'adj_1',
  partnerId: 'ptn_1',
  amount: { amount: '-7.50', currency: 'USD' },
  effectiveAt: '2026-10-05T00:00:00Z',
  reason: 'fee',
  text: 'Cost of returned goods',
};

const csv = ['partner_id,held,held_until,payable,currency', 'ptn_1,40.00,2026-11-15T00:00:00Z,12.50,USD'].join('\n');

let app: App;
let aoi: string;
let ren: string;

beforeEach(async () => {
  app = await aShop();
  aoi = await app.token({ role: 'admin', subject: 'usr_aoi' });
  ren = await app.token({ role: 'finance-checker', subject: 'usr_ren' });
});

async function close(periodId = '2026-10', now = '2026-11-02T00:00:00Z') {
  app.setNow(now);
  const path = `/v1/programs/${PROGRAM}/periods/${periodId}`;
  for (const step of ['seal', 'calculate']) await app.call('POST', `${path}/${step}`, { token: aoi });
  await app.call('POST', `${path}/approve`, { token: ren });
  for (const step of ['close', 'payout']) await app.call('POST', `${path}/${step}`, { token: aoi });
}

const statementOf = async (periodId: string) =>
  (await app.call('GET', `/v1/statements/${encodeURIComponent(statementIdOf(PROGRAM, periodId, 'ptn_1'))}`)).json;

describe('an adjustment', () => {
  it('is listed page by page, also among those of a status', async () => {
    const ids = ['adj_1', 'adj_2', 'adj_3', 'adj_4', 'adj_5'];
    for (const adjustmentId of ids)
      await app.call('POST', ADJUSTMENTS, { token: aoi, body: { ...draft, adjustmentId } });
    for (const id of ['adj_2', 'adj_5']) await app.call('POST', `${ADJUSTMENTS}/${id}/approve`, { token: ren });
    const pages = async (query: string) => {
      const seen: string[][] = [];
      for (let next: string | null = ''; next !== null; ) {
        const cursor: string = next === '' ? '' : `&cursor=${next}`;
        const { json } = await app.call('GET', `${ADJUSTMENTS}?${query}${cursor}`, { token: ren });
        seen.push(json.adjustments.map(({ adjustmentId }: { adjustmentId: string }) => adjustmentId));
        next = json.next;
      }
      return seen;
    };
    expect(await pages('limit=2')).toEqual([['adj_1', 'adj_2'], ['adj_3', 'adj_4'], ['adj_5']]);
    expect(await pages('limit=5')).toEqual([ids]);
    expect(await pages('limit=1&status=approved')).toEqual([['adj_2'], ['adj_5']]);
    const long = Buffer.from('あ'.repeat(400)).toString('base64url');
    expect(await app.call('GET', `${ADJUSTMENTS}?cursor=${long}`, { token: ren })).toMatchObject({ status: 422 });
  });

  it('is drafted by one, approved by another, and on the statement of the open period', async () => {
    const drafted = await app.call('POST', ADJUSTMENTS, { token: aoi, body: draft });
    expect(drafted).toMatchObject({ status: 201, json: { status: 'draft', draftedBy: 'usr_aoi', decidedBy: null } });
    expect((await app.call('POST', ADJUSTMENTS, { token: aoi, body: draft })).status).toBe(200);
    const own = await app.call('POST', `${ADJUSTMENTS}/adj_1/approve`, { token: aoi });
    expect(own).toMatchObject({ status: 409, json: { code: 'approval.same-person' } });
    const approved = await app.call('POST', `${ADJUSTMENTS}/adj_1/approve`, { token: ren });
    expect(approved).toMatchObject({ status: 200, json: { status: 'approved', decidedBy: 'usr_ren' } });
    expect(await app.call('POST', `${ADJUSTMENTS}/adj_1/approve`, { token: ren })).toEqual(approved);
    const late = await app.call('POST', `${ADJUSTMENTS}/adj_1/reject`, { token: aoi });
    expect(late).toMatchObject({ status: 409, json: { code: 'adjustment.decided' } });

    await close();
    expect(await statementOf('2026-10')).toMatchObject({
      payable: '-7.50',
      outcome: 'debt',
      movements: [{ type: 'adjustment', id: 'adj_1', amount: '-7.50', reason: 'fee', text: draft.text }],
    });
    expect((await app.call('GET', `${OCTOBER}/replay`, { token: aoi })).json).toMatchObject({ differenceCount: 0 });
  });

  it('is taken up by one period only, and one of a later date waits for its period', async () => {
    for (const [adjustmentId, effectiveAt] of [
      ['adj_1', '2026-10-05T00:00:00Z'],
      ['adj_2', '2026-11-05T00:00:00Z'],
    ]) {
      await app.call('POST', ADJUSTMENTS, { token: aoi, body: { ...draft, adjustmentId, effectiveAt } });
      await app.call('POST', `${ADJUSTMENTS}/${adjustmentId}/approve`, { token: ren });
    }
    await close();
    await close('2026-11', '2026-12-02T00:00:00Z');
    await close('2026-12', '2027-01-02T00:00:00Z');
    const found: unknown[] = [];
    for (const month of ['2026-10', '2026-11', '2026-12']) found.push((await statementOf(month)).movements ?? []);
    expect(found).toMatchObject([[{ id: 'adj_1' }], [{ id: 'adj_2' }], []]);
  });

  it('that was rejected, or only drafted, pays nobody', async () => {
    for (const adjustmentId of ['adj_1', 'adj_2']) {
      await app.call('POST', ADJUSTMENTS, { token: aoi, body: { ...draft, adjustmentId } });
    }
    expect(await app.call('POST', `${ADJUSTMENTS}/adj_1/reject`, { token: aoi })).toMatchObject({ status: 200 });
    const open = await app.call('GET', `${ADJUSTMENTS}?status=draft`, { token: ren });
    expect(open.json).toMatchObject({ adjustments: [{ adjustmentId: 'adj_2', amount: draft.amount }] });
    await close();
    expect((await statementOf('2026-10')).movements).toBeUndefined();
  });

  it.each([
    [{ amount: { amount: '0', currency: 'USD' } }, 'request.invalid', 'amount.amount'],
    [{ amount: { amount: '1.234', currency: 'USD' } }, 'request.invalid', 'amount.amount'],
    [{ amount: { amount: '1', currency: 'JPY' } }, 'currency.mismatch', 'amount.currency'],
    [{ reason: 'because' }, 'request.invalid', 'reason'],
    [{ reason: 'debt-write-off' }, 'request.invalid', 'amount'],
    [{ partnerId: 'ptn_9' }, 'reference.unknown', 'partnerId'],
    [{ conversionId: 'c_9' }, 'reference.unknown', 'conversionId'],
    [{ statementId: 's_9' }, 'reference.unknown', 'statementId'],
    [{ conversionId: 'c', statementId: 's' }, 'request.invalid', 'statementId'],
  ])('is refused with %j: %s of %s', async (change, code, field) => {
    const refused = await app.call('POST', ADJUSTMENTS, { token: aoi, body: { ...draft, ...change } });
    expect(refused).toMatchObject({ status: 422, json: { code, errors: [{ field }] } });
    expect((await app.call('GET', ADJUSTMENTS, { token: aoi })).json).toEqual({ adjustments: [], next: null });
  });

  it('is not drafted under a taken id', async () => {
    await app.call('POST', ADJUSTMENTS, { token: aoi, body: draft });
    const other = await app.call('POST', ADJUSTMENTS, { token: aoi, body: { ...draft, text: 'Another' } });
    expect(other).toMatchObject({ status: 409, json: { code: 'adjustment.conflict' } });
    expect(other.json.detail).toBe(`adjustment ${draft.adjustmentId} was drafted by usr_aoi with another text`);
    const token = await app.token({ role: 'admin', subject: 'usr_ren' });
    const again = await app.call('POST', ADJUSTMENTS, { token, body: draft });
    expect(again.json.detail).toBe(`adjustment ${draft.adjustmentId} was drafted by usr_aoi, got it from usr_ren`);
  });
});

describe('balances that are taken over', () => {
  it('are imported with their sums, approved by another, and paid as they fall due', async () => {
    const drafted = await app.call('PUT', OPENINGS, { token: aoi, body: { importId: 'imp_1', csv } });
    expect(drafted).toMatchObject({
      status: 200,
      json: { status: 'draft', partners: 1, totals: { held: { amount: '40.00' }, payable: { amount: '12.50' } } },
    });
    const own = await app.call('POST', `${OPENINGS}/imp_1/approve`, { token: aoi });
    expect(own).toMatchObject({ status: 409, json: { code: 'approval.same-person' } });
    expect(await app.call('POST', `${OPENINGS}/imp_1/approve`, { token: ren })).toMatchObject({ status: 200 });
    expect((await app.call('GET', OPENINGS, { token: aoi })).json).toMatchObject({ status: 'approved' });

    await close();
    await close('2026-11', '2026-12-02T00:00:00Z');
    await close('2026-12', '2027-01-02T00:00:00Z');
    expect(await statementOf('2026-10')).toMatchObject({ payout: '12.50', held: '40.00' });
    expect(await statementOf('2026-11')).toMatchObject({ payout: '40.00', held: '0.00' });
    expect(await statementOf('2026-12')).toMatchObject({ payout: '0.00', held: '0.00' });
  });

  it('are replaced and approved under the tag of what was seen', async () => {
    const put = (payable: string, ifMatch: string) =>
      app.call('PUT', OPENINGS, {
        token: aoi,
        body: { importId: 'imp_1', csv: csv.replace('12.50', payable) },
        headers: { 'if-match': ifMatch },
      });
    expect(await put('12.50', '"0"')).toMatchObject({ status: 412, json: { code: 'opening.edited' } });
    await app.call('PUT', OPENINGS, { token: aoi, body: { importId: 'imp_1', csv } });
    const seen = (await app.call('GET', OPENINGS, { token: ren })).headers['etag'] ?? '';
    expect(await put('99.00', seen)).toMatchObject({ status: 200 });
    expect(await put('98.00', seen)).toMatchObject({ status: 412, json: { code: 'opening.edited' } });
    const approve = (ifMatch: string) =>
      app.call('POST', `${OPENINGS}/imp_1/approve`, { token: ren, headers: { 'if-match': ifMatch } });
    expect(await approve(seen)).toMatchObject({ status: 412, json: { code: 'opening.edited' } });
    const { headers } = await app.call('GET', OPENINGS, { token: ren });
    expect(await approve(headers['etag'] ?? '')).toMatchObject({ status: 200, json: { status: 'approved' } });
  });

  it('are refused once the first period is sealed', async () => {
    await close();
    const late = await app.call('PUT', OPENINGS, { token: aoi, body: { importId: 'imp_1', csv } });
    expect(late).toMatchObject({ status: 409, json: { code: 'opening.too-late' } });
  });

  it('are read as spreadsheets write them: with a byte order mark, everything in quotes, empty lines, CR LF', async () => {
    const quoted = csv
      .trim()
      .split('\n')
      .map((line) => line.split(',').map((cell) => `"${cell}"`))
      .join('\r\n\r\n');
    const drafted = await app.call('PUT', OPENINGS, {
      token: aoi,
      body: { importId: 'imp_1', csv: `\uFEFF${quoted}\r\n` },
    });
    expect(drafted, drafted.text).toMatchObject({
      status: 200,
      json: { partners: 1, totals: { held: { amount: '40.00' }, payable: { amount: '12.50' } } },
    });
  });

  it.each([
    [
      'no row: an import cannot be repeated once it is approved',
      'partner_id,held,held_until,payable,currency\n',
      'csv',
    ],
    ['a quote that nobody closed', `${csv.trim()}\nptn_2,"1,,,USD\n`, 'csv[3]'],
    [
      'a day that is none, also where nothing is held',
      csv.replace(/ptn_1.*/, 'ptn_1,0,soon,1,USD'),
      'csv[2].held_until',
    ],
  ])('are refused with %s', async (_, wrong, field) => {
    const refused = await app.call('PUT', OPENINGS, { token: aoi, body: { importId: 'imp_1', csv: wrong } });
    expect([refused.status, refused.json.errors.map((error: { field: string }) => error.field)]).toEqual([
      422,
      [field],
    ]);
  });

  it('are refused with every cell that is wrong', async () => {
    const wrong = ['partner_id,held,held_until,payable,currency', 'ptn_9,-1,,x,JPY', 'ptn_1,5,,1,USD'].join('\n');
    const refused = await app.call('PUT', OPENINGS, { token: aoi, body: { importId: 'imp_1', csv: wrong } });
    expect(refused.status).toBe(422);
    expect(refused.json.errors.map(({ field }: { field: string }) => field)).toEqual([
      'csv[2].partner_id',
      'csv[2].currency',
      'csv[2].payable',
      'csv[2].held',
      'csv[3].held_until',
    ]);
    expect((await app.call('GET', OPENINGS, { token: aoi })).status).toBe(404);
  });
});

describe('the trial balance', () => {
  const TRIAL = `/v1/programs/${PROGRAM}/trial-balance`;

  it('has every account, sums to zero, and stays as it was for a closed month', async () => {
    await app.call('PUT', OPENINGS, { token: aoi, body: { importId: 'imp_1', csv } });
    await app.call('POST', `${OPENINGS}/imp_1/approve`, { token: ren });
    expect((await app.call('GET', TRIAL, { token: aoi })).json).toEqual({
      closedTo: null,
      accounts: [],
      clearing: [],
    });
    await close();
    const october = await app.call('GET', `${TRIAL}?bookedOn=2026-10-31`, { token: aoi });
    expect(october.json).toEqual({
      closedTo: '2026-10-31',
      accounts: [
        { account: 'equity/opening', balance: { amount: '-52.50', currency: 'USD' } },
        { account: 'partner/ptn_1/held', balance: { amount: '40.00', currency: 'USD' } },
        { account: 'partner/ptn_1/payable', balance: { amount: '12.50', currency: 'USD' } },
      ],
      clearing: [],
    });
    const november = await app.call('GET', `${TRIAL}?bookedOn=2026-11-30`, { token: aoi });
    expect(november.json.clearing).toEqual([
      {
        account: 'partner/ptn_1/in-payout',
        ...{ partnerId: 'ptn_1', periodId: '2026-10', balance: { amount: '12.50', currency: 'USD' } },
        ...{ since: '2026-11-02', days: 28, age: '8-30' },
      },
    ]);
    await close('2026-11', '2026-12-02T00:00:00Z');
    const again = await app.call('GET', `${TRIAL}?bookedOn=2026-10-31`, { token: aoi });
    expect(again.json.accounts).toEqual(october.json.accounts);
    const before = await app.call('GET', `${TRIAL}?effectiveAt=2026-09-01T00:00:00Z`, { token: aoi });
    expect(before.json.accounts).toEqual([]);
    expect((await app.call('GET', `${TRIAL}?bookedOn=today`, { token: aoi })).status).toBe(422);
  });
});

describe('the journal of a period', () => {
  const fileOf = ({ text }: { readonly text: string }) => Buffer.from(text, 'base64').toString('utf8');

  it('is downloaded for ledger, and as it is; books in yen have no place for dollars', async () => {
    await app.call('PUT', OPENINGS, { token: aoi, body: { importId: 'imp_1', csv } });
    await app.call('POST', `${OPENINGS}/imp_1/approve`, { token: ren });
    await close();
    const ledger = await app.call('GET', `${OCTOBER}/journal?format=ledger`, { token: aoi });
    expect(ledger.headers).toMatchObject({ 'content-type': 'text/plain; charset=utf-8', 'bunpai-left-out': '0' });
    expect(fileOf(ledger)).toContain('    partner:ptn_1:held  -40.00 USD\n');
    const lines = await app.call('GET', `${OCTOBER}/journal?format=jsonl`, { token: aoi });
    expect(JSON.parse(fileOf(lines).split('\n')[0] ?? '')).toMatchObject({ kind: 'opening', periodId: '2026-10' });
    const yen = await app.call('GET', `${OCTOBER}/journal?format=freee`, { token: aoi });
    expect(yen).toMatchObject({ status: 422, json: { code: 'currency.mismatch' } });
    expect((await app.call('GET', `${OCTOBER}/journal?format=excel`, { token: aoi })).status).toBe(422);
  });
});

describe('access', () => {
  it('is for finance of the merchant only', async () => {
    const partner = await app.token({ role: 'partner-admin' });
    const foreign = await app.token({ role: 'admin', merchantId: `${MERCHANT}x` });
    for (const [method, path, body] of [
      ['POST', ADJUSTMENTS, draft],
      ['GET', ADJUSTMENTS, undefined],
      ['POST', `${ADJUSTMENTS}/adj_1/approve`, undefined],
      ['POST', `${ADJUSTMENTS}/adj_1/reject`, undefined],
      ['GET', `/v1/programs/${PROGRAM}/trial-balance`, undefined],
      ['GET', `${OCTOBER}/journal?format=ledger`, undefined],
      ['PUT', OPENINGS, { importId: 'imp_1', csv }],
      ['GET', OPENINGS, undefined],
      ['POST', `${OPENINGS}/imp_1/approve`, undefined],
    ] as const) {
      const request = body === undefined ? {} : { body };
      expect((await app.call(method, path, { ...request, token: partner })).status).toBe(403);
      expect((await app.call(method, path, { ...request, token: foreign })).status).toBe(404);
    }
  });
});
