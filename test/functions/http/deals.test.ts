import { describe, expect, it } from 'vitest';
import { receiveAll } from '../../../functions/bus/sqs-handler.ts';
import type { App, Json, Reply } from '../../support/app.ts';
import { anApp } from '../../support/app.ts';
import { aPlan, aShop, post, programPath, reasonFor, settleStep } from '../../support/shop.ts';
import { asSubscriber } from '../../support/with-rights.ts';

const yen = (amount: string): Json => ({ amount, currency: 'JPY' });
const aDeal = (change: Json = {}): Json => ({
  reference: 'A-001',
  kind: 'deal',
  companyName: '株式会社サンプル商事',
  amount: yen('1200000'),
  expectedCloseOn: '2026-12-20',
  notes: '営業部向け導入。\n来週デモ予定。',
  ...change,
});
const SOLD = {
  occurredAt: '2026-10-20T15:00:00+09:00',
  currency: 'JPY',
  customerId: 'cus_sample',
  lines: [{ lineId: '1', productId: 'suite', quantity: 1, amount: yen('1100000'), tax: yen('100000') }],
};

/** A shop in yen with two partners; it is 3 October. */
async function aDealShop(program: Json = {}): Promise<App> {
  const settlement = { period: 'month', threshold: yen('1000') };
  return await aShop(anApp(), { currency: 'JPY', settlement, ...program });
}

const as =
  (app: App, partnerId: string) =>
  async (method: string, rest: string, request: Json = {}) => {
    const token = await app.token({ role: 'partner-member', partnerId, subject: `${partnerId}@example.com` });
    return await app.call(method, programPath(rest), { ...request, token });
  };
const manager =
  (app: App) =>
  async (method: string, rest: string, request: Json = {}) => {
    const token = await app.token({ role: 'partner-manager', subject: 'manager@example.com' });
    return await app.call(method, programPath(rest), { token, ...request });
  };

async function registered(app: App, partnerId: string, change: Json = {}): Promise<Json> {
  const reply = await as(app, partnerId)('POST', 'deals', { body: aDeal(change) });
  expect(reply.status, reply.text).toBe(201);
  return reply.json;
}

async function approve(app: App, dealId: string, body: Json = {}): Promise<Reply> {
  return await manager(app)('POST', `deals/${dealId}/approval`, { body, headers: { 'if-match': '*' } });
}

