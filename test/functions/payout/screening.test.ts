import { describe, expect, it } from 'vitest';
import { envelopesOf } from '../../../events/envelope.ts';
import { noteActivity } from '../../../functions/bus/note-activity.ts';
import { noteClick, noteCredited } from '../../../functions/usecases/partner/note-activity.ts';
import type { App, Json, Reply } from '../../support/app.ts';
import { anApp, MERCHANT, PROGRAM } from '../../support/app.ts';
import { aConversion, aProgram, post, programPath, reasonFor } from '../../support/shop.ts';
import { asSubscriber } from '../../support/with-rights.ts';
import { approve, as, BATCH, closedOctober, payeeOf, payoutsOf, terms } from './finance-desk.ts';

const scope = { merchantId: MERCHANT, programId: PROGRAM };
const screening = { holdDays: 14, sharedPayee: true };
const UNTIL = '2026-12-13T15:00:00Z';
const PREPARE = programPath('periods/2026-10/payout');
const RELEASE = programPath('periods/2026-10/payouts/ptn_1/release');
const word = { reasonCode: 'investigated', note: 'two shops of one family' };

/** October is closed, and both partners have the same account. */
const shared = () =>
  closedOctober({ payout: { screening }, before: (app) => payeeOf(app, 'ptn_2', { holder: 'カエデ' }) });

/** What a partner reads of its conversions, told by the bus as they were decided. */
async function asPartner(app: App): Promise<Reply> {
  const recorded = await app.deps.stores.conversions.conversion(scope, 'a');
  const decision = recorded && (await app.deps.stores.conversions.decision(scope, recorded.recordedAt, 'a'));
  if (!recorded || !decision) throw new Error('a is not decided');
  const value = { ...decision, currency: 'JPY' };
  const { recordedAt } = recorded;
  for (const told of envelopesOf({ entity: 'decision', ...scope, recordedAt, value }))
    await noteActivity(asSubscriber(app.deps, 'note-activity'), told);
  const token = await app.token({ role: 'partner-member', partnerId: 'ptn_1' });
  const path = programPath('conversions?from=2026-10-01&to=2026-10-31');
  return await app.call('GET', path, { token, headers: { 'accept-language': 'en' } });
}

async function reasonsOf(app: App): Promise<Json> {
  return (await payoutsOf(app)).map(({ reasons }: Json) => reasons);
}

