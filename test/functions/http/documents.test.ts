import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../functions/runtime/ids.ts';
import type { App, Json, Reply } from '../../support/app.ts';
import { aConversion, aLine, aShop, post, programPath, usd } from '../../support/shop.ts';
import { pdfPages } from '../documents/pdf-pages.ts';

const idOf = (partnerId: string): string => `prg_1:2026-10:${partnerId}`;
const pathOf = (partnerId: string, rest = ''): string => `/v1/statements/${encodeURIComponent(idOf(partnerId))}${rest}`;

/** October with an order of 1000.00 for one partner and of 500.00 for the other, issued on 2 November. */
async function anIssuedShop(orderOf = (partnerId: string) => `ord_${partnerId}`): Promise<App> {
  const app = await aShop();
  for (const [partnerId, sold] of [
    ['ptn_1', '1000.00'],
    ['ptn_2', '500.00'],
  ] as const) {
    const body = aConversion({ conversionId: orderOf(partnerId), partnerId, lines: [aLine({ amount: usd(sold) })] });
    await post(app, programPath('conversions'), body);
  }
  app.setNow('2026-11-02T10:00:00+09:00');
  for (const step of ['seal', 'calculate', 'approve', 'close']) {
    const token = await app.token({
      role: step === 'approve' ? 'finance-checker' : 'finance-maker',
      subject: `${step}@example.com`,
    });
    const reply = await app.call('POST', programPath(`periods/2026-10/${step}`), { token });
    expect(reply.status, reply.text).toBe(202);
  }
  return app;
}

const asPartner = (app: App, partnerId = 'ptn_1') =>
  app.token({ role: 'partner-admin', partnerId, subject: `${partnerId}@x` });
const asFinance = (app: App) => app.token({ role: 'finance-maker' });

async function says(app: App, partnerId: string, rest: string, body: Json): Promise<Reply> {
  return app.call('POST', pathOf(partnerId, rest), { token: await asPartner(app, partnerId), body });
}

async function answers(app: App, rest: string, body: Json): Promise<Reply> {
  return app.call('POST', pathOf('ptn_1', rest), { token: await asFinance(app), body });
}

describe('a statement as a document', () => {
  it('is canonical JSON with its version, deadline and transfer', async () => {
    const app = await anIssuedShop();
    const { json } = await app.call('GET', pathOf('ptn_1'), { token: await asPartner(app) });
    expect(json.document).toMatchObject({
      version: 1,
      issuedAt: '2026-11-02T01:00:00Z',
      confirmBy: '2026-11-16T01:00:00Z',
      agreedOn: null,
      total: '50.00',
      transfer: '50.00',
      partner: { name: 'Partner ptn_1' },
    });
  });

  it('is a PDF by Accept or by format, in the language asked for', async () => {
    const app = await anIssuedShop();
    const token = await asPartner(app);
    const headers = { accept: 'application/pdf', 'accept-language': 'ja' };
    const byAccept = await app.call('GET', pathOf('ptn_1'), { token, headers });
    expect([byAccept.status, byAccept.headers['content-type']]).toEqual([200, 'application/pdf']);
    const [japanese] = await pdfPages(Buffer.from(byAccept.text, 'base64'));
    expect(japanese?.text).toContain('仕入明細書');
    const byFormat = await app.call('GET', pathOf('ptn_1', '?format=pdf&language=en'), { token });
    const [english] = await pdfPages(Buffer.from(byFormat.text, 'base64'));
    expect(english?.text).toContain('Purchase statement');
  });

  it('of another partner is not found, whatever is done with it', async () => {
    const app = await anIssuedShop();
    const token = await asPartner(app, 'ptn_2');
    for (const [method, rest, body] of [
      ['GET', '?format=pdf', undefined],
      ['GET', '/history', undefined],
      ['POST', '/confirmations', { version: 1 }],
      ['POST', '/disputes', { version: 1, text: 'x' }],
    ] as const) {
      const reply = await app.call(method, pathOf('ptn_1', rest), { token, body });
      expect([reply.status, reply.json.code], rest).toEqual([404, 'statement.not-found']);
    }
  });
});

