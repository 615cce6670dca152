import { beforeAll, describe, expect, it } from 'vitest';
import type { Envelope } from '../../../events/envelope.ts';
import { envelopesOf } from '../../../events/envelope.ts';
import { noteActivity } from '../../../functions/bus/note-activity.ts';
import type { App, Json } from '../../support/app.ts';
import { anApp, MERCHANT, PROGRAM } from '../../support/app.ts';
import {
  aConversion,
  aLine,
  aPlan,
  aProgram,
  aReversal,
  post,
  programPath,
  settleStep,
  usd,
} from '../../support/shop.ts';
import { asSubscriber } from '../../support/with-rights.ts';

const scope = { merchantId: MERCHANT, programId: PROGRAM };
const destination = 'https://shop.example.com/';
const STEPS = ['seal', 'calculate', 'approve', 'close', 'payout'];

/** Tells our own subscriber what the streams would tell, twice, as a bus may. */
async function tell(app: App, { clicks = [], conversions = [] }: { clicks?: string[]; conversions?: string[] }) {
  const { stores } = app.deps;
  const envelopes: Envelope[] = [];
  for (const clickId of clicks) {
    const value = await stores.clicks.click(scope, clickId);
    if (value) envelopes.push(...envelopesOf({ entity: 'click', ...scope, recordedAt: value.occurredAt, value }));
  }
  for (const conversionId of conversions) {
    const recorded = await stores.conversions.conversion(scope, conversionId);
    const decision = recorded && (await stores.conversions.decision(scope, recorded.recordedAt, conversionId));
    if (!recorded || !decision) throw new Error(`${conversionId} is not decided`);
    const value = { ...decision, currency: 'USD' };
    envelopes.push(...envelopesOf({ entity: 'decision', ...scope, recordedAt: recorded.recordedAt, value }));
  }
  for (const envelope of [...envelopes, ...envelopes])
    await noteActivity(asSubscriber(app.deps, 'note-activity'), envelope);
}

const reader = (app: App, partnerId = 'ptn_1') => app.token({ role: 'partner-member', partnerId });

async function get(app: App, path: string, { partnerId = 'ptn_1', language = 'en' } = {}): Promise<Json> {
  const headers = { 'accept-language': language };
  const reply = await app.call('GET', path, { token: await reader(app, partnerId), headers });
  expect(reply.status, reply.text).toBe(200);
  return reply.json;
}

/** A program that pays on the 15th of the month after next, or the bank day before; two partners; October with a review. */
async function aProgramThatPays(review: Json = {}): Promise<App> {
  const app = anApp();
  const payout = { monthsLater: 2, day: 15, shift: 'before', calendar: 'jp' };
  const settlement = { period: 'month', threshold: usd('3.00'), payout };
  await post(app, '/v1/programs', aProgram({ settlement, partnerActivity: true, ...review }));
  await post(app, programPath('plans'), aPlan({ holdDays: 30 }));
  for (const partnerId of ['ptn_1', 'ptn_2']) {
    await post(app, '/v1/partners', { partnerId, name: `Partner ${partnerId}`, kind: 'affiliate' });
    const joinedAt = '2026-01-01T00:00:00Z';
    await post(app, programPath('enrollments'), { partnerId, status: 'active', joinedAt });
  }
  app.setNow('2026-10-20T00:00:00+09:00');
  return app;
}

const click = (clickId: string, change: Json = {}): Json => ({
  clickId,
  visitorId: 'vis_1',
  partnerId: 'ptn_1',
  linkId: 'lnk_1',
  occurredAt: '2026-10-02T00:30:00+09:00',
  ...change,
});