describe('payouts with signs of abuse', () => {
  it('wait with the reason and until when, are flagged in the review, and are told to their partner', async () => {
    const app = await shared();
    const review = (await as(app, 'checker', 'GET', programPath('periods/2026-10/review'))).json.flags;
    const signs = [{ code: 'screening.shared-payee', partnerIds: ['ptn_2'] }];
    expect(review).toContainEqual({ partnerId: 'ptn_1', flag: 'screening', signs, until: UNTIL });
    await as(app, 'maker', 'POST', PREPARE);
    expect(await reasonsOf(app)).toEqual([
      [{ code: 'screening.shared-payee', partnerIds: ['ptn_2'], until: UNTIL }],
      [{ code: 'screening.shared-payee', partnerIds: ['ptn_1'], until: UNTIL }],
    ]);
    expect((await as(app, 'checker', 'GET', programPath('payout-batches'))).json.batches).toEqual([]);
    const own = await asPartner(app);
    expect(own.json.conversions[0].lines[0], own.text).toMatchObject({
      payment: 'on-hold',
      payOn: '2026-12-14',
      text: expect.stringContaining('being checked, and paid on 2026-12-14 at the latest'),
    });
    expect(own.text).not.toContain('ptn_2');
  });

  it('are paid by the next preparation when the time is over, without anybody', async () => {
    const app = await shared();
    await as(app, 'maker', 'POST', PREPARE);
    app.setNow('2026-12-13T23:59:59+09:00');
    await as(app, 'maker', 'POST', PREPARE);
    expect((await reasonsOf(app))[0]).toHaveLength(1);
    app.setNow('2026-12-14T00:00:00+09:00');
    await as(app, 'maker', 'POST', PREPARE);
    expect(await reasonsOf(app)).toEqual([[], []]);
    const [{ clearedAt }] = await payoutsOf(app);
    expect(clearedAt).toBe('2026-12-13T15:00:00Z');
    await as(app, 'maker', 'POST', PREPARE);
    expect((await payoutsOf(app))[0].clearedAt).toBe(clearedAt);
    expect((await approve(app)).items).toMatchObject([{ released: null }, { released: null }]);
  });

  it('are released by one person and approved by another, who sees by whom and why', async () => {
    const app = await shared();
    await as(app, 'maker', 'POST', PREPARE);
    const released = await as(app, 'desk', 'POST', RELEASE, word);
    expect(released.status, released.text).toBe(200);
    expect(released.json).toMatchObject({
      reasons: [],
      released: { by: 'desk', ...word },
      clearedAt: '2026-11-01T15:00:00Z',
    });
    expect((await as(app, 'desk', 'POST', RELEASE, word)).json).toEqual(released.json);
    const review = (await as(app, 'checker', 'GET', programPath('periods/2026-10/review'))).json.flags;
    expect(review.filter(({ flag }: Json) => flag === 'screening')).toMatchObject([{ partnerId: 'ptn_2' }]);
    await as(app, 'maker', 'POST', PREPARE);
    const batch = (await as(app, 'checker', 'GET', BATCH)).json;
    expect(batch.items).toMatchObject([{ partnerId: 'ptn_1', released: { by: 'desk', ...word } }]);
    const own = await as(app, 'desk', 'POST', `${BATCH}/approval`, { contentHash: batch.contentHash });
    expect([own.status, own.json.code]).toEqual([409, 'approval.same-person']);
    await approve(app);
    const log = (await as(app, 'auditor', 'GET', '/v1/audit-log?thing=partner/ptn_1')).json;
    expect(log.entries).toContainEqual(expect.objectContaining({ operation: 'releasePayout', actor: 'desk' }));
  });

  it('cannot be released where there is none, or no sign holds it, or without a reason', async () => {
    const app = await closedOctober({ payout: { screening } });
    expect((await as(app, 'desk', 'POST', RELEASE, word)).json.code).toBe('payout.not-found');
    await as(app, 'maker', 'POST', PREPARE);
    expect((await as(app, 'desk', 'POST', RELEASE, word)).json.code).toBe('payout.not-screened');
    const bare = await as(app, 'desk', 'POST', RELEASE, { note: 'fine' });
    expect([bare.status, reasonFor(bare, 'reasonCode')]).toEqual([422, expect.stringContaining('investigated')]);
  });

  it('are not approved when the sign has come since the batch was drafted', async () => {
    const app = await closedOctober({ payout: { screening } });
    await as(app, 'maker', 'POST', PREPARE);
    await payeeOf(app, 'ptn_2');
    const { contentHash } = (await as(app, 'checker', 'GET', BATCH)).json;
    const stale = await as(app, 'checker', 'POST', `${BATCH}/approval`, { contentHash });
    expect([stale.status, stale.json.code]).toEqual([409, 'batch.stale']);
    expect(stale.text).toContain('screening.shared-payee holds');
  });
});

describe('clicks of a partner', () => {
  const at = (time: string) => `2026-10-02T${time}+09:00`;
  const clicked = async (times: readonly string[]) =>
    await closedOctober({
      payout: { screening: { holdDays: 14, clickFlood: '0.5', fastConversions: '0.5' } },
      attribution: { model: 'last-touch', lookbackDays: 30, clickDedupeSeconds: 60, minSecondsToConvert: 30 },
      before: async (app) => {
        for (const [place, time] of times.entries()) {
          const click = { clickId: `clk_${place}`, occurredAt: at(time), visitorId: 'vis_1', partnerId: 'ptn_1' };
          await post(app, programPath('clicks'), click);
        }
        const lines = [{ lineId: '1', quantity: 1, amount: { amount: '1000', currency: 'JPY' } }];
        const sale = { conversionId: 'c', occurredAt: at('12:00:00'), visitorId: 'vis_1', currency: 'JPY', lines };
        await post(app, programPath('conversions'), aConversion(sale));
      },
    });

  it.each([
    ['one long before', ['11:00:00'], []],
    ['three within a minute', ['11:00:00', '11:00:10', '11:00:20'], ['screening.click-flood']],
    ['again seconds before each sale', ['11:00:00', '11:59:50'], ['screening.fast-conversions']],
  ])('hold its payout by what the close refused of them: %s', async (_, times, codes) => {
    const app = await clicked(times);
    await as(app, 'maker', 'POST', PREPARE);
    const [held] = await reasonsOf(app);
    expect(held.map(({ code }: Json) => code)).toEqual(codes);
  });
});

