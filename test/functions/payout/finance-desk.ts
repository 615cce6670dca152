import { expect } from 'vitest';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { App, Json, Reply } from '../../support/app.ts';
import { anApp, MERCHANT, PROGRAM } from '../../support/app.ts';
import { aConversion, aPlan, aProgram, post, programPath } from '../../support/shop.ts';

const YEN = { currency: 'JPY' };
export const terms = { monthsLater: 1, day: 'last', shift: 'before', calendar: 'jp' };
export const account = {
  scheme: 'zengin',
  bankCode: '0005',
  branchCode: '123',
  accountType: 'ordinary',
  accountNumber: '1234567',
  holder: 'サクラ',
};

export async function as(app: App, subject: string, method: string, path: string, body?: Json): Promise<Reply> {
  return app.call(method, path, {
    token: await app.token({ role: 'admin', subject }),
    ...(body === undefined ? {} : { body }),
  });
}

export async function payeeOf(app: App, partnerId: string, changes: Json = {}): Promise<void> {
  const path = `/v1/partners/${partnerId}/payees`;
  const drafted = await app.call('POST', path, { body: { ...account, ...changes } });
  expect(drafted.status, drafted.text).toBe(201);
  const approved = await as(app, 'checker', 'POST', `${path}/${drafted.json.revision}/approval`);
  expect(approved.status, approved.text).toBe(200);
}

export const payer = {
  ...account,
  bankCode: '0001',
  branchCode: '001',
  accountNumber: '7654321',
  holder: 'カ)ブンパイ',
  sending: { clientCode: '1234567890', bankName: 'ミズホ' },
};

/** An account that the program pays from, approved by a second person. */
export async function payerOf(app: App, changes: Json = {}): Promise<void> {
  const path = programPath('payer-accounts');
  const drafted = await as(app, 'maker', 'POST', path, { ...payer, ...changes });
  expect(drafted.status, drafted.text).toBe(201);
  const approved = await as(app, 'checker', 'POST', `${path}/${drafted.json.revision}/approval`);
  expect(approved.status, approved.text).toBe(200);
}

/** October is closed: ptn_1 has ¥5,000 and an account, ptn_2 ¥2,500 and none. */
export async function closedOctober({
  hasPayer = true,
  payout = {},
  attribution = aProgram().attribution,
  before = async (_: App): Promise<void> => {},
} = {}): Promise<App> {
  const app = anApp();
  const threshold = { amount: '10', currency: 'JPY' };
  await post(
    app,
    '/v1/programs',
    aProgram({
      ...YEN,
      attribution,
      settlement: { period: 'month', threshold, payout: { ...terms, ...payout } },
      partnerActivity: true,
    }),
  );
  await post(app, programPath('plans'), aPlan());
  for (const partnerId of ['ptn_1', 'ptn_2']) {
    await post(app, '/v1/partners', { partnerId, name: `Partner ${partnerId}`, kind: 'affiliate' });
    const joinedAt = '2026-01-01T00:00:00Z';
    await post(app, programPath('enrollments'), { partnerId, status: 'active', joinedAt });
  }
  app.setNow('2026-10-03T00:00:00+09:00');
  if (hasPayer) await payerOf(app);
  await payeeOf(app, 'ptn_1');
  const sale = (conversionId: string, partnerId: string, amount: string) =>
    aConversion({ ...YEN, conversionId, partnerId, lines: [{ lineId: '1', quantity: 1, amount: { amount, ...YEN } }] });
  await post(app, programPath('conversions'), sale('a', 'ptn_1', '100000'));
  await post(app, programPath('conversions'), sale('b', 'ptn_2', '50000'));
  await before(app);
  app.setNow('2026-11-02T00:00:00+09:00');
  for (const step of ['seal', 'calculate']) await post(app, programPath(`periods/2026-10/${step}`));
  const approved = await as(app, 'checker', 'POST', programPath('periods/2026-10/approve'));
  expect(approved.status, approved.text).toBe(202);
  await post(app, programPath('periods/2026-10/close'));
  return app;
}

export async function prepared(): Promise<App> {
  const app = await closedOctober();
  const reply = await as(app, 'maker', 'POST', programPath('periods/2026-10/payout'));
  expect(reply.status, reply.text).toBe(202);
  return app;
}

/** Members of a 全銀 account that others do not have. */
export const none = () =>
  Object.fromEntries(['bankCode', 'branchCode', 'accountType', 'accountNumber'].map((name) => [name, undefined]));

/** October is closed and prepared in euro: ¥5,000 and ¥2,500 at one rate. */
export async function inEuro(rate: string): Promise<App> {
  const app = await closedOctober({ hasPayer: false });
  await post(app, programPath('rates'), { date: '2026-10-31', from: 'JPY', to: 'EUR', rate });
  const sepa = { ...none(), scheme: 'sepa', iban: 'FR1420041010050500013M02606', sending: undefined };
  await payerOf(app, { ...sepa, holder: 'Bunpai GmbH' });
  for (const partnerId of ['ptn_1', 'ptn_2'])
    await payeeOf(app, partnerId, { ...sepa, holder: `Partner ${partnerId}` });
  app.setNow('2026-11-05T00:00:00+09:00');
  const reply = await as(app, 'maker', 'POST', programPath('periods/2026-10/payout'));
  expect(reply.status, reply.text).toBe(202);
  return app;
}

export const BATCH = programPath('payout-batches/2026-10-zengin-1');

export async function approve(app: App, path = BATCH): Promise<Json> {
  const { json } = await as(app, 'checker', 'GET', path);
  const reply = await as(app, 'checker', 'POST', `${path}/approval`, { contentHash: json.contentHash });
  expect(reply.status, reply.text).toBe(202);
  return reply.json;
}

/** Says that the bank has the file of a batch. */
export async function remit(app: App, path = BATCH): Promise<Json> {
  const { json } = await as(app, 'maker', 'GET', path);
  const reply = await as(app, 'maker', 'POST', `${path}/remittance`, { fileHash: json.file.sha256 });
  expect(reply.status, reply.text).toBe(202);
  return reply.json;
}

export async function entriesOf(app: App, partnerId: string): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  const scope = { merchantId: MERCHANT, programId: PROGRAM };
  for await (const entry of app.deps.stores.ledger.entries(scope, partnerId, '2026-10')) entries.push(entry);
  return entries;
}

export const payoutsOf = async (app: App): Promise<Json> =>
  (await as(app, 'checker', 'GET', programPath('periods/2026-10/payouts'))).json.payouts;