describe('what came of a partner’s work', () => {
  let app: App;
  beforeAll(async () => {
    app = await aProgramThatPays();
    await post(app, programPath('links'), { linkId: 'lnk_1', partnerId: 'ptn_1', destination });
    await post(app, programPath('coupons'), { code: 'AUTUMN', partnerId: 'ptn_1' });
    const clicks = [
      click('clk_1'),
      click('clk_2'),
      click('clk_3', { visitorId: 'vis_2' }),
      click('clk_5', { occurredAt: '2026-10-03T00:30:00+09:00' }),
      click('clk_6', { partnerId: 'ptn_2', linkId: null, visitorId: 'vis_6' }),
    ];
    for (const body of clicks) await post(app, programPath('clicks'), body);
    const at = Date.parse('2026-10-02T00:00:00Z');
    const bot = { ...click('clk_4', { visitorId: 'bot_1' }), occurredAt: at, isBot: true };
    await app.deps.stores.clicks.putClick(scope, { fact: bot, recordedAt: at });
    await post(app, programPath('conversions'), aConversion({ conversionId: 'by link', visitorId: 'vis_2' }));
    await post(app, programPath('conversions'), aConversion({ conversionId: 'by coupon', coupon: 'autumn' }));
    await post(app, programPath('conversions'), aConversion({ conversionId: 'of another', partnerId: 'ptn_2' }));
    const conversions = ['by link', 'by coupon', 'of another'];
    await tell(app, { clicks: ['clk_4', ...clicks.map(({ clickId }) => clickId)], conversions });
  });

  it('counts clicks without bots, and visitors once for each link and day, by the program’s own calendar', async () => {
    const { total, days, links } = await get(app, programPath('statistics?from=2026-10-01&to=2026-10-31'));
    expect(total).toMatchObject({ clicks: 4, uniqueClicks: 3, bots: 1 });
    expect(days).toMatchObject([
      { date: '2026-10-02', clicks: 3, uniqueClicks: 2, bots: 1 },
      { date: '2026-10-03', clicks: 1, uniqueClicks: 1, bots: 0 },
    ]);
    expect(links).toMatchObject([{ linkId: 'lnk_1', clicks: 4 }]);
  });

  it('counts conversions and commission by the link or coupon that led to them, however often an event is told', async () => {
    const { total, links, coupons, periods } = await get(app, programPath('statistics?from=2026-10-01&to=2026-10-31'));
    expect(total).toMatchObject({ conversions: 2, rejected: 0, commission: usd('10.00') });
    expect(links).toMatchObject([{ linkId: 'lnk_1', conversions: 1, commission: usd('5.00') }]);
    expect(coupons).toMatchObject([{ code: 'AUTUMN', conversions: 1, commission: usd('5.00') }]);
    expect(periods).toEqual([{ periodId: '2026-10', status: 'open', closed: null }]);
  });

  it('shows a partner its own links and coupons, page by page, and nobody else’s', async () => {
    for (const linkId of ['lnk_2', 'lnk_3'])
      await post(app, programPath('links'), { linkId, partnerId: 'ptn_1', destination });
    const first = await get(app, programPath('links?limit=2'));
    expect(first.links.map((link: Json) => link.linkId)).toEqual(['lnk_1', 'lnk_2']);
    const second = await get(app, programPath(`links?limit=2&cursor=${first.next}`));
    expect(second).toMatchObject({ links: [{ linkId: 'lnk_3', path: '/t/lnk_3' }], next: null });
    expect((await get(app, programPath('coupons'))).coupons).toMatchObject([{ code: 'AUTUMN' }]);
    expect(await get(app, programPath('links'), { partnerId: 'ptn_2' })).toEqual({ links: [], next: null });
    const foreign = await app.call('GET', programPath('links?partnerId=ptn_2'), { token: await reader(app) });
    expect([foreign.status, foreign.json.code]).toEqual([404, 'partner.not-found']);
  });

  it('refuses more days than it counts at once, and says how many', async () => {
    const path = programPath('statistics?from=2026-10-01&to=2026-11-01');
    const { status, json } = await app.call('GET', path, { token: await reader(app) });
    expect(status).toBe(422);
    expect(json.errors).toEqual([{ field: 'to', reason: 'must be within 31 days from 2026-10-01, got 2026-11-01' }]);
  });
});

describe('a program that lists nothing before its statements', () => {
  it('writes nothing for it, and says so', async () => {
    const app = await aProgramThatPays({ partnerActivity: false });
    await post(app, programPath('coupons'), { code: 'AUTUMN', partnerId: 'ptn_1' });
    await post(app, programPath('conversions'), aConversion({ conversionId: 'ord_1', coupon: 'autumn' }));
    await tell(app, { conversions: ['ord_1'] });
    const month = { partnerId: 'ptn_1', month: '2026-10' };
    expect(await app.deps.stores.conversions.creditedTo(scope, month, { after: null, limit: 10 })).toEqual([]);
    const token = await reader(app);
    for (const path of ['conversions', 'statistics?from=2026-10-01&to=2026-10-31']) {
      const reply = await app.call('GET', programPath(path), { token });
      expect([reply.status, reply.json.code]).toEqual([409, 'activity.not-noted']);
    }
  });
});

