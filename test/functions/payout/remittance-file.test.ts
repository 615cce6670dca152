import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkNacha } from '../../../domain/remittance/check-nacha.ts';
import { checkZengin } from '../../../domain/remittance/check-zengin.ts';
import { checkPainFile } from '../../../functions/remittance/xml-document.ts';
import { bankDaysOf } from '../../../functions/runtime/bank-days.ts';
import type { App, Json } from '../../support/app.ts';
import { post, programPath } from '../../support/shop.ts';
import {
  approve,
  as,
  BATCH,
  closedOctober,
  none,
  payeeOf,
  payer,
  payerOf,
  payoutsOf,
  prepared,
  remit,
} from './finance-desk.ts';

const FILE = (path = BATCH) => `${path}/remittance-file`;

async function download(app: App, path = BATCH) {
  const reply = await as(app, 'maker', 'GET', FILE(path));
  expect(reply.status, reply.text).toBe(200);
  return { ...reply, bytes: Buffer.from(reply.text, 'base64') };
}

const prepare = async (app: App) => await as(app, 'maker', 'POST', programPath('periods/2026-10/payout'));
const batchOf = async (app: App, path = BATCH): Promise<Json> => (await as(app, 'checker', 'GET', path)).json;

const german = { scheme: 'sepa', iban: 'DE89370400440532013000', bic: 'COBADEFFXXX', holder: 'Bunpai GmbH' };
const american = {
  scheme: 'nacha',
  routingNumber: '021000021',
  accountNumber: '123456789',
  accountType: 'checking',
  holder: 'BUNPAI INC',
  sending: {
    destination: { routing: '021000021', name: 'CHASE' },
    origin: { id: '1234567890', name: 'BUNPAI INC' },
    company: { id: '1234567890', name: 'BUNPAI INC' },
  },
};

describe('an account to pay from', () => {
  it('is shown masked with the terms of its bank, and approved by another person than the one who gave it', async () => {
    const app = await closedOctober();
    const path = programPath('payer-accounts');
    const drafted = await as(app, 'maker', 'POST', path, { ...payer, accountNumber: '1111111' });
    expect(drafted.json).toMatchObject({
      owner: 'program/prg_1',
      revision: 2,
      account: { bank: '0001-001', account: '****111' },
      sending: { format: 'zengin', clientCode: '1234567890', options: { lineEnd: 'crlf' } },
    });
    const own = await as(app, 'maker', 'POST', `${path}/2/approval`);
    expect([own.status, own.json.code]).toEqual([409, 'approval.same-person']);
    expect((await as(app, 'maker', 'GET', path)).json.payerAccounts).toHaveLength(2);
  });

  it('is refused where the bank would refuse it, with field and reason', async () => {
    const app = await closedOctober();
    const reply = await as(app, 'maker', 'POST', programPath('payer-accounts'), {
      ...payer,
      accountType: 'savings',
      holder: '分配株式会社',
      sending: { clientCode: 'ABC' },
    });
    expect([reply.status, reply.json.code]).toEqual([422, 'request.invalid']);
    expect(reply.json.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
      'accountType',
      'holder',
      'sending.clientCode',
    ]);
  });
});

