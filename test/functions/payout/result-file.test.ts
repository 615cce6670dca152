import { describe, expect, it } from 'vitest';
import type { App, Json, Reply } from '../../support/app.ts';
import { post, programPath } from '../../support/shop.ts';
import {
  approve,
  as,
  BATCH,
  closedOctober,
  entriesOf,
  payeeOf,
  payerOf,
  payoutsOf,
  prepared,
  remit,
} from './finance-desk.ts';

const PREPARE = programPath('periods/2026-10/payout');
const HEADER = 'key,outcome,reasonCode,reason,amount,currency\n';

async function upload(app: App, format: string, file: string | Buffer, query = ''): Promise<Reply> {
  return await app.call('POST', programPath(`payout-results?format=${format}&date=2026-11-05${query}`), {
    token: await app.token({ role: 'finance-maker', subject: 'maker' }),
    rawBody: Buffer.from(file).toString('base64'),
    isBase64Encoded: true,
    headers: { 'content-type': 'application/octet-stream' },
  });
}

async function uploaded(app: App, format: string, file: string | Buffer, query = ''): Promise<Json> {
  const reply = await upload(app, format, file, query);
  expect(reply.status, reply.text).toBe(202);
  return reply.json;
}

/** October with both partners in one batch, which the bank has. */
async function remitted(): Promise<App> {
  const app = await closedOctober();
  await payeeOf(app, 'ptn_2', { holder: 'カエデ', accountNumber: '7654321' });
  app.setNow('2026-11-05T00:00:00+09:00');
  await as(app, 'maker', 'POST', PREPARE);
  await approve(app);
  await remit(app);
  return app;
}

const referencesOf = async (app: App, path = BATCH): Promise<readonly string[]> =>
  (await as(app, 'maker', 'GET', path)).json.items.map(({ reference }: { reference: string }) => reference);
const reconciled = async (app: App): Promise<Json> =>
  (await as(app, 'maker', 'GET', programPath('payout-reconciliation'))).json;
const statusesOf = async (app: App): Promise<readonly string[]> =>
  (await payoutsOf(app)).map(({ status }: { status: string }) => status);