describe('two partners who register one company', () => {
  it('end with one approved, extended, won and paid; the other reads why it was rejected', async () => {
    const app = await aDealShop();
    const first = await registered(app, 'ptn_1');
    app.setNow('2026-10-03T10:00:00+09:00');
    const second = await registered(app, 'ptn_2', {
      reference: 'B-9',
      companyName: '（株）サンプル商事',
      amount: yen('900000'),
    });
    expect(second).toMatchObject({ status: 'submitted', isEscalated: false, stage: 'qualified' });
    expect(JSON.stringify(second)).not.toContain('ptn_1');

    const shown = await manager(app)('GET', `deals/${second.dealId}/conflicts`);
    expect(shown.json.deal.companyName).toBe('（株）サンプル商事');
    expect(shown.json.conflicts).toHaveLength(1);
    expect(shown.json.conflicts[0]).toMatchObject({
      likeness: 'exact',
      isFirst: true,
      deal: { dealId: first.dealId, partnerId: 'ptn_1', companyName: '株式会社サンプル商事' },
    });

    expect((await approve(app, second.dealId)).json).toMatchObject({ status: 409, code: 'deal.registered-first' });
    const approved = await approve(app, first.dealId);
    expect(approved.json).toMatchObject({ status: 'approved', protectedUntil: '2027-01-01T01:00:00Z' });
    expect((await approve(app, second.dealId)).json).toMatchObject({ status: 409, code: 'deal.protected' });

    const rejection = { reason: 'already-registered', text: '10月3日9時に登録済みです。', inFavourOf: first.dealId };
    await manager(app)('POST', `deals/${second.dealId}/rejection`, { body: rejection });
    const read = await as(app, 'ptn_2')('GET', `deals/${second.dealId}`, { headers: { 'accept-language': 'ja' } });
    expect(read.json).toMatchObject({
      status: 'rejected',
      statusText: '却下',
      reason: 'already-registered',
      reasonText: '先に登録された案件があります',
      text: '10月3日9時に登録済みです。',
    });

    const reason = 'お客様の稟議が来期になったため';
    const extended = await as(app, 'ptn_1')('POST', `deals/${first.dealId}/extension`, { body: { reason } });
    expect(extended.json).toMatchObject({ protectedUntil: '2027-04-01T01:00:00Z', extension: { reason } });

    app.setNow('2026-10-21T09:00:00+09:00');
    const win = await manager(app)('POST', `deals/${first.dealId}/win`, { body: SOLD });
    expect(win.json).toMatchObject({ status: 'won', wonAt: '2026-10-20T06:00:00Z' });
    expect(win.json.conversion.lines).toEqual([
      { lineId: '1', partnerId: 'ptn_1', ruleId: 'base', netBase: yen('1000000'), commission: yen('50000') },
    ]);
    const again = await manager(app)('POST', `deals/${first.dealId}/win`, { body: SOLD });
    expect(again.json).toEqual(win.json);

    app.setNow('2026-11-05T09:00:00+09:00');
    for (const step of ['seal', 'calculate', 'approve', 'close']) await settleStep(app, step);
    const token = await app.token({ role: 'partner-member', partnerId: 'ptn_1' });
    const { statements } = (await app.call('GET', '/v1/statements', { token })).json;
    const statement = await app.call('GET', `/v1/statements/${statements[0].statementId}`, { token });
    expect(statement.json.conversions[0]).toMatchObject({ conversionId: first.dealId, kind: 'deal' });
    expect(statements[0].payable).toEqual(yen('50000'));
  });

  it('of which one is only alike are judged by a person, whose reason is kept', async () => {
    const app = await aDealShop();
    const first = await registered(app, 'ptn_1', { domain: 'https://www.sample.co.jp' });
    app.setNow('2026-10-03T10:00:00+09:00');
    const second = await registered(app, 'ptn_2', { domain: 'sample-osaka.jp' });
    expect((await approve(app, second.dealId)).json.code).toBe('deal.conflict-undecided');
    const judgements = [{ dealId: first.dealId, reason: '大阪の同名別会社（登記を確認）' }];
    expect((await approve(app, second.dealId, { judgements })).json.status).toBe('approved');
    const history = await manager(app)('GET', `deals/${second.dealId}/history`);
    expect(history.json.history.at(-1)).toMatchObject({ kind: 'approved', by: 'manager@example.com' });
    expect(history.json.history.at(-1).changes).toContainEqual({
      field: 'judgements',
      before: null,
      after: `${first.dealId}: 大阪の同名別会社（登記を確認）`,
    });
  });

  it('are judged by their own ids, and one is preferred to another that there is', async () => {
    const app = await aDealShop();
    const first = await registered(app, 'ptn_1', { domain: 'sample.co.jp' });
    app.setNow('2026-10-03T10:00:00+09:00');
    const second = await registered(app, 'ptn_2', { domain: 'sample-osaka.jp' });
    const judged = (dealId: string) => approve(app, second.dealId, { judgements: [{ dealId, reason: '別会社' }] });
    const stray = await judged('deal_x');
    expect(stray.json).toMatchObject({ status: 422, code: 'reference.unknown' });
    expect(reasonFor(stray, 'judgements[0].dealId')).toBe('must be of the deal\'s conflicts, got "deal_x"');
    const reject = (inFavourOf: string) =>
      manager(app)('POST', `deals/${second.dealId}/rejection`, { body: { reason: 'already-registered', inFavourOf } });
    for (const wrong of ['deal_x', second.dealId]) {
      expect(reasonFor(await reject(wrong), 'inFavourOf')).toBe(`must be another deal of prg_1, got "${wrong}"`);
    }
    expect((await judged(first.dealId)).json.status).toBe('approved');
  });

  it("or one that registers it twice: its own is shown beside it, and stands in nobody's way", async () => {
    const app = await aDealShop();
    const first = await registered(app, 'ptn_1');
    app.setNow('2026-10-03T10:00:00+09:00');
    const again = await registered(app, 'ptn_1', { reference: 'A-002', companyName: '㈱サンプル商事' });
    const shown = await manager(app)('GET', `deals/${again.dealId}/conflicts`);
    expect(shown.json.conflicts).toMatchObject([
      { isOwn: true, isFirst: true, likeness: 'exact', deal: { dealId: first.dealId } },
    ]);
    expect((await approve(app, again.dealId)).json.status).toBe('approved');
    expect((await approve(app, first.dealId)).json.status).toBe('approved');
  });

  it('keep their deals to themselves', async () => {
    const app = await aDealShop();
    const { dealId } = await registered(app, 'ptn_1');
    const other = as(app, 'ptn_2');
    for (const [method, rest, body] of [
      ['GET', `deals/${dealId}`, undefined],
      ['PUT', `deals/${dealId}`, { kind: 'lead', companyName: 'x' }],
      ['POST', `deals/${dealId}/extension`, { reason: 'x' }],
    ] as const) {
      expect((await other(method, rest, { body, headers: { 'if-match': '*' } })).json.code).toBe('deal.not-found');
    }
    expect((await other('GET', 'deals')).json).toEqual({ deals: [], next: null });
    expect((await other('GET', 'deals?partnerId=ptn_1')).json.code).toBe('partner.not-found');
    for (const rest of ['conflicts', 'history']) {
      expect((await other('GET', `deals/${dealId}/${rest}`)).status).toBe(403);
    }
    const foreign = await app.token({ role: 'admin', merchantId: 'mer_2' });
    expect((await app.call('GET', programPath(`deals/${dealId}`), { token: foreign })).status).toBe(404);
  });
});