describe('the remittance file of a batch', () => {
  it('is what was approved, byte for byte, and a strict bank takes it', async () => {
    const app = await prepared();
    const { file } = await batchOf(app);
    expect(file).toMatchObject({
      outcome: 'encoded',
      format: 'zengin',
      fileName: '2026-10-zengin-1.txt',
      findings: [],
    });
    const early = await as(app, 'maker', 'GET', FILE());
    expect([early.status, early.json.code]).toEqual([409, 'batch.wrong-status']);
    await approve(app);
    const { bytes, headers } = await download(app);
    const digest = createHash('sha256').update(bytes);
    expect(digest.copy().digest('hex')).toBe(file.sha256);
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="2026-10-zengin-1.txt"',
      'content-digest': `sha-256=:${digest.digest('base64')}:`,
    });
    expect(checkZengin(bytes, { on: '2026-11-02', isBankDay: bankDaysOf('jp') })).toEqual([]);
    const { items, valueDate } = await batchOf(app);
    expect(valueDate).toBe('2026-11-30');
    const [code = '', place = ''] = items[0].reference.split('/');
    const data = bytes.toString('latin1').slice(122, 242);
    expect([data.slice(80, 90), data.slice(91, 111)]).toEqual([
      '0000005000',
      code.padStart(10, '0') + place.padStart(10, '0'),
    ]);
    // To download marks nothing.
    expect((await batchOf(app)).status).toBe('approved');
    expect((await download(app)).bytes).toEqual(bytes);
  });

  it('is handed over by the hash that was approved, and by no other', async () => {
    const app = await prepared();
    await approve(app);
    const other = await as(app, 'maker', 'POST', `${BATCH}/remittance`, { fileHash: '0'.repeat(64) });
    expect([other.status, other.json.code]).toEqual([409, 'remittance.other-file']);
    expect(await remit(app)).toMatchObject({ status: 'remitted', remittedBy: 'maker' });
    expect((await download(app)).status).toBe(200);
  });

  it('is wanted before a batch is approved: without an account to pay from there is none', async () => {
    const app = await closedOctober({ hasPayer: false });
    await prepare(app);
    const { contentHash, file } = await batchOf(app);
    expect(file).toMatchObject({ outcome: 'refused', findings: [{ record: 0, partnerId: null }] });
    const reply = await as(app, 'checker', 'POST', `${BATCH}/approval`, { contentHash });
    expect([reply.status, reply.json.code]).toEqual([409, 'batch.not-encodable']);
    expect(reply.json.errors).toEqual([
      { field: 'payer', reason: expect.stringContaining('account to pay zengin from') },
    ]);
    await payerOf(app);
    await prepare(app);
    await approve(app);
  });

  it('leaves out a payee whose name is too long for the bank, and says so', async () => {
    const app = await closedOctober();
    await payeeOf(app, 'ptn_2', { holder: 'ガギグゲゴザジズゼゾダヂヅデドバビブベボ', accountNumber: '7654321' });
    app.setNow('2026-11-05T00:00:00+09:00');
    await prepare(app);
    expect(await payoutsOf(app)).toMatchObject([
      { partnerId: 'ptn_1', batchId: '2026-10-zengin-1', reasons: [] },
      {
        partnerId: 'ptn_2',
        batchId: null,
        reasons: [{ code: 'payee.not-encodable', note: expect.stringContaining('at most 30 bytes, got 40') }],
      },
    ]);
    expect(await batchOf(app)).toMatchObject({ count: 1, file: { outcome: 'encoded' } });
    await payeeOf(app, 'ptn_2', { holder: 'ガギグゲゴ', accountNumber: '7654321' });
    app.setNow('2026-11-08T00:00:00+09:00');
    await prepare(app);
    expect(await batchOf(app)).toMatchObject({ count: 2, file: { outcome: 'encoded' } });
  });

  it('shows the checker what reads differently than it was given', async () => {
    const app = await closedOctober();
    await payeeOf(app, 'ptn_2', { holder: 'キャノン', accountNumber: '7654321' });
    app.setNow('2026-11-05T00:00:00+09:00');
    await prepare(app);
    expect((await batchOf(app)).file.findings).toMatchObject([
      { record: 2, severity: 'warn', partnerId: 'ptn_2', reason: expect.stringMatching(/small kana.*"ｷ\*\*\*"/) },
    ]);
  });

  it('says in Japanese what a bank would say, to whoever asks so', async () => {
    const app = await closedOctober();
    await payeeOf(app, 'ptn_1', { holder: 'ガ'.repeat(20), accountNumber: '1111111' });
    await payeeOf(app, 'ptn_2', { holder: 'キャノン', accountNumber: '7654321' });
    app.setNow('2026-11-05T00:00:00+09:00');
    await prepare(app);
    const inJapanese = async (path: string) => {
      const token = await app.token({ role: 'finance-maker', subject: 'maker' });
      return await app.call('GET', path, { token, headers: { 'accept-language': 'ja' } });
    };
    const batch = await inJapanese(BATCH);
    expect(batch.headers?.['content-language']).toBe('ja');
    expect(batch.json.file.findings[0].reason).toBe(
      'name: 名義の表記が変わります（小書きの文字は大きい文字で記載します）: "ｷ***"',
    );
    const { json } = await inJapanese(programPath('periods/2026-10/payouts'));
    const note = 'name: 濁点・半濁点を1文字として30文字以内にしてください（現在40文字）';
    expect(json.payouts[0].reasons).toEqual([{ code: 'payee.not-encodable', note }]);
  });

  it('tells what a bank would say of a name without the name, which is sealed: in the batch, the payout, and the audit log', async () => {
    const app = await closedOctober();
    await payeeOf(app, 'ptn_1', { holder: 'ヒャクショウ' });
    await payeeOf(app, 'ptn_2', { holder: 'ガギグゲゴザジズゼゾダヂヅデドバビブベボ', accountNumber: '7654321' });
    app.setNow('2026-11-05T00:00:00+09:00');
    await prepare(app);
    const log = await as(app, 'auditor', 'GET', '/v1/audit-log?from=2026-10-01T00:00:00Z&to=2026-12-01T00:00:00Z');
    expect(log.text).toContain('reads differently');
    const everything = [log.text, JSON.stringify(await batchOf(app)), JSON.stringify(await payoutsOf(app))].join();
    expect(everything).not.toMatch(/ﾋﾔｸ|ヒャク|ｶﾞｷﾞ|ガギ/);
  });

  it('is stale when the account it is paid from has changed, or its day is not ahead any more', async () => {
    const app = await prepared();
    await payerOf(app, { accountNumber: '1111111' });
    const stale = async () => {
      const { contentHash } = await batchOf(app);
      const reply = await as(app, 'checker', 'POST', `${BATCH}/approval`, { contentHash });
      return reply.json.code;
    };
    expect(await stale()).toBe('batch.stale');
    await prepare(app);
    // In the evening of its day no bank takes the file any more.
    app.setNow('2026-11-30T20:00:00+09:00');
    expect(await stale()).toBe('batch.stale');
    await prepare(app);
    expect(await batchOf(app)).toMatchObject({ valueDate: '2026-12-01', due: { actual: '2026-11-30' } });
    app.setNow('2026-12-02T00:00:00+09:00');
    expect(await stale()).toBe('batch.stale');
    await prepare(app);
    app.setNow('2026-12-02T23:59:00+09:00');
    expect(await batchOf(app)).toMatchObject({ valueDate: '2026-12-03', due: { actual: '2026-11-30' } });
    await approve(app);
  });

  it('waits for a rate of the last closed day, and names it', async () => {
    const app = await closedOctober();
    await payeeOf(app, 'ptn_1', { ...none(), scheme: 'sepa', iban: 'FR1420041010050500013M02606', holder: 'Marie' });
    app.setNow('2026-11-05T00:00:00+09:00');
    await post(app, programPath('rates'), { date: '2026-11-04', from: 'JPY', to: 'EUR', rate: '0.0061' });
    await prepare(app);
    expect((await payoutsOf(app))[0]).toMatchObject({
      batchId: null,
      reasons: [{ code: 'rate.missing', from: 'JPY', to: 'EUR', on: '2026-10-31' }],
    });
  });

  it('is one for each scheme and currency, at one rate', async () => {
    const app = await closedOctober();
    await post(app, programPath('rates'), { date: '2026-10-31', from: 'JPY', to: 'EUR', rate: '0.0061' });
    await post(app, programPath('rates'), { date: '2026-10-31', from: 'JPY', to: 'USD', rate: '0.0066' });
    const path = programPath('payer-accounts');
    for (const [index, body] of [german, american].entries()) {
      const drafted = await as(app, 'maker', 'POST', path, body);
      expect(drafted.status, drafted.text).toBe(201);
      await as(app, 'checker', 'POST', `${path}/${index + 2}/approval`);
    }
    const account = { scheme: 'sepa', iban: 'FR1420041010050500013M02606', holder: 'Marie Dupont' };
    await payeeOf(app, 'ptn_1', { ...none(), ...account });
    await payeeOf(app, 'ptn_2', {
      ...none(),
      ...american,
      sending: undefined,
      accountNumber: '98765',
      holderKind: 'company',
    });
    app.setNow('2026-11-05T00:00:00+09:00');
    await prepare(app);
    const on = '2026-11-05';
    for (const [scheme, check] of [
      ['sepa', (bytes: Buffer) => checkPainFile(bytes, 'pain.001.001.09', { on, isBankDay: bankDaysOf('target2') })],
      ['nacha', (bytes: Buffer) => checkNacha(bytes, { on, isBankDay: bankDaysOf('us-fed') })],
    ] as const) {
      const batch = programPath(`payout-batches/2026-10-${scheme}-1`);
      await approve(app, batch);
      const { bytes } = await download(app, batch);
      expect(check(bytes), scheme).toEqual([]);
      const { file, totals } = await batchOf(app, batch);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
      expect(bytes.toString('latin1')).toContain(
        scheme === 'sepa'
          ? `<CtrlSum>${totals.transfer.amount}</CtrlSum>`
          : totals.transfer.amount.replace('.', '').padStart(10, '0'),
      );
    }
  });
});

describe('a program of another merchant', () => {
  it('shows no file', async () => {
    const app = await prepared();
    await approve(app);
    const token = await app.token({ role: 'finance-maker', subject: 'other', merchantId: 'mer_2' });
    expect((await app.call('GET', FILE(), { token })).status).toBe(404);
    const partner = await app.token({ role: 'partner-admin' });
    expect((await app.call('GET', FILE(), { token: partner })).status).toBe(403);
  });
});