describe("the bank's own file of results", () => {
  it('as CSV finds each transfer by its reference, or by its payout', async () => {
    const app = await remitted();
    const [first] = await referencesOf(app);
    const csv = `${HEADER}${first},confirmed,,,5000,JPY\n2026-10/ptn_2,returned,2,口座なし,2500,JPY\n`;
    for (let twice = 0; twice < 2; twice += 1) {
      expect(await uploaded(app, 'csv', csv)).toEqual({
        batches: [{ batchId: '2026-10-zengin-1', confirmed: 1, returned: 1, waiting: 0 }],
        parked: [],
        passedOver: [],
      });
    }
    expect(await payoutsOf(app)).toMatchObject([
      { status: 'confirmed', confirmedAt: '2026-11-04T15:00:00Z' },
      { status: 'returned', returned: { reason: '2 口座なし', payeeRevision: 1 } },
    ]);
    const kinds = (await entriesOf(app, 'ptn_2')).map(({ kind }) => kind).filter((kind) => /pay|rem|ret/.test(kind));
    expect(kinds.sort()).toEqual(['payout', 'remittance', 'return']);
  });

  it('in the layout of 全銀 is the file that was sent, with codes: one comes back, is corrected and paid again', async () => {
    const app = await remitted();
    const sent = await as(app, 'maker', 'GET', `${BATCH}/remittance-file`);
    const bytes = Buffer.from(sent.text, 'base64');
    for (const [record, code] of [
      [1, '0'],
      [2, '2'],
    ] as const) {
      bytes.write(code, record * 122 + 111, 'latin1');
    }
    expect((await uploaded(app, 'zengin', bytes)).batches).toMatchObject([{ confirmed: 1, returned: 1, waiting: 0 }]);
    expect((await reconciled(app)).open).toMatchObject([{ partnerId: 'ptn_2', status: 'returned' }]);
    await payeeOf(app, 'ptn_2', { holder: 'カエデ', accountNumber: '1111111' });
    app.setNow('2026-11-09T00:00:00+09:00');
    await as(app, 'maker', 'POST', PREPARE);
    const second = programPath('payout-batches/2026-10-zengin-2');
    await approve(app, second);
    await remit(app, second);
    const [reference] = await referencesOf(app, second);
    const csv = `${HEADER}${reference},confirmed,,,2500,JPY\n`;
    const late = await app.call('POST', programPath('payout-results?format=csv&date=2026-11-09'), {
      rawBody: csv,
      headers: { 'content-type': 'application/octet-stream' },
    });
    expect(late.json.batches).toMatchObject([{ batchId: '2026-10-zengin-2', confirmed: 1 }]);
    const { open, totals, parked } = await reconciled(app);
    expect([open, parked]).toEqual([[], []]);
    expect(totals).toMatchObject([{ confirmed: { amount: '7500' }, unexplained: { amount: '0' } }]);
  });

  it('leaves what came back open since that day, whether or not it is drafted again', async () => {
    const app = await remitted();
    app.setNow('2026-11-08T00:00:00+09:00');
    const results = [{ payoutId: '2026-10/ptn_1', outcome: 'returned' }];
    await as(app, 'maker', 'POST', `${BATCH}/results`, { date: '2026-11-08', others: 'confirmed', results });
    app.setNow('2026-11-10T00:00:00+09:00');
    expect((await reconciled(app)).open).toMatchObject([{ status: 'returned', days: 2 }]);
    await as(app, 'maker', 'POST', PREPARE);
    expect((await reconciled(app)).open).toMatchObject([{ status: 'draft', days: 2 }]);
  });

  it('says that the others of a batch were paid, where the bank tells of failures only', async () => {
    const app = await remitted();
    const [, second] = await referencesOf(app);
    const csv = `${HEADER}${second},rejected,,,,JPY\n`;
    const { batches } = await uploaded(app, 'csv', csv, '&othersOf=2026-10-zengin-1');
    expect(batches).toMatchObject([{ confirmed: 1, returned: 1, waiting: 0 }]);
    expect(await statusesOf(app)).toEqual(['confirmed', 'returned']);
  });

  it('parks what fits no transfer and says why; the reconciliation lists it until a person says what it was', async () => {
    const app = await remitted();
    const [first] = await referencesOf(app);
    const csv = `${HEADER}99999999/1,confirmed,,家賃,88000,JPY\n${first},confirmed,,,4999,JPY\n`;
    const { batches, parked } = await uploaded(app, 'csv', csv);
    expect(batches).toEqual([]);
    expect(parked).toMatchObject([
      { key: '99999999/1', why: 'unknown', amount: { amount: '88000' }, parkedBy: 'maker', settled: null },
      { key: first, why: 'other-amount' },
    ]);
    expect(await statusesOf(app)).toEqual(['remitted', 'remitted']);
    app.setNow('2026-11-20T00:00:00+09:00');
    await uploaded(app, 'csv', csv);
    const found = await reconciled(app);
    expect(found.parked).toMatchObject([{ age: '8-30', days: 15 }, { age: '8-30' }]);
    const { text } = await as(app, 'maker', 'GET', programPath('payout-reconciliation?format=csv'));
    expect(text.split('\r\n').filter((line) => line.includes('parked'))).toHaveLength(2);
    expect(text).toContain(',parked,JPY,88000,,,15,8-30,99999999/1,confirmed,unknown,家賃');
    const [{ parkedId }] = parked;
    const settling = programPath(`parked-results/${parkedId}/settlement`);
    for (let twice = 0; twice < 2; twice += 1) {
      const settled = await as(app, 'maker', 'POST', settling, { note: '家賃の振込。対象外' });
      expect(settled.json).toMatchObject({ settled: { by: 'maker', note: '家賃の振込。対象外' } });
    }
    const other = await as(app, 'checker', 'POST', settling, { note: 'something else' });
    expect([other.status, other.json.code]).toEqual([409, 'parked.settled']);
    expect((await reconciled(app)).parked).toMatchObject([{ why: 'other-amount' }]);
    const missing = await as(app, 'maker', 'POST', programPath('parked-results/nothing/settlement'), { note: 'x' });
    expect([missing.status, missing.json.code]).toEqual([404, 'parked.not-found']);
  });

  it('parks what contradicts an earlier report, what was not handed over, and what it says twice', async () => {
    const app = await prepared();
    await approve(app);
    const [reference] = await referencesOf(app);
    const row = (outcome: string) => `${HEADER}${reference},${outcome},,,,JPY\n`;
    expect((await uploaded(app, 'csv', row('confirmed'))).parked).toMatchObject([{ why: 'not-remitted' }]);
    await remit(app);
    app.setNow('2026-11-05T00:00:00+09:00');
    expect((await uploaded(app, 'csv', row('confirmed'))).batches).toMatchObject([{ confirmed: 1 }]);
    const again = await uploaded(app, 'csv', row('rejected'));
    expect(again.parked).toMatchObject([{ why: 'contradicts' }]);
    expect(again.batches).toMatchObject([{ confirmed: 1, returned: 0 }]);
    const both = `${row('returned')}2026-10/ptn_1,confirmed,,,,JPY\n`;
    expect((await uploaded(app, 'csv', both)).parked).toMatchObject([{ why: 'said-otherwise' }]);
  });

  it('never takes for paid what it speaks of otherwise, whoever says that the others were', async () => {
    const app = await remitted();
    const [first] = await referencesOf(app);
    // The bank kept a fee of what came back.
    const { batches, parked } = await uploaded(
      app,
      'csv',
      `${HEADER}${first},returned,2,口座なし,4890,JPY\n`,
      '&othersOf=2026-10-zengin-1',
    );
    expect(parked).toMatchObject([{ key: first, why: 'other-amount' }]);
    expect(batches).toMatchObject([{ confirmed: 1, returned: 0, waiting: 1 }]);
    expect(await statusesOf(app)).toEqual(['remitted', 'confirmed']);
  });

  it('parks what is told in another currency, also where the bank repeats no amount', async () => {
    const app = await remitted();
    const [first] = await referencesOf(app);
    const { parked } = await uploaded(app, 'csv', `${HEADER}${first},rejected,,,,EUR\n`);
    expect(parked).toMatchObject([{ key: first, why: 'other-amount' }]);
    expect(await statusesOf(app)).toEqual(['remitted', 'remitted']);
  });

  it('parks that a transfer was paid which an earlier report said never left, also once it is drafted again', async () => {
    const app = await remitted();
    const [first, second] = await referencesOf(app);
    await uploaded(app, 'csv', `${HEADER}${first},rejected,,,,JPY\n${second},confirmed,,,,JPY\n`);
    await uploaded(app, 'csv', `${HEADER}${second},returned,,,,JPY\n`);
    const paid = `${HEADER}${first},confirmed,,,,JPY\n${second},confirmed,,,,JPY\n`;
    // That the second was paid is no news: it left, and came back.
    expect((await uploaded(app, 'csv', paid)).parked).toMatchObject([{ key: first, why: 'contradicts' }]);
    const told = { date: '2026-11-05', results: [{ payoutId: '2026-10/ptn_1', outcome: 'confirmed' }] };
    const refused = await as(app, 'maker', 'POST', `${BATCH}/results`, told);
    expect([refused.status, refused.json.code]).toEqual([409, 'results.contradict']);
    await payeeOf(app, 'ptn_1', { accountNumber: '1111111' });
    app.setNow('2026-11-09T00:00:00+09:00');
    await as(app, 'maker', 'POST', PREPARE);
    expect(await statusesOf(app)).toEqual(['draft', 'draft']);
    expect((await uploaded(app, 'csv', paid)).parked).toMatchObject([{ key: first, why: 'contradicts' }]);
    expect((await reconciled(app)).parked).toHaveLength(1);
  });

  it('with a header alone tells nothing, unless somebody says of which batch the others were paid', async () => {
    const app = await remitted();
    const empty = await upload(app, 'csv', HEADER);
    expect([empty.status, empty.json.code, empty.json.errors[0].field]).toEqual([422, 'results.unreadable', 'file']);
    const { batches } = await uploaded(app, 'csv', HEADER, '&othersOf=2026-10-zengin-1');
    expect(batches).toMatchObject([{ confirmed: 2 }]);
  });

  it('says nothing of the others of a batch that it does not speak of', async () => {
    const app = await remitted();
    const csv = `${HEADER}99999999/1,returned,,,,JPY\n`;
    const refused = await upload(app, 'csv', csv, '&othersOf=2026-10-zengin-1');
    expect([refused.status, refused.json.code]).toEqual([422, 'results.invalid']);
    expect(refused.json.errors).toEqual([
      { field: 'othersOf', reason: expect.stringContaining('of 2026-10-zengin-1 it names none') },
    ]);
    expect(await statusesOf(app)).toEqual(['remitted', 'remitted']);
    expect((await reconciled(app)).parked).toEqual([]);
  });

  it('is refused whole when it cannot be read, or comes as text', async () => {
    const app = await remitted();
    const bad = await upload(app, 'csv', `${HEADER}x,lost,,,,JPY\n2026-10/ptn_1,confirmed,,,0.5,JPY\n`);
    expect([bad.status, bad.json.code]).toEqual([422, 'results.unreadable']);
    expect(bad.json.errors.map(({ field }: { field: string }) => field)).toEqual(['record 2', 'record 3']);
    expect(await statusesOf(app)).toEqual(['remitted', 'remitted']);
    const text = await app.call('POST', programPath('payout-results?format=zengin&date=2026-11-05'), {
      rawBody: 'x',
      headers: { 'content-type': 'text/plain' },
    });
    expect([text.status, text.json.code]).toEqual([415, 'request.unsupported-media-type']);
    const early = await app.call('POST', programPath('payout-results?format=csv&date=2026-11-01'), {
      rawBody: `${HEADER}99/1,confirmed,,,,JPY\n2026-10/ptn_1,confirmed,,,,JPY\n`,
      headers: { 'content-type': 'application/octet-stream' },
    });
    expect([early.status, early.json.code, early.json.errors[0].field]).toEqual([422, 'results.invalid', 'date']);
    expect((await reconciled(app)).parked).toEqual([]);
    const unknown = await upload(app, 'xlsx', 'x');
    expect([unknown.status, unknown.json.errors[0].field]).toEqual([422, 'format']);
  });

  it('as pain.002 and as NACHA returns finds transfers in euro and dollars', async () => {
    const app = await closedOctober({ hasPayer: false });
    for (const to of ['EUR', 'USD']) {
      await post(app, programPath('rates'), { date: '2026-10-31', from: 'JPY', to, rate: '0.006' });
    }
    const iban = { bankCode: undefined, branchCode: undefined, accountType: undefined, accountNumber: undefined };
    const sepa = { ...iban, scheme: 'sepa', iban: 'DE89370400440532013000', holder: 'Bunpai GmbH', sending: undefined };
    const bank = { routing: '021000021', name: 'CHASE' };
    const usd = {
      ...iban,
      scheme: 'nacha',
      routingNumber: '021000021',
      accountNumber: '12345',
      accountType: 'checking',
      holder: 'BUNPAI',
    };
    const company = { id: '1234567890', name: 'BUNPAI' };
    await payerOf(app, sepa);
    await payerOf(app, { ...usd, sending: { destination: bank, origin: { id: '1234567890', name: '' }, company } });
    await payeeOf(app, 'ptn_1', sepa);
    await payeeOf(app, 'ptn_2', usd);
    app.setNow('2026-11-05T00:00:00+09:00');
    await as(app, 'maker', 'POST', PREPARE);
    const [inEuro, inDollars] = ['sepa', 'nacha'].map((scheme) => programPath(`payout-batches/2026-10-${scheme}-1`));
    for (const path of [inEuro, inDollars]) {
      await approve(app, path);
      await remit(app, path);
    }
    const { number, periodId } = (await as(app, 'maker', 'GET', inEuro ?? '')).json;
    const [id = ''] = await referencesOf(app, inDollars);
    const report = (status: string) =>
      `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr/><OrgnlGrpInfAndSts><OrgnlMsgId>${periodId}-${number}</OrgnlMsgId><GrpSts>${status}</GrpSts></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>`;
    expect((await uploaded(app, 'pain.002.001.10', report('PDNG'))).passedOver).toHaveLength(1);
    expect((await uploaded(app, 'pain.002.001.10', report('RJCT'))).batches).toMatchObject([
      { batchId: '2026-10-sepa-1', confirmed: 0, returned: 1 },
    ]);
    const change = [
      `6220210000210000012345${' '.repeat(7)}0000001500${id.padEnd(15)}${'SAKURA'.padEnd(22)}  1021000020000001`,
      `798C01021000020000001${' '.repeat(6)}01100001${'9876543210'.padEnd(29)}${' '.repeat(15)}011000010000001`,
      `9${'000001000001'}00000002`.padEnd(94),
    ].join('\n');
    for (let twice = 0; twice < 2; twice += 1) {
      const told = await uploaded(app, 'nacha', change);
      expect(told).toMatchObject({ batches: [], passedOver: [{ what: 'C01: to be corrected to "9876543210"' }] });
    }
    const reason = 'to be corrected to "****210"';
    expect((await reconciled(app)).parked).toMatchObject([
      { key: id, why: 'account-changed', reasonCode: 'C01', reason },
    ]);
    const returns = [
      `6220210000210000012345${' '.repeat(7)}0000001500${id.padEnd(15)}${'SAKURA'.padEnd(22)}  1021000020000001`,
      `799R03021000020000001${' '.repeat(6)}01100001${' '.repeat(44)}011000010000001`,
      `9${'000001000001'}00000002`.padEnd(94),
    ].join('\n');
    expect((await uploaded(app, 'nacha', returns)).batches).toMatchObject([
      { batchId: '2026-10-nacha-1', returned: 1 },
    ]);
    expect(await statusesOf(app)).toEqual(['returned', 'returned']);
    expect((await payoutsOf(app))[1].returned.reason).toContain('R03');
  });
});