describe('a split deal', () => {
  it('pays each partner its exact part of one conversion, and is seen by both', async () => {
    const app = await aDealShop();
    const parts = [
      { partnerId: 'ptn_1', share: '0.65' },
      { partnerId: 'ptn_2', share: '0.35' },
    ];
    const { dealId } = await registered(app, 'ptn_1', { parts });
    await approve(app, dealId);
    expect((await as(app, 'ptn_2')('GET', 'deals')).json.deals).toMatchObject([{ dealId, partnerId: 'ptn_1', parts }]);
    const change = { body: { kind: 'lead', companyName: 'x' }, headers: { 'if-match': '*' } };
    expect((await as(app, 'ptn_2')('PUT', `deals/${dealId}`, change)).json.code).toBe('access.forbidden');

    app.setNow('2026-10-21T09:00:00+09:00');
    const odd = { ...SOLD, lines: [{ lineId: '1', quantity: 1, amount: yen('1000001') }] };
    const won = await manager(app)('POST', `deals/${dealId}/win`, { body: odd });
    expect(won.json.conversion.lines).toMatchObject([
      { partnerId: 'ptn_1', netBase: yen('650001'), commission: yen('32500') },
      { partnerId: 'ptn_2', netBase: yen('350000'), commission: yen('17500') },
    ]);
    app.setNow('2026-11-05T09:00:00+09:00');
    for (const step of ['seal', 'calculate', 'approve', 'close']) await settleStep(app, step);
    for (const [partnerId, payable] of [
      ['ptn_1', '32500'],
      ['ptn_2', '17500'],
    ] as const) {
      const token = await app.token({ role: 'partner-member', partnerId });
      const { statements } = (await app.call('GET', '/v1/statements', { token })).json;
      expect(statements[0].payable).toEqual(yen(payable));
    }
    const replay = await app.call('GET', programPath('periods/2026-10/replay'));
    expect(replay.json.differenceCount).toBe(0);
  });
});

describe('the parts of an approved deal', () => {
  it("are the merchant's to change, so that nobody loses what was promised to them", async () => {
    const app = await aDealShop();
    const split = (share: string, rest: string): Json => ({
      parts: [
        { partnerId: 'ptn_1', share },
        { partnerId: 'ptn_2', share: rest },
      ],
    });
    const { dealId } = await registered(app, 'ptn_1', split('0.6', '0.4'));
    const { reference: _, ...content } = aDeal();
    const headers = { 'if-match': '*' };
    const revise = (caller: ReturnType<typeof as>, change: Json) =>
      caller('PUT', `deals/${dealId}`, { body: { ...content, ...change }, headers });
    expect((await revise(as(app, 'ptn_1'), split('0.5', '0.5'))).status).toBe(200);
    await approve(app, dealId);
    const alone = await revise(as(app, 'ptn_1'), { parts: [{ partnerId: 'ptn_1', share: '1' }] });
    expect(alone.json).toMatchObject({ status: 409, code: 'deal.locked' });
    expect(reasonFor(alone, 'parts')).toBe(
      'are what was approved, ptn_1 0.5; ptn_2 0.5; ask the merchant to change them',
    );
    // What is known of the deal may change; without parts they stay.
    expect((await revise(as(app, 'ptn_1'), { notes: '新しい' })).json.parts).toEqual(split('0.5', '0.5').parts);
    const byMerchant = await revise(manager(app), { ...split('0.7', '0.3') });
    expect(byMerchant.json.parts).toEqual(split('0.7', '0.3').parts);
  });
});