describe('when a line is expected to be paid', () => {
  it('is the bank day by which the close pays whose cutoff comes after the hold', async () => {
    const app = await aProgramThatPays();
    await post(app, programPath('conversions'), aConversion({ partnerId: 'ptn_1' }));
    await tell(app, { conversions: ['ord_1'] });
    const { conversions } = await get(app, programPath('conversions'));
    // Sold on 2 October, held for 30 days, so released with November and due on Friday, 15 January.
    expect(conversions[0]).toMatchObject({ isProvisional: true, commission: usd('5.00'), awaits: null });
    expect(conversions[0].lines[0]).toMatchObject({
      state: 'expected',
      heldUntil: '2026-11-01T03:00:00Z',
      releasePeriodId: '2026-11',
      payment: 'expected',
      payOn: '2027-01-15',
      text: 'Expected; with the close of 2026-11, paid on 2027-01-15',
    });
    const japanese = await get(app, programPath('conversions'), { language: 'ja' });
    expect(japanese.conversions[0].lines[0].text).toBe('見込み（2026-11 の締めで確定、支払予定日 2027-01-15）');
  });

  it('stays what it was while the line is held, and follows its payout once it is released', async () => {
    const app = await aProgramThatPays();
    await post(app, programPath('conversions'), aConversion({ partnerId: 'ptn_1' }));
    await tell(app, { conversions: ['ord_1'] });
    const line = async () =>
      (await get(app, programPath('conversions?from=2026-10-01&to=2026-10-31'))).conversions[0].lines[0];
    app.setNow('2026-11-02T00:00:00+09:00');
    for (const step of STEPS) await settleStep(app, step);
    expect(await line()).toMatchObject({
      state: 'held',
      payment: 'expected',
      releasePeriodId: '2026-11',
      payOn: '2027-01-15',
    });
    app.setNow('2026-12-02T00:00:00+09:00');
    for (const step of STEPS.slice(0, -1)) await settleStep(app, step, '2026-11');
    const released = { state: 'released', commission: usd('5.00') };
    expect(await line()).toMatchObject({ ...released, payment: 'planned', payOn: '2027-01-15' });
    await settleStep(app, 'payout', '2026-11');
    const waiting = { payment: 'on-hold', payOn: null, text: expect.stringContaining('see `needs`') };
    expect(await line(), 'without bank details').toMatchObject({ ...released, ...waiting });
    const { periods } = await get(app, programPath('statistics?from=2026-10-15&to=2026-11-14'));
    expect(periods).toMatchObject([
      { periodId: '2026-10', closed: { commission: usd('5.00'), payout: usd('0.00'), payOn: null } },
      { periodId: '2026-11', closed: { released: usd('5.00'), payout: usd('5.00'), payOn: '2027-01-15' } },
    ]);
  });

  it('is not known while too little is released to be paid', async () => {
    const app = await aProgramThatPays();
    const lines = [aLine({ amount: usd('40.00') })];
    await post(app, programPath('conversions'), aConversion({ partnerId: 'ptn_1', lines }));
    await tell(app, { conversions: ['ord_1'] });
    for (const [now, period] of [
      ['2026-11-02', '2026-10'],
      ['2026-12-02', '2026-11'],
    ] as const) {
      app.setNow(`${now}T00:00:00+09:00`);
      for (const step of STEPS) await settleStep(app, step, period);
    }
    const { conversions } = await get(app, programPath('conversions?from=2026-10-01&to=2026-10-31'));
    expect(conversions[0].lines[0]).toMatchObject({ state: 'released', payment: 'carried-forward', payOn: null });
  });

  it('of a sale that was taken back and given back is paid by the close that gave it back', async () => {
    const app = await aProgramThatPays();
    await post(app, programPath('conversions'), aConversion({ partnerId: 'ptn_1' }));
    await tell(app, { conversions: ['ord_1'] });
    const close = async (now: string, period: string) => {
      app.setNow(`${now}T00:00:00+09:00`);
      for (const step of STEPS) await settleStep(app, step, period);
    };
    await close('2026-11-02', '2026-10');
    await close('2026-12-02', '2026-11');
    const chargeback = aReversal({ reversalId: 'rev_1', cause: 'chargeback', occurredAt: '2026-12-01T12:00:00+09:00' });
    await post(app, programPath('reversals'), chargeback);
    await close('2027-01-02', '2026-12');
    const won = { reversalId: 'rev_2', cause: 'dispute-won', undoes: 'rev_1', occurredAt: '2027-01-01T12:00:00+09:00' };
    await post(app, programPath('reversals'), aReversal(won));
    await close('2027-02-02', '2027-01');
    const { conversions } = await get(app, programPath('conversions?from=2026-10-01&to=2026-10-31'));
    expect(conversions[0].lines).toMatchObject([{ commission: usd('5.00'), releasePeriodId: '2027-01' }]);
  });

  it('waits for the merchant’s review, and is never for what the merchant rejected; the partner reads why', async () => {
    const app = await aProgramThatPays({ review: { days: 60 } });
    await post(app, programPath('conversions'), aConversion({ partnerId: 'ptn_1' }));
    await tell(app, { conversions: ['ord_1'] });
    const only = async () => (await get(app, programPath('conversions'))).conversions[0];
    expect(await only()).toMatchObject({
      awaits: 'review',
      review: null,
      lines: [{ payment: 'expected', payOn: '2027-01-15' }],
    });
    await post(app, programPath('conversions/ord_1/review'), { outcome: 'rejected', reasonCode: 'cancelled' });
    expect(await only()).toMatchObject({
      awaits: null,
      review: { outcome: 'rejected', reasonCode: 'cancelled', reasonText: 'the order was cancelled' },
      commission: usd('0.00'),
      lines: [{ commission: usd('0.00'), payment: 'none', payOn: null, text: 'Rejected' }],
    });
  });

  it('comes with the month in which the merchant approved it, where that is later than the hold', async () => {
    const app = await aProgramThatPays({ review: { days: 60 } });
    await post(app, programPath('conversions'), aConversion({ partnerId: 'ptn_1' }));
    await tell(app, { conversions: ['ord_1'] });
    app.setNow('2026-12-05T00:00:00+09:00');
    await post(app, programPath('conversions/ord_1/review'), { outcome: 'approved' });
    app.setNow('2027-01-02T00:00:00+09:00');
    const { conversions } = await get(app, programPath('conversions?from=2026-10-01&to=2026-10-31'));
    expect(conversions[0]).toMatchObject({
      awaits: null,
      lines: [{ releasePeriodId: '2026-12', payOn: '2027-02-15' }],
    });
  });

  it('follows the decision as it stands: what was taken back in whole earns nothing', async () => {
    const app = await aProgramThatPays();
    await post(app, programPath('conversions'), aConversion({ partnerId: 'ptn_1' }));
    await tell(app, { conversions: ['ord_1'] });
    await post(app, programPath('reversals'), aReversal());
    const { conversions } = await get(app, programPath('conversions'));
    expect(conversions[0]).toMatchObject({ commission: usd('0.00'), lines: [{ payment: 'none', payOn: null }] });
  });
});