describe('the confirmation of a statement', () => {
  it('is explicit by the partner and by notice through finance, once', async () => {
    const app = await anIssuedShop();
    const reply = await says(app, 'ptn_1', '/confirmations', { version: 1 });
    expect([reply.status, reply.json.status]).toEqual([200, 'confirmed-explicit']);
    expect((await says(app, 'ptn_1', '/confirmations', { version: 1 })).json.status).toBe('confirmed-explicit');
    const token = await asFinance(app);
    const noted = await app.call('POST', pathOf('ptn_2', '/confirmations'), { token, body: { version: 1 } });
    expect(noted.json.status).toBe('confirmed-by-notice');
    const { json } = await app.call('GET', pathOf('ptn_1', '/history'), { token });
    expect(json.steps.map(({ kind, by, at }: Json) => [kind, by, at])).toEqual([
      ['issued', null, '2026-11-02T01:00:00Z'],
      ['confirmed', 'ptn_1@x', '2026-11-02T01:00:00Z'],
    ]);
  });

  it('comes by silence at the deadline, not before it, and not of what is disputed', async () => {
    const app = await anIssuedShop();
    await says(app, 'ptn_2', '/disputes', { version: 1, text: 'An order is too small', lines: ['ord_ptn_2'] });
    const token = await asFinance(app);
    app.setNow('2026-11-16T09:59:59+09:00');
    expect((await app.call('POST', '/v1/documents/silence', { token })).json).toEqual({ confirmed: 0 });
    app.setNow('2026-11-16T10:00:00+09:00');
    expect((await app.call('POST', '/v1/documents/silence', { token })).json).toEqual({ confirmed: 1 });
    expect((await app.call('POST', '/v1/documents/silence', { token })).json).toEqual({ confirmed: 0 });
    const statuses = await Promise.all(
      ['ptn_1', 'ptn_2'].map(async (id) => (await app.call('GET', pathOf(id, '/history'), { token })).json.status),
    );
    expect(statuses).toEqual(['confirmed-by-silence', 'disputed']);
  });

  it('comes by silence also when finance asks for it only once a year', async () => {
    const app = await anIssuedShop();
    app.setNow('2027-11-16T10:00:00+09:00');
    const { json } = await app.call('POST', '/v1/documents/silence', { token: await asFinance(app) });
    expect(json).toEqual({ confirmed: 2 });
  });

  it('begins anew when a dispute is rejected, with the reason on record', async () => {
    const app = await anIssuedShop();
    expect((await answers(app, '/rejections', { version: 1, reason: 'No' })).json.code).toBe('document.wrong-status');
    await says(app, 'ptn_1', '/disputes', { version: 1, text: 'Too little' });
    expect((await says(app, 'ptn_1', '/disputes', { version: 1, text: 'Again' })).status).toBe(409);
    app.setNow('2026-11-10T10:00:00+09:00');
    const rejected = await answers(app, '/rejections', { version: 1, reason: 'The order was returned' });
    expect(rejected.json).toMatchObject({ status: 'issued', confirmBy: '2026-11-24T01:00:00Z' });
    const { json } = await app.call('GET', pathOf('ptn_1', '/history'), { token: await asPartner(app) });
    expect(json.steps.at(-1)).toMatchObject({ kind: 'rejected', reason: 'The order was returned' });
    expect((await says(app, 'ptn_1', '/confirmations', { version: 1 })).json.status).toBe('confirmed-explicit');
  });

  const adjustment = (partnerId: string) => ({
    adjustmentId: `adj_${partnerId}`,
    partnerId,
    amount: usd('7.50'),
    effectiveAt: '2026-11-02T00:00:00Z',
    reason: 'correction',
    text: 'An order that was forgotten',
  });
  const asChecker = (app: App) => app.token({ role: 'finance-checker', subject: 'check@x' });

  it('names in a correction only approved adjustments of its partner', async () => {
    const app = await anIssuedShop();
    for (const partnerId of ['ptn_1', 'ptn_2']) await post(app, programPath('adjustments'), adjustment(partnerId));
    await app.call('POST', programPath('adjustments/adj_ptn_2/approve'), { token: await asChecker(app) });
    const body = { version: 1, reason: 'It is put right', adjustments: ['adj_ptn_1', 'adj_ptn_2', 'adj_3', 'adj_3'] };
    const refused = await answers(app, '/corrections', body);
    expect([refused.status, refused.json.code, refused.json.errors]).toEqual([
      422,
      'reference.unknown',
      [
        { field: 'adjustments[0]', reason: 'must be approved first, "adj_ptn_1" is draft' },
        { field: 'adjustments[1]', reason: 'ptn_1 has no adjustment "adj_ptn_2"' },
        { field: 'adjustments[2]', reason: 'ptn_1 has no adjustment "adj_3"' },
        { field: 'adjustments[3]', reason: '"adj_3" is also adjustments[2]; name it once' },
      ],
    ]);
    const { json } = await app.call('GET', pathOf('ptn_1', '/history'), { token: await asPartner(app) });
    expect(json).toMatchObject({ version: 1, status: 'issued' });
  });

  it('is asked for again of a corrected version; the old one stays downloadable', async () => {
    const app = await anIssuedShop();
    await says(app, 'ptn_1', '/disputes', { version: 1, text: 'My name is wrong' });
    await post(app, programPath('adjustments'), adjustment('ptn_1'));
    await app.call('POST', programPath('adjustments/adj_ptn_1/approve'), { token: await asChecker(app) });
    const body = { version: 1, reason: 'The name was wrong', adjustments: ['adj_ptn_1'] };
    expect((await answers(app, '/corrections', body)).json).toMatchObject({ version: 2, status: 'issued' });
    expect((await answers(app, '/corrections', body)).json.code).toBe('document.superseded');
    expect((await says(app, 'ptn_1', '/confirmations', { version: 1 })).json.code).toBe('document.superseded');
    const token = await asPartner(app);
    const latest = await app.call('GET', pathOf('ptn_1'), { token });
    expect(latest.json.document).toMatchObject({
      version: 2,
      correction: { version: 1, reason: 'The name was wrong', adjustments: ['adj_ptn_1'] },
    });
    const old = await app.call('GET', pathOf('ptn_1', '?version=1'), { token });
    expect([old.json.document.version, old.json.document.correction]).toEqual([1, undefined]);
    expect((await app.call('GET', pathOf('ptn_1', '?version=3'), { token })).status).toBe(404);
  });

  it('tells what a dispute lacks', async () => {
    const { json } = await says(await anIssuedShop(), 'ptn_1', '/disputes', { text: '' });
    expect(json.errors).toEqual([
      { field: 'version', reason: 'is required: a number' },
      { field: 'text', reason: 'must not be empty' },
    ]);
  });

  it('is disputed by ids that stand on the statement, each once', async () => {
    const app = await anIssuedShop();
    const lines = ['ord_ptn_1', 'ord_ptn_2', 'ord_ptn_1'];
    const refused = await says(app, 'ptn_1', '/disputes', { version: 1, text: 'Too little', lines });
    expect([refused.status, refused.json.code]).toEqual([422, 'reference.unknown']);
    expect(refused.json.errors).toEqual([
      {
        field: 'lines[1]',
        reason: expect.stringMatching(/^"ord_ptn_2" does not stand on the statement: .*lines\[\]\.conversionId/),
      },
      { field: 'lines[2]', reason: '"ord_ptn_1" is also lines[0]; name it once' },
    ]);
    const { json } = await app.call('GET', pathOf('ptn_1', '/history'), { token: await asPartner(app) });
    expect(json).toMatchObject({ version: 1, status: 'issued' });
  });

  it('cannot be taken back by a dispute', async () => {
    const app = await anIssuedShop();
    await says(app, 'ptn_1', '/confirmations', { version: 1 });
    const reply = await says(app, 'ptn_1', '/disputes', { version: 1, text: 'No' });
    expect([reply.status, reply.json.code]).toEqual([409, 'document.wrong-status']);
  });

  it('cannot be disputed from the deadline on, whether or not silence was asked for yet', async () => {
    const app = await anIssuedShop();
    app.setNow('2026-11-16T10:00:00+09:00');
    const late = await says(app, 'ptn_1', '/disputes', { version: 1, text: 'Too late' });
    expect([late.status, late.json.code]).toEqual([409, 'document.wrong-status']);
    expect(late.json.detail).toContain('silence confirms it');
  });

  it('on a terminal is the partner’s alone', async () => {
    const app = await anIssuedShop();
    const reply = await answers(app, '/confirmations', { version: 1, means: 'explicit' });
    expect([reply.status, reply.json.errors[0].field]).toEqual([422, 'means']);
  });
});