describe('time', () => {
  it('escalates after 72 hours and rejects nothing; what is late stands in a list of its own', async () => {
    const app = await aDealShop();
    const { dealId } = await registered(app, 'ptn_1');
    app.setNow('2026-10-06T00:00:01+09:00');
    const late = (await manager(app)('GET', 'deals?status=escalated')).json.deals;
    expect(late).toMatchObject([{ dealId, status: 'submitted', isEscalated: true }]);
    const headers = { 'accept-language': 'ja' };
    expect((await as(app, 'ptn_1')('GET', `deals/${dealId}`, { headers })).json.statusText).toMatch(/^判断期限を過ぎ/);
    expect(await post(app, '/v1/deals/dates')).toEqual({ escalated: 1, expired: 0 });
    expect(await post(app, '/v1/deals/dates')).toEqual({ escalated: 0, expired: 0 });
    expect((await approve(app, dealId)).json.status).toBe('approved');
    expect((await manager(app)('GET', 'deals?status=escalated')).json.deals).toEqual([]);
  });

  it('ends a protection on its day, told or not, and frees the customer', async () => {
    const app = await aDealShop();
    const first = await registered(app, 'ptn_1');
    await approve(app, first.dealId);
    app.setNow('2027-01-01T00:00:00+09:00');
    expect((await manager(app)('GET', `deals/${first.dealId}`)).json.status).toBe('expired');
    expect((await manager(app)('GET', 'deals?status=expired&from=2026-10')).json.deals).toMatchObject([
      { dealId: first.dealId },
    ]);
    // It is listed in the month in which it expired, not in that of its approval.
    const expired = async (months: string) => (await manager(app)('GET', `deals?status=expired&${months}`)).json.deals;
    expect(await expired('from=2026-12&to=2027-01')).toMatchObject([{ dealId: first.dealId }]);
    expect(await expired('from=2026-10&to=2026-11')).toEqual([]);
    const second = await registered(app, 'ptn_2', { reference: 'B-1' });
    expect((await approve(app, second.dealId)).json.status).toBe('approved');
    expect(await post(app, '/v1/deals/dates')).toEqual({ escalated: 0, expired: 1 });
    const late = await as(app, 'ptn_1')('POST', `deals/${first.dealId}/extension`, { body: { reason: 'too late' } });
    expect(late.json.code).toBe('deal.wrong-status');
  });

  it('keeps to what the program has settled on', async () => {
    const app = await aDealShop({
      deals: { stages: ['ヒアリング', '提案'], approvalHours: 24, protectionDays: 30, extensionDays: 15 },
    });
    const deal = await registered(app, 'ptn_1');
    expect(deal).toMatchObject({ stage: 'ヒアリング', decideBy: '2026-10-03T15:00:00Z' });
    expect((await approve(app, deal.dealId)).json.protectedUntil).toBe('2026-11-01T15:00:00Z');
    const headers = { 'if-match': '*' };
    const moved = await manager(app)('POST', `deals/${deal.dealId}/pipeline`, {
      body: { stage: '提案', owner: '佐藤' },
      headers,
    });
    expect(moved.json).toMatchObject({ stage: '提案', owner: '佐藤' });
    const wrong = await manager(app)('POST', `deals/${deal.dealId}/pipeline`, { body: { stage: 'won' }, headers });
    expect(reasonFor(wrong, 'stage')).toBe('must be one of ヒアリング, 提案, got "won"');
  });
});