describe('what a partner says of itself', () => {
  it('is edited with the tag of what was seen, by the partner alone and without touching what money depends on', async () => {
    const app = await aProgramThatPays();
    const token = await app.token({ role: 'partner-admin' });
    const body = {
      displayName: '山田の茶',
      websites: ['https://tea.example.com/'],
      language: 'ja',
      contact: { name: '山田太郎', email: 'taro@example.com', phone: '+81 3-1234-5678' },
    };
    const path = '/v1/partners/ptn_1/profile';
    const blind = await app.call('PUT', path, { token, body });
    expect([blind.status, blind.json.code]).toEqual([428, 'request.if-match-required']);
    const before = await app.call('GET', '/v1/partners/ptn_1', { token });
    expect(before.json).toMatchObject({
      needs: ['tax-profile', 'bank-details'],
      programs: [{ programId: PROGRAM, status: 'active' }],
    });
    const headers = { 'if-match': before.headers['etag'] ?? '' };
    const written = await app.call('PUT', path, { token, headers, body });
    expect(written.json).toEqual({ description: null, ...body });
    expect((await app.call('PUT', path, { token, headers, body })).status).toBe(200);
    const late = await app.call('PUT', path, { token, headers, body: { displayName: 'another' } });
    expect([late.status, late.json.code]).toEqual([412, 'partner.edited']);
    const after = await app.call('GET', '/v1/partners/ptn_1', { token });
    expect(after.json).toMatchObject({ name: 'Partner ptn_1', profile: body });
    expect(JSON.stringify(await app.deps.stores.partners.profile(MERCHANT, 'ptn_1'))).not.toContain('taro@');
  });

  it.each([
    ['websites[0]', { websites: ['http://tea.example.com/'] }],
    ['contact.email', { contact: { name: 'Taro', email: 'taro' } }],
    ['contact.phone', { contact: { name: 'Taro', email: 'taro@example.com', phone: 'none' } }],
    ['legalName', { legalName: '山田太郎' }],
  ])('names the member that is wrong: %s', async (field, body) => {
    const app = await aProgramThatPays();
    const token = await app.token({ role: 'partner-admin' });
    const { status, json } = await app.call('PUT', '/v1/partners/ptn_1/profile', { token, body });
    expect(status).toBe(422);
    expect(json.errors[0].field).toBe(field);
  });
});