describe('what earns nothing', () => {
  const signs = { holdDays: 14, selfReferral: true, repeatedClicks: 2 };
  const at = '2026-10-02T12:00:00+09:00';

  it('holds a payout all the same: a purchase of the partner’s own, and clicks that lead to nothing', async () => {
    const app = await closedOctober({
      payout: { screening: signs },
      before: async (shop) => {
        const buyer = { partnerId: 'ptn_3', name: 'Partner ptn_3', kind: 'affiliate', customerIds: ['cus_3'] };
        await post(shop, '/v1/partners', buyer);
        const joinedAt = '2026-01-01T00:00:00Z';
        await post(shop, programPath('enrollments'), { partnerId: 'ptn_3', status: 'active', joinedAt });
        await payeeOf(shop, 'ptn_3', { accountNumber: '3333333' });
        for (const clickId of ['c1', 'c2', 'c3', 'c4']) {
          const body = { clickId, occurredAt: '2026-10-02T10:00:00+09:00', visitorId: 'vis_3', partnerId: 'ptn_3' };
          await post(shop, programPath('clicks'), body);
        }
        const yen = (amount: string) => [{ lineId: '1', quantity: 1, amount: { amount, currency: 'JPY' } }];
        const sale = { occurredAt: at, currency: 'JPY', lines: yen('50000') };
        await post(shop, programPath('conversions'), aConversion({ ...sale, conversionId: 's', partnerId: 'ptn_3' }));
        const own = { visitorId: 'vis_3', customerId: 'cus_3' };
        await post(shop, programPath('conversions'), aConversion({ ...sale, ...own, conversionId: 'own' }));
        await told(shop);
      },
    });
    await as(app, 'maker', 'POST', PREPARE);
    const held = (await payoutsOf(app)).find(({ partnerId }: Json) => partnerId === 'ptn_3');
    expect(held.reasons).toEqual([
      { code: 'screening.self-referral', conversionIds: ['own'], until: UNTIL },
      { code: 'screening.repeated-clicks', limit: 2, until: UNTIL },
    ]);
    expect((await payoutsOf(app))[0].reasons).toEqual([]);
  });

  /** What the bus tells of clicks and of the conversion that the partner bought itself. */
  async function told(app: App): Promise<void> {
    const { clicks } = app.deps.stores;
    for (const clickId of ['c1', 'c2', 'c3', 'c4', 'c4']) {
      const fact = await clicks.click(scope, clickId);
      if (fact === null) throw new Error(`no click ${clickId}`);
      await noteClick(app.deps, scope, { fact, recordedAt: fact.occurredAt });
    }
    for (const conversionId of ['s', 'own']) await noteCredited(app.deps, scope, conversionId);
  }
});

describe('the screening of a program', () => {
  it.each([
    ['settlement.payout.screening', { holdDays: 14 }, 'must name a sign'],
    ['settlement.payout.screening.clickFlood', { holdDays: 14, clickFlood: '1.1' }, 'must be at most 1'],
    ['settlement.payout.screening.holdDays', { sharedPayee: true }, 'is required'],
  ])('is refused with the field %s', async (field, wrong, reason) => {
    const settlement = { payout: { ...terms, screening: wrong } };
    const reply = await anApp().call('POST', '/v1/programs', { body: aProgram({ settlement }) });
    expect(reasonFor(reply, field), reply.text).toContain(reason);
  });

  it('is refused where the law would have the partner paid sooner', async () => {
    const settlement = { payout: { ...terms, sixtyDaysFrom: 'conversion', screening } };
    const reply = await anApp().call('POST', '/v1/programs', { body: aProgram({ settlement }) });
    expect([reply.status, reply.json.code]).toEqual([422, 'payout.too-late']);
  });
});