describe('a registration', () => {
  it('is one deal however often it is sent, and the first instant counts', async () => {
    const app = await aDealShop();
    const first = await registered(app, 'ptn_1');
    app.setNow('2026-10-04T00:00:00+09:00');
    const again = await as(app, 'ptn_1')('POST', 'deals', { body: aDeal() });
    expect(again.status).toBe(200);
    expect(again.json).toEqual(first);
    const other = await as(app, 'ptn_1')('POST', 'deals', { body: aDeal({ companyName: '別会社' }) });
    expect(other.json).toMatchObject({ status: 409, code: 'deal.conflict' });
    // Another partner's reference is another deal.
    expect((await registered(app, 'ptn_2')).dealId).not.toBe(first.dealId);
  });

  it('is revised by whoever saw it last, with the ETag that was seen', async () => {
    const app = await aDealShop();
    const sent = await as(app, 'ptn_1')('POST', 'deals', { body: aDeal() });
    const path = `deals/${sent.json.dealId}`;
    const { reference: _, ...content } = aDeal({ amount: { amount: '9800.50', currency: 'EUR' } });
    const attachments = [{ name: '提案書.pdf', location: 's3://sales/proposals/1.pdf', sha256: 'a'.repeat(64) }];
    const body = { ...content, attachments };
    const write = (ifMatch?: string) =>
      as(app, 'ptn_1')('PUT', path, { body, headers: ifMatch === undefined ? {} : { 'if-match': ifMatch } });
    expect((await write()).status).toBe(428);
    expect((await write('"7"')).json.code).toBe('deal.edited');
    const revised = await write(sent.headers['etag']);
    expect(revised.json).toMatchObject({ amount: { amount: '9800.50', currency: 'EUR' }, attachments });
    expect(revised.headers['etag']).toBe('"2"');
    const stale = await manager(app)('POST', `${path}/approval`, { body: {}, headers: { 'if-match': '"1"' } });
    expect(stale.json.code).toBe('deal.edited');
    expect((await manager(app)('POST', `${path}/approval`, { body: {} })).status).toBe(428);
  });

  it.each([
    ['companyName', { companyName: '・・・' }, /letter or a digit/],
    ['domain', { domain: 'co.jp' }, /must be a domain/],
    ['amount', { amount: null }, /required for a deal/],
    ['amount.amount', { amount: yen('1.5') }, /0 decimals/],
    ['expectedCloseOn', { expectedCloseOn: '2026-02-30' }, /must be a date/],
    ['parts', { parts: [{ partnerId: 'ptn_1', share: '0.9' }] }, /sum to exactly 1/],
    [
      'parts[1].partnerId',
      {
        parts: [
          { partnerId: 'ptn_1', share: '0.5' },
          { partnerId: 'ptn_9', share: '0.5' },
        ],
      },
      /no part/,
    ],
    ['parts', { parts: [{ partnerId: 'ptn_2', share: '1' }] }, /must hold a part of ptn_1, whose deal it is/],
    [
      'attachments[0].location',
      { attachments: [{ name: 'a', location: 'http://x/a', sha256: 'a'.repeat(64) }] },
      /https/,
    ],
    ['attachments[0].sha256', { attachments: [{ name: 'a', location: 'https://x/a', sha256: 'A' }] }, /SHA-256/],
    ['partnerId', { partnerId: 'ptn_2' }, /your own/],
    ['stage', { stage: 'won' }, /not known/],
  ])('with a bad %s is told which field and why', async (field, change, reason) => {
    const app = await aDealShop();
    const reply = await as(app, 'ptn_1')('POST', 'deals', { body: aDeal(change) });
    expect(reply.status).toBe(422);
    expect(reasonFor(reply, field)).toMatch(reason);
  });

  it('stays with who registered it: a partner cannot revise its own part away, the merchant can', async () => {
    const app = await aDealShop();
    const { dealId } = await registered(app, 'ptn_1');
    const { reference: _, ...content } = aDeal({ parts: [{ partnerId: 'ptn_2', share: '1' }] });
    const headers = { 'if-match': '*', 'accept-language': 'ja' };
    const own = await as(app, 'ptn_1')('PUT', `deals/${dealId}`, { body: content, headers });
    expect([own.status, reasonFor(own, 'parts')]).toEqual([
      422,
      '案件を登録したパートナー（ptn_1）の配分を含めてください',
    ]);
    expect((await manager(app)('PUT', `deals/${dealId}`, { body: content, headers })).status).toBe(200);
  });

  it('is for partners that take part: not while one is suspended', async () => {
    const app = await aDealShop();
    const suspended = { from: '2026-10-05T00:00:00+09:00', status: 'suspended' };
    await post(app, programPath('enrollments/ptn_1/terms'), suspended);
    expect((await as(app, 'ptn_1')('POST', 'deals', { body: aDeal() })).status).toBe(201);
    app.setNow('2026-10-06T00:00:00+09:00');
    const late = await as(app, 'ptn_1')('POST', 'deals', { body: aDeal({ reference: 'A-002' }) });
    expect(reasonFor(late, 'partnerId')).toBe('"ptn_1" takes no part in prg_1 now');
    // What was registered before stays, and is answered as it stands.
    expect((await as(app, 'ptn_1')('POST', 'deals', { body: aDeal() })).status).toBe(200);
  });

  it('of a lead needs no amount and grows into a deal; one by the merchant says whose it is', async () => {
    const app = await aDealShop();
    const lead = { reference: 'L-1', kind: 'lead', companyName: 'Sample Trading Co., Ltd.' };
    expect((await manager(app)('POST', 'deals', { body: lead })).json.errors[0].field).toBe('partnerId');
    const made = await manager(app)('POST', 'deals', { body: { ...lead, partnerId: 'ptn_2' } });
    expect(made.json).toMatchObject({ kind: 'lead', partnerId: 'ptn_2', amount: null });
    const { reference: _, ...content } = lead;
    const body = { ...content, kind: 'deal', amount: yen('1') };
    const headers = { 'if-match': made.headers['etag'] };
    const grown = await as(app, 'ptn_2')('PUT', `deals/${made.json.dealId}`, { body, headers });
    expect(grown.json).toMatchObject({ kind: 'deal', amount: yen('1') });
  });
});

describe('a withdrawal', () => {
  it('frees the customer at once, is told with its reason, and is one however often it is sent', async () => {
    const app = await aDealShop();
    const first = await registered(app, 'ptn_1');
    expect((await approve(app, first.dealId)).json.status).toBe('approved');
    const second = await registered(app, 'ptn_2', { reference: 'B-1' });
    expect((await approve(app, second.dealId)).json.code).toBe('deal.protected');
    const body = { reason: 'mistake', text: '同名の別会社でした' };
    const withdraw = () => as(app, 'ptn_1')('POST', `deals/${first.dealId}/withdrawal`, { body });
    const withdrawn = await withdraw();
    expect(withdrawn.json).toMatchObject({
      status: 'withdrawn',
      statusText: 'Withdrawn',
      endedAt: expect.any(String),
      reasonText: 'It was registered by mistake',
      ...body,
    });
    expect((await withdraw()).json).toEqual(withdrawn.json);
    expect((await approve(app, second.dealId)).json.status).toBe('approved');
    const won = await manager(app)('POST', `deals/${first.dealId}/win`, {
      body: { ...SOLD, occurredAt: '2026-10-03T00:00:00+09:00' },
    });
    expect(won.json).toMatchObject({ status: 409, code: 'deal.wrong-status' });
    const listed = await manager(app)('GET', 'deals?status=withdrawn');
    expect(listed.json.deals).toMatchObject([{ dealId: first.dealId, reason: 'mistake' }]);
    const { history } = (await manager(app)('GET', `deals/${first.dealId}/history`)).json;
    expect(history.at(-1)).toMatchObject({ kind: 'withdrawn', by: 'ptn_1@example.com' });
    expect((await as(app, 'ptn_1')('POST', 'deals', { body: aDeal() })).json).toEqual(withdrawn.json);
  });

  it('is for whoever registered the deal, or the merchant for it', async () => {
    const app = await aDealShop();
    const parts = ['ptn_1', 'ptn_2'].map((partnerId) => ({ partnerId, share: '0.5' }));
    const { dealId } = await registered(app, 'ptn_1', { parts });
    const body = { reason: 'not-pursued' };
    const other = await as(app, 'ptn_2')('POST', `deals/${dealId}/withdrawal`, { body });
    expect(other.json).toMatchObject({ status: 403, code: 'access.forbidden' });
    const wrong = await as(app, 'ptn_1')('POST', `deals/${dealId}/withdrawal`, { body: { reason: 'price' } });
    expect(reasonFor(wrong, 'reason')).toContain('mistake');
    expect((await manager(app)('POST', `deals/${dealId}/withdrawal`, { body })).json.status).toBe('withdrawn');
  });
});