describe('documents are found', () => {
  const found = async (app: App, query: string, token?: string): Promise<Json> =>
    (await app.call('GET', `/v1/documents?${query}`, { token: token ?? (await asFinance(app)) })).json;
  const ids = ({ documents }: Json): string[] => documents.map(({ statementId }: Json) => statementId);

  it.each([
    ['', ['ptn_1', 'ptn_2']],
    ['from=2026-11-02&to=2026-11-02', ['ptn_1', 'ptn_2']],
    ['from=2026-11-03&to=2026-11-30', []],
    ['to=2026-11-01', []],
    ['amountFrom=25.01&currency=USD', ['ptn_1']],
    ['amountTo=25&currency=USD', ['ptn_2']],
    ['amountFrom=25&amountTo=50&currency=USD', ['ptn_2', 'ptn_1']],
    ['amountFrom=25&currency=JPY', []],
    ['partnerId=ptn_2', ['ptn_2']],
    ['partnerId=ptn_2&amountFrom=26&currency=USD&from=2026-11-01', []],
    ['partnerId=ptn_1&amountFrom=26&currency=USD&from=2026-11-01&to=2026-11-05', ['ptn_1']],
  ])('by %s', async (query, wanted) => {
    expect(ids(await found(await anIssuedShop(), query))).toEqual(wanted.map(idOf));
  });

  it('a page at a time, each once, with every version and where it stands', async () => {
    const app = await anIssuedShop();
    await answers(app, '/corrections', { version: 1, reason: 'The name was wrong' });
    const pages: Json[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const cursor: string = next === '' ? '' : `&cursor=${next}`;
      const page: Json = await found(app, `limit=1${cursor}`);
      pages.push(...page.documents);
      next = page.next;
    }
    expect(pages.map(({ number, status }: Json) => [number, status])).toEqual([
      [`${idOf('ptn_1')}/1`, 'superseded'],
      [`${idOf('ptn_1')}/2`, 'issued'],
      [`${idOf('ptn_2')}/1`, 'issued'],
    ]);
  });

  it('by where they stand: what is past its day to confirm is what silence confirms next', async () => {
    const app = await anIssuedShop();
    expect(await found(app, 'status=overdue')).toEqual({ documents: [], next: null });
    expect(ids(await found(app, 'status=issued'))).toEqual([idOf('ptn_1'), idOf('ptn_2')]);
    await says(app, 'ptn_2', '/disputes', { version: 1, text: 'An order is too small' });
    app.setNow('2026-11-16T10:00:00+09:00');
    const { documents } = await found(app, 'status=overdue');
    expect(documents).toMatchObject([
      { statementId: idOf('ptn_1'), status: 'issued', confirmBy: '2026-11-16T01:00:00Z' },
    ]);
    expect(ids(await found(app, 'status=disputed'))).toEqual([idOf('ptn_2')]);
    const token = await asFinance(app);
    expect((await app.call('POST', '/v1/documents/silence', { token })).json).toEqual({ confirmed: documents.length });
    expect(ids(await found(app, 'status=overdue'))).toEqual([]);
    expect(ids(await found(app, 'status=confirmed-by-silence'))).toEqual([idOf('ptn_1')]);
    expect((await app.call('GET', '/v1/documents?status=late', { token })).status).toBe(422);
  });

  it('of a partner by itself only', async () => {
    const app = await anIssuedShop();
    const token = await asPartner(app, 'ptn_2');
    expect(ids(await found(app, '', token))).toEqual([idOf('ptn_2')]);
    expect((await found(app, 'partnerId=ptn_1', token)).code).toBe('partner.not-found');
    const elsewhere = await app.token({ role: 'finance-maker', merchantId: 'mer_2' });
    expect(ids(await found(app, '', elsewhere))).toEqual([]);
  });

  it.each([
    ['amountFrom=1', 'currency'],
    ['from=2026-12-01&to=2026-11-01', 'from'],
    ['from=2000-01-01', 'from'],
    ['from=yesterday', 'from'],
    ['cursor=abc', 'cursor'],
    ['limit=0', 'limit'],
  ])('but not by %s', async (query, field) => {
    const { errors } = await found(await anIssuedShop(), query);
    expect(errors[0].field).toBe(field);
  });

  it('and downloaded together, with an index that names each by date, amount, party, number and hash', async () => {
    const app = await anIssuedShop();
    const token = await asFinance(app);
    const reply = await app.call('GET', '/v1/documents/archive?format=csv&limit=1', { token });
    expect([reply.status, reply.headers['content-type']]).toEqual([200, 'application/zip']);
    const files = unzipSync(Buffer.from(reply.text, 'base64'));
    const [name = ''] = Object.keys(files);
    const hash = sha256(Buffer.from(files[name] ?? []).toString('utf8'));
    expect(Buffer.from(files['index.csv'] ?? []).toString('utf8')).toBe(
      '\uFEFFdate,amount,currency,party,document_no,status,file,sha256\r\n' +
        `2026-11-02,50.00,USD,Partner ptn_1,${idOf('ptn_1')}/1,issued,${name},${hash}\r\n`,
    );
    const rest = await app.call(
      'GET',
      `/v1/documents/archive?format=json&limit=1&cursor=${reply.headers['bunpai-next']}`,
      { token },
    );
    expect(Object.keys(unzipSync(Buffer.from(rest.text, 'base64')))[0]).toContain('ptn_2');
  });

  it('and downloaded together where the font lacks a letter of one: that one as JSON', async () => {
    const app = await anIssuedShop((partnerId) => (partnerId === 'ptn_1' ? 'ord_🎉' : 'ord_2'));
    const token = await asFinance(app);
    expect((await app.call('GET', `${pathOf('ptn_1')}?format=pdf`, { token })).json.code).toBe(
      'document.missing-glyph',
    );
    const reply = await app.call('GET', '/v1/documents/archive', { token });
    expect(reply.status, reply.text).toBe(200);
    const files = unzipSync(Buffer.from(reply.text, 'base64'));
    const names = Object.keys(files);
    expect(names.map((name) => name.split('.').at(-1))).toEqual(['json', 'pdf', 'csv']);
    expect(Buffer.from(files[names[0] ?? ''] ?? []).toString('utf8')).toContain('ord_🎉');
    expect(Buffer.from(files['index.csv'] ?? []).toString('utf8')).toContain(`issued,${names[0]},`);
  });
});