describe('an import', () => {
  const CSV = [
    'reference,kind,company,domain,amount,currency,expected_close,parts,notes',
    'C-1,deal,"Sample Trading Co., Ltd.",sample.com,"9,800.50",USD,2026-12-20,ptn_1 0.5; ptn_2 0.5,"two',
    'lines"',
    'C-2,deal,株式会社甲,,1.5,JPY,,,',
    'C-3,lead,株式会社乙,gmail.com,,,,,',
    'C-3,lead,株式会社丙,,,,,,',
    'C-4,lead',
    '',
  ].join('\r\n');

  it('takes what is right and tells of each other line what is wrong with it', async () => {
    const app = await aDealShop();
    const send = () => as(app, 'ptn_1')('POST', 'deals/import', { body: { file: 'deals.csv', csv: CSV } });
    const { results } = (await send()).json;
    expect(results).toMatchObject([
      { line: 2, reference: 'C-1', result: 'registered' },
      { line: 4, reference: 'C-2', result: 'refused', errors: ['deals.csv:4: amount: JPY has 0 decimals, got "1.5"'] },
      { line: 5, reference: 'C-3', result: 'registered' },
      { line: 6, result: 'refused', errors: ['deals.csv:6: reference: "C-3" stands in line 5 already'] },
      { line: 7, result: 'refused', errors: ['deals.csv:7: row: must have 9 cells, as the header, got 2'] },
    ]);
    const own = await as(app, 'ptn_1')('GET', `deals/${results[0].dealId}`);
    expect(own.json).toMatchObject({
      companyName: 'Sample Trading Co., Ltd.',
      amount: { amount: '9800.50', currency: 'USD' },
      notes: 'two\nlines',
    });
    expect((await send()).json.results.map(({ result }: Json) => result)).toEqual([
      'repeated',
      'refused',
      'repeated',
      'refused',
      'refused',
    ]);
  });

  it('names the same lines where they end with CR alone', async () => {
    const lines = async (csv: string) => {
      const { json } = await as(await aDealShop(), 'ptn_1')('POST', 'deals/import', { body: { csv } });
      return json.results.map(({ line }: Json) => line);
    };
    expect(await lines(CSV.replaceAll('\r\n', '\r'))).toEqual(await lines(CSV));
  });

  it.each([
    ['reference,kind', /must hold reference, kind, company/],
    ['reference,kind,company,colour', /no other than/],
    ['reference,kind,company\n"C-1,lead,x', /not CSV/],
  ])('without a whole table is refused as a whole: %j', async (csv, reason) => {
    const app = await aDealShop();
    const reply = await as(app, 'ptn_1')('POST', 'deals/import', { body: { csv } });
    expect(reply.status).toBe(422);
    expect(reasonFor(reply, 'csv')).toMatch(reason);
  });
});

describe('the list of deals', () => {
  it('comes in pages, the oldest first, each deal once', async () => {
    const app = await aDealShop();
    const wanted: string[] = [];
    for (let day = 3; day < 15; day += 1) {
      app.setNow(`2026-10-${String(day).padStart(2, '0')}T12:00:00+09:00`);
      wanted.push((await registered(app, 'ptn_1', { reference: `R-${day}`, companyName: `会社${day}` })).dealId);
    }
    for (const caller of [manager(app), as(app, 'ptn_1')]) {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const query: string = cursor === null ? '' : `&cursor=${cursor}`;
        const page: Json = (await caller('GET', `deals?limit=5${query}`)).json;
        expect(page.deals.length).toBeLessThanOrEqual(5);
        seen.push(...page.deals.map(({ dealId }: Json) => dealId));
        cursor = page.next;
      } while (cursor !== null);
      expect(seen).toEqual(wanted);
    }
    expect((await manager(app)('GET', 'deals?cursor=x')).json.code).toBe('request.invalid');
    expect((await manager(app)('GET', 'deals?limit=101')).status).toBe(422);
  });
});

describe('the sign of a conflict in the list', () => {
  const conflicts = async (app: App, query = '') => {
    const { deals } = (await manager(app)('GET', `deals?limit=100${query}`)).json;
    return deals.map(({ reference, conflict }: Json) => [reference, conflict]).sort();
  };

  it('says to managers alone how like another open registration is, and lists what is', async () => {
    const app = await aDealShop();
    const first = await registered(app, 'ptn_1', { domain: 'sample.co.jp' });
    await registered(app, 'ptn_1', { reference: 'A-9', companyName: '株式会社一人' });
    await registered(app, 'ptn_1', { reference: 'A-2', companyName: '株式会社二度' });
    await registered(app, 'ptn_1', { reference: 'A-3', companyName: '株式会社二度' });
    expect(await conflicts(app)).toEqual([
      ['A-001', null],
      ['A-2', 'own'],
      ['A-3', 'own'],
      ['A-9', null],
    ]);
    app.setNow('2026-10-03T10:00:00+09:00');
    await registered(app, 'ptn_2', { reference: 'B-1', companyName: '（株）サンプル商事', domain: 'sample.co.jp' });
    await registered(app, 'ptn_2', { reference: 'B-2', companyName: '二度株式会社' });
    expect(await conflicts(app, '&conflict=exact')).toEqual([
      ['A-001', 'exact'],
      ['B-1', 'exact'],
    ]);
    expect(await conflicts(app, '&conflict=probable')).toEqual([
      ['A-2', 'probable'],
      ['A-3', 'probable'],
      ['B-2', 'probable'],
    ]);
    const own = (await as(app, 'ptn_2')('GET', 'deals')).json.deals;
    expect(own.map(({ conflict }: Json) => conflict)).toEqual([null, null]);
    expect((await as(app, 'ptn_2')('GET', 'deals?conflict=exact')).json.deals).toEqual([]);
    await manager(app)('POST', `deals/${first.dealId}/rejection`, { body: { reason: 'other' } });
    expect(await conflicts(app, '&conflict=exact')).toEqual([]);
  });

  it('is gone where a person has judged that it is another customer', async () => {
    const app = await aDealShop();
    const first = await registered(app, 'ptn_1', { domain: 'sample.co.jp' });
    app.setNow('2026-10-03T10:00:00+09:00');
    const second = await registered(app, 'ptn_2', { reference: 'B-1', domain: 'sample-osaka.jp' });
    expect(await conflicts(app, '&conflict=probable')).toHaveLength(2);
    const judgements = [{ dealId: first.dealId, reason: '大阪の同名別会社' }];
    expect((await approve(app, second.dealId, { judgements })).json.status).toBe('approved');
    expect(await conflicts(app)).toEqual([
      ['A-001', null],
      ['B-1', null],
    ]);
  });
});

describe('a win that is refused', () => {
  const sale = (currency: string, amount: string): Json => ({
    ...SOLD,
    currency,
    lines: [{ lineId: '1', quantity: 1, amount: { amount, currency } }],
  });

  async function approved(app: App): Promise<string> {
    const { dealId } = await registered(app, 'ptn_1');
    await approve(app, dealId);
    return dealId;
  }

  it('because its reversal came first in another currency leaves the deal as it was', async () => {
    const app = await aDealShop();
    const dealId = await approved(app);
    app.setNow('2026-10-21T09:00:00+09:00');
    const early = {
      reversalId: 'rev_1',
      conversionId: dealId,
      cause: 'cancellation',
      ...{ occurredAt: SOLD.occurredAt },
    };
    await post(app, programPath('reversals'), { ...early, amount: { amount: '10.00', currency: 'USD' } });
    const refused = await manager(app)('POST', `deals/${dealId}/win`, { body: sale('JPY', '5000') });
    expect(refused.json).toMatchObject({ status: 422, code: 'currency.mismatch' });
    expect((await manager(app)('GET', `deals/${dealId}`)).json).toMatchObject({ status: 'approved', wonAt: null });
    const won = await manager(app)('POST', `deals/${dealId}/win`, { body: sale('USD', '5000.00') });
    expect(won.json).toMatchObject({ status: 'won', conversion: { conversionId: dealId } });
  });

  it('because its id is taken by another conversion leaves the deal as it was', async () => {
    const app = await aDealShop();
    const dealId = await approved(app);
    app.setNow('2026-10-21T09:00:00+09:00');
    await post(app, programPath('conversions'), { ...sale('JPY', '7000'), conversionId: dealId, kind: 'sale' });
    const refused = await manager(app)('POST', `deals/${dealId}/win`, { body: sale('JPY', '5000') });
    expect(refused.json).toMatchObject({ status: 409, code: 'conversion.conflict' });
    expect((await manager(app)('GET', `deals/${dealId}`)).json).toMatchObject({ status: 'approved', wonAt: null });
  });
});

describe('a deal that is won', () => {
  it('may be tried first, and is told to be won already when it is', async () => {
    const app = await aDealShop();
    const { dealId } = await registered(app, 'ptn_1');
    await approve(app, dealId);
    app.setNow('2026-10-21T09:00:00+09:00');
    const dry = async () => (await manager(app)('POST', `deals/${dealId}/win?dryRun=true`, { body: SOLD })).json;
    const told = { dryRun: true, operation: 'winDeal' };
    expect(await dry()).toEqual({ ...told, wouldChange: true, moves: [{ what: 'sale', amount: yen('1100000') }] });
    expect((await manager(app)('GET', `deals/${dealId}`)).json.status).toBe('approved');
    await manager(app)('POST', `deals/${dealId}/win`, { body: SOLD });
    expect(await dry()).toEqual({ ...told, wouldChange: false, moves: [] });
  });

  it('was registered here is not told as one of another system', async () => {
    const app = await aDealShop();
    const { dealId } = await registered(app, 'ptn_1');
    app.setNow('2026-10-21T09:00:00+09:00');
    const token = await app.token({ role: 'ingest' });
    const tell = (id: string) =>
      app.call('POST', programPath('deals/won'), { token, body: { ...SOLD, dealId: id, partnerId: 'ptn_1' } });
    expect((await tell(dealId)).json).toMatchObject({ status: 409, code: 'deal.registered' });
    expect((await tell('crm-7')).status).toBe(201);
  });
});

describe('the list of one partner', () => {
  it('holds what came in the months that are asked for, and all without them', async () => {
    const app = await aDealShop();
    await registered(app, 'ptn_1', { reference: 'R-10', companyName: '十月' });
    app.setNow('2026-11-03T12:00:00+09:00');
    const { dealId } = await registered(app, 'ptn_1', { reference: 'R-11', companyName: '十一月' });
    const list = async (caller: ReturnType<typeof as>, query: string): Promise<string[]> =>
      (await caller('GET', `deals${query}`)).json.deals.map(({ reference }: Json) => reference);
    for (const [caller, whose] of [
      [as(app, 'ptn_1'), ''],
      [manager(app), 'partnerId=ptn_1&'],
    ] as const) {
      expect(await list(caller, `?${whose}limit=9`)).toEqual(['R-10', 'R-11']);
      expect(await list(caller, `?${whose}from=2026-11`)).toEqual(['R-11']);
      expect(await list(caller, `?${whose}from=2026-10&to=2026-10`)).toEqual(['R-10']);
    }
    const move = { body: { owner: '佐藤' }, headers: { 'if-match': '*' } };
    await manager(app)('POST', `deals/${dealId}/pipeline`, move);
    expect(await list(manager(app), `?owner=${encodeURIComponent('佐藤')}`)).toEqual(['R-11']);
  });
});

describe('a won deal whose process ended before its conversion', () => {
  it('is recorded by the event of its step', async () => {
    const app = await aDealShop();
    await post(app, programPath('plans'), aPlan({ version: 2, effectiveFrom: '2026-11-01' }));
    const { dealId } = await registered(app, 'ptn_1');
    await approve(app, dealId);
    app.setNow('2026-10-21T09:00:00+09:00');
    const put = app.deps.stores.conversions.putConversion;
    const scope = { merchantId: 'mer_1', programId: 'prg_1' };
    Object.assign(app.deps.stores.conversions, { putConversion: () => Promise.reject(new Error('crashed')) });
    expect((await manager(app)('POST', `deals/${dealId}/win`, { body: SOLD })).status).toBe(500);
    Object.assign(app.deps.stores.conversions, { putConversion: put });
    expect((await manager(app)('GET', `deals/${dealId}`)).json.status).toBe('won');
    expect(await app.deps.stores.conversions.conversion(scope, dealId)).toBeNull();

    const { recordWonDeal } = await import('../../../functions/bus/record-won-deal.ts');
    const { receiver } = await import('../../../functions/bus/subscription.ts');
    const detail = {
      id: 'evt_1',
      type: 'deal.won',
      version: 1,
      ...scope,
      occurredAt: '',
      recordedAt: null,
      isCut: false,
      data: { dealId },
    };
    const body = JSON.stringify({ detail });
    const failed = await receiveAll(asSubscriber(app.deps, 'record-won-deal'), receiver(recordWonDeal), [
      { messageId: '1', body },
      { messageId: '2', body },
    ]);
    expect(failed).toEqual([]);
    expect((await app.deps.stores.conversions.conversion(scope, dealId))?.fact).toMatchObject({
      kind: 'deal',
      partnerId: 'ptn_1',
    });
  });
});
