import { describe, expect, it } from 'vitest';
import { aFit } from '../../store/facts.ts';
import type { App, Json } from '../../support/app.ts';
import { anApp, MERCHANT, PROGRAM } from '../../support/app.ts';
import { aConversion, aProgram, aShop, post, programPath, settleStep, usd } from '../../support/shop.ts';

/** Every item of a list, page by page of two. */
async function allOf(app: App, path: string, name: string): Promise<readonly Json[]> {
  const found: Json[] = [];
  const url = (next: string | null) =>
    `${path}${path.includes('?') ? '&' : '?'}limit=2${next ? `&cursor=${next}` : ''}`;
  for (let next: string | null = ''; next !== null; ) {
    const { status, json, text } = await app.call('GET', url(next));
    expect(status, text).toBe(200);
    found.push(...json[name]);
    next = json.next;
  }
  return found;
}

describe('whoever looks after partners', () => {
  it('reads the partners of the merchant back, by id, all or those of a kind', async () => {
    const app = await aShop();
    const agency = { partnerId: 'agc_1', name: '代理店', kind: 'agency', country: 'JP', customerIds: ['cus_1'] };
    expect(await post(app, '/v1/partners', agency)).toEqual(agency);
    const token = await app.token({ role: 'partner-manager' });

    const partners = await allOf(app, '/v1/partners', 'partners');
    expect(partners.map(({ partnerId }) => partnerId)).toEqual(['agc_1', 'ptn_1', 'ptn_2']);
    expect(await allOf(app, '/v1/partners?kind=agency', 'partners')).toEqual([agency]);
    expect((await app.call('GET', '/v1/partners?kind=creator', { token })).json).toEqual({ partners: [], next: null });
    expect(await app.call('GET', '/v1/partners?kind=vendor', { token })).toMatchObject({
      status: 422,
      json: { code: 'request.invalid', errors: [{ field: 'kind', reason: expect.stringContaining('"agency"') }] },
    });
  });

  it('lists nobody to another merchant, and nobody at all to a partner', async () => {
    const app = await aShop();
    const other = await app.token({ role: 'partner-manager', merchantId: 'mer_2' });
    expect((await app.call('GET', '/v1/partners', { token: other })).json.partners).toEqual([]);
    expect((await app.call('GET', programPath('enrollments'), { token: other })).status).toBe(404);
    const partner = await app.token({ role: 'partner-admin', partnerId: 'ptn_1' });
    for (const path of ['/v1/partners', programPath('enrollments'), programPath('enrollments/ptn_1')]) {
      expect(await app.call('GET', path, { token: partner })).toMatchObject({ status: 403 });
    }
  });

  it('reads who takes part on the terms of today, and one membership with all its dated terms', async () => {
    const app = await aShop();
    const joinedAt = '2026-01-01T00:00:00Z';
    const change = (partnerId: string, body: Json) => post(app, programPath(`enrollments/${partnerId}/terms`), body);
    const gold = { status: 'active', tier: 'gold', segment: null, recruitedBy: null };
    await change('ptn_1', { from: '2026-09-01T00:00:00Z', status: 'active', tier: 'gold' });
    await change('ptn_1', { from: '2027-01-01T00:00:00Z', status: 'ended' });

    const first = { status: 'active', tier: null, segment: null, recruitedBy: null };
    const enrollments = await allOf(app, programPath('enrollments'), 'enrollments');
    expect(enrollments).toEqual([
      { partnerId: 'ptn_1', joinedAt, endedAt: null, ...gold },
      { partnerId: 'ptn_2', joinedAt, endedAt: null, ...first },
    ]);
    expect(await allOf(app, programPath('enrollments?tier=gold'), 'enrollments')).toEqual(enrollments.slice(0, 1));
    expect(await allOf(app, programPath('enrollments?status=ended'), 'enrollments')).toEqual([]);
    expect((await app.call('GET', programPath('enrollments/ptn_1'))).json).toEqual({
      ...enrollments[0],
      terms: [
        { from: joinedAt, ...first },
        { from: '2026-09-01T00:00:00Z', ...gold },
        { from: '2027-01-01T00:00:00Z', ...first, status: 'ended' },
      ],
    });
    app.setNow('2027-01-01T00:00:00Z');
    const agency = { partnerId: 'agc_1', name: 'A', kind: 'agency' };
    await post(app, '/v1/partners', agency);
    const until = { partnerId: 'agc_1', status: 'active', joinedAt, endedAt: '2026-12-31T00:00:00Z' };
    await post(app, programPath('enrollments'), until);
    const ended = await allOf(app, programPath('enrollments?status=ended'), 'enrollments');
    expect(ended.map(({ partnerId }) => partnerId)).toEqual(['agc_1', 'ptn_1']);
    expect((await app.call('GET', '/v1/partners/agc_1')).json.programs).toMatchObject([{ status: 'ended' }]);
    expect((await app.call('GET', programPath('enrollments/agc_1'))).json).toMatchObject({
      status: 'ended',
      terms: [{ status: 'active' }],
    });
    expect(await app.call('GET', programPath('enrollments/nobody'))).toMatchObject({
      status: 404,
      json: { code: 'enrollment.not-found' },
    });
    expect(await app.call('GET', programPath('enrollments?status=gone'))).toMatchObject({
      status: 422,
      json: { errors: [{ field: 'status' }] },
    });
  });

  it('reads fits of a data-driven model back: the latest, or the one that a statement names', async () => {
    const app = await aShop();
    const scope = { merchantId: MERCHANT, programId: PROGRAM };
    for (const [snapshotId, to] of [
      ['snp_1', 86_400_000],
      ['snp_2', 2 * 86_400_000],
    ] as const) {
      const fact = aFit({ snapshotId, programId: PROGRAM, window: { from: 0, to } });
      await app.deps.stores.snapshots.putSnapshot(scope, { fact, recordedAt: to });
    }
    const token = await app.token({ role: 'auditor' });
    const read = (query: string) => app.call('GET', `${programPath('snapshot')}${query}`, { token });
    expect((await read('')).json).toMatchObject({ snapshotId: 'snp_2' });
    expect((await read('?snapshotId=snp_1')).json).toMatchObject({ snapshotId: 'snp_1', to: '1970-01-02T00:00:00Z' });
    expect(await read('?snapshotId=snp_3')).toMatchObject({ status: 404, json: { code: 'snapshot.not-found' } });
  });

  it('reads exchange rates back by day and pair, all, of a month, or of a currency', async () => {
    const app = await aShop();
    await post(app, '/v1/programs', aProgram({ id: 'prg_2' }));
    const rates = [
      { date: '2026-09-30', from: 'JPY', to: 'USD', rate: '0.0068' },
      { date: '2026-10-01', from: 'EUR', to: 'USD', rate: '1.08' },
      { date: '2026-10-01', from: 'JPY', to: 'USD', rate: '0.0067' },
      { date: '2026-10-31', from: 'JPY', to: 'USD', rate: '0.0066' },
      { date: '2026-11-01', from: 'JPY', to: 'USD', rate: '153.85', per: 'USD' },
    ];
    for (const rate of [...rates].reverse()) await post(app, programPath('rates'), rate);

    const path = programPath('rates');
    expect(await allOf(app, path, 'rates')).toEqual(rates);
    expect(await allOf(app, `${path}?month=2026-10`, 'rates')).toEqual(rates.slice(1, 4));
    expect(await allOf(app, `${path}?month=2026-10&currency=JPY`, 'rates')).toEqual(rates.slice(2, 4));
    expect(await allOf(app, `${path}?currency=EUR`, 'rates')).toEqual(rates.slice(1, 2));
    expect(await allOf(app, `${path}?month=2026-12`, 'rates')).toEqual([]);
    expect(await allOf(app, programPath('rates', 'prg_2'), 'rates')).toEqual([]);
    expect((await app.call('GET', programPath('rates', 'nowhere'))).status).toBe(404);
    for (const [query, field] of [
      ['month=2026-13', 'month'],
      ['currency=yen', 'currency'],
      ['limit=0', 'limit'],
      ['day=2026-10-01', 'day'],
    ]) {
      expect(await app.call('GET', `${path}?${query}`)).toMatchObject({ status: 422, json: { errors: [{ field }] } });
    }
  });

  it('reads one exchange rate, link, coupon and key back', async () => {
    const app = await aShop();
    const rate = { date: '2026-10-01', from: 'EUR', to: 'USD', rate: '1.08', source: 'ECB' };
    await post(app, programPath('rates'), rate);
    expect((await app.call('GET', programPath('rates/2026-10-01/EUR/USD'))).json).toEqual(rate);
    const link = await post(app, programPath('links'), {
      ...{ linkId: 'lnk_9', partnerId: 'ptn_1', destination: 'https://shop.example.com/tea' },
    });
    expect((await app.call('GET', programPath('links/lnk_9'))).json).toEqual(link);
    const turn = '2026-11-01T00:00:00Z';
    await post(app, programPath('coupons'), { code: 'save 10', partnerId: 'ptn_1', validTo: turn });
    await post(app, programPath('coupons'), { code: 'SAVE10', partnerId: 'ptn_2', validFrom: turn });
    const first = { partnerId: 'ptn_1', validFrom: null, validTo: turn };
    const second = { partnerId: 'ptn_2', validFrom: turn, validTo: null };
    const coupon = { code: 'SAVE10', owners: [first, second] };
    for (const code of ['SAVE10', 'save%2010', '%EF%BC%B3AVE10']) {
      expect((await app.call('GET', programPath(`coupons/${code}`))).json).toEqual(coupon);
    }
    const { key, ...made } = await post(app, '/v1/api-keys', { keyId: 'shop-server', name: 'Shop', role: 'ingest' });
    const read = await app.call('GET', '/v1/api-keys/shop-server');
    expect([read.json, read.headers['etag']]).toEqual([made, '"1"']);
    expect(read.text).not.toContain(key);
    for (const [path, code] of [
      [programPath('rates/2026-10-02/EUR/USD'), 'rate.not-found'],
      [programPath('links/lnk_2'), 'link.not-found'],
      [programPath('coupons/SAVE11'), 'coupon.not-found'],
      ['/v1/api-keys/other', 'key.not-found'],
    ] as const) {
      expect(await app.call('GET', path)).toMatchObject({ status: 404, json: { code } });
    }
  });

  it('shows a partner its own links, and of a coupon the times that are its own', async () => {
    const app = await aShop();
    await post(app, '/v1/programs', aProgram({ id: 'prg_2' }));
    const destination = 'https://shop.example.com/tea';
    await post(app, programPath('links'), { linkId: 'lnk_9', partnerId: 'ptn_1', destination });
    const turn = '2026-11-01T00:00:00Z';
    await post(app, programPath('coupons'), { code: 'SAVE10', partnerId: 'ptn_1', validTo: turn });
    await post(app, programPath('coupons'), { code: 'SAVE10', partnerId: 'ptn_2', validFrom: turn });
    await post(app, programPath('coupons'), { code: 'ONE', partnerId: 'ptn_1' });
    const token = await app.token({ role: 'partner-member', partnerId: 'ptn_2' });
    expect((await app.call('GET', programPath('links/lnk_9'), { token })).json.code).toBe('link.not-found');
    expect((await app.call('GET', programPath('links/lnk_9', 'prg_2'))).json.code).toBe('link.not-found');
    const { owners } = (await app.call('GET', programPath('coupons/SAVE10'), { token })).json;
    expect(owners).toEqual([{ partnerId: 'ptn_2', validFrom: turn, validTo: null }]);
    expect((await app.call('GET', programPath('coupons/ONE'), { token })).json.code).toBe('coupon.not-found');
  });

  it('reads which periods were begun, and where each stands', async () => {
    const app = await aShop();
    expect(await allOf(app, programPath('periods'), 'periods')).toEqual([]);
    app.setNow('2026-11-02T00:00:00Z');
    await settleStep(app, 'seal');
    const { settlement } = (await app.call('GET', programPath('periods/2026-10'))).json;
    expect(await allOf(app, programPath('periods'), 'periods')).toEqual([settlement]);
    expect(settlement).toMatchObject({ periodId: '2026-10', status: 'sealed' });
  });

  it('reads a conversion back as it was told, with what was told of it since', async () => {
    const app = await aShop(anApp(), { review: { days: 14 } });
    const line = { lineId: '1', productId: 'tea', category: null, quantity: 2, amount: usd('100.00') };
    const lines = [{ ...line, tax: usd('9.00'), shipping: usd('0.00') }];
    const told = {
      ...{ ...aConversion({ conversionId: '#1', lines }), occurredAt: '2026-10-02T03:00:00Z' },
      ...{ visitorId: 'vis_1', customerId: 'cus_1', coupon: null, country: 'JP', partnerId: null, clickId: null },
      metadata: { campaign: '秋' },
    };
    await post(app, programPath('conversions'), told);
    const [early, late] = ['2026-10-02T04:00:00Z', '2026-10-02T05:00:00Z'];
    const lost = { reversalId: 'z', lineId: '1', occurredAt: early, cause: 'chargeback', amount: usd('40.00') };
    const won = {
      reversalId: 'a',
      lineId: '1',
      occurredAt: late,
      cause: 'dispute-won',
      amount: usd('40.00'),
      undoes: 'z',
    };
    for (const reversal of [lost, won]) await post(app, programPath('reversals'), { conversionId: '#1', ...reversal });
    const path = programPath('conversions/%231');
    const recorded = { ...told, recordedAt: '2026-10-02T15:00:00Z', review: null };
    const reversals = [
      { ...lost, quantity: null, undoes: null },
      { ...won, quantity: null },
    ];
    expect((await app.call('GET', path)).json).toEqual({ ...recorded, reversals });
    const review = await post(app, `${path}/review`, { outcome: 'rejected', reasonCode: 'fraud' });
    expect((await app.call('GET', path)).json).toEqual({ ...recorded, reversals, review });
    expect(await app.call('GET', programPath('conversions/2'))).toMatchObject({
      status: 404,
      json: { code: 'conversion.not-found' },
    });
    const partner = await app.token({ role: 'partner-admin', partnerId: 'ptn_1' });
    expect((await app.call('GET', path, { token: partner })).status).toBe(403);
  });

  it('reads a reversal back, also while its conversion has not come', async () => {
    const app = await aShop();
    const told = { reversalId: 'r/1', conversionId: '#1', lineId: null, occurredAt: '2026-10-02T04:00:00Z' };
    const lost = { ...told, cause: 'refund', amount: usd('40.00'), quantity: 1, undoes: null };
    const path = programPath('reversals/r%2F1');
    expect(await app.call('GET', path)).toMatchObject({ status: 404, json: { code: 'reversal.not-found' } });
    await post(app, programPath('reversals'), lost);
    const recorded = { ...lost, recordedAt: '2026-10-02T15:00:00Z' };
    expect((await app.call('GET', path)).json).toEqual({ ...recorded, waiting: true, excess: usd('0.00') });
    await post(app, programPath('conversions'), aConversion({ conversionId: '#1' }));
    expect((await app.call('GET', path)).json).toEqual({ ...recorded, waiting: false, excess: usd('0.00') });
  });

  it('says what of a reversal does not count, since more is asked for than is left', async () => {
    const app = await aShop();
    const sale = aConversion();
    await post(app, programPath('conversions'), sale);
    const all = { conversionId: sale['conversionId'], occurredAt: '2026-10-02T04:00:00Z', amount: usd('100.00') };
    await post(app, programPath('reversals'), { ...all, reversalId: 'r1', cause: 'refund' });
    await post(app, programPath('reversals'), { ...all, reversalId: 'r2', cause: 'chargeback', amount: usd('30.00') });
    const excessOf = async (id: string) => (await app.call('GET', programPath(`reversals/${id}`))).json.excess;
    expect([await excessOf('r1'), await excessOf('r2')]).toEqual([usd('0.00'), usd('30.00')]);
  });

  it('reads a click back', async () => {
    const app = await aShop();
    const click = { clickId: 'clk_1', visitorId: 'vis_1', partnerId: 'ptn_1', occurredAt: '2026-10-02T04:00:00Z' };
    await post(app, programPath('clicks'), click);
    expect((await app.call('GET', programPath('clicks/clk_1'))).json).toEqual({ ...click, linkId: null, isBot: false });
    expect(await app.call('GET', programPath('clicks/clk_2'))).toMatchObject({
      status: 404,
      json: { code: 'click.not-found' },
    });
    // What told it apart from other clicks of its day is not shown.
    const scope = { merchantId: 'mer_1', programId: 'prg_1' };
    const fact = { ...click, clickId: 'clk_3', occurredAt: 0, linkId: null, isBot: false, source: 'hashed' };
    await app.deps.stores.clicks.putClick(scope, { fact, recordedAt: 0 });
    expect((await app.call('GET', programPath('clicks/clk_3'))).text).not.toContain('hashed');
  });

  it('reads one adjustment and one connector back as they were answered', async () => {
    const app = await aShop();
    const drafted = await post(app, programPath('adjustments'), {
      ...{ adjustmentId: 'adj_1', partnerId: 'ptn_1', reason: 'goodwill', text: 'Thanks', amount: usd('5.00') },
      effectiveAt: '2026-10-02T04:00:00Z',
    });
    expect((await app.call('GET', programPath('adjustments/adj_1'))).json).toEqual(drafted);
    expect(await app.call('GET', programPath('adjustments/adj_2'))).toMatchObject({
      status: 404,
      json: { code: 'adjustment.not-found' },
    });
    const settings = { name: 'shop', kind: 'shopify', secret: 'shpss_0123456789abcdef' };
    const made = await post(app, programPath('connectors'), settings);
    expect((await app.call('GET', `/v1/connectors/${made.connectorId}`)).json).toEqual(made);
    expect(await app.call('GET', '/v1/connectors/other')).toMatchObject({
      status: 404,
      json: { code: 'connector.not-found' },
    });
  });

  it('reads a deal that partners share with the part of each', async () => {
    const app = await aShop();
    const scope = { merchantId: 'mer_1', programId: 'prg_1' };
    const split = [1n, 2n].map((creditWeight, index) => ({ partnerId: `ptn_${index + 1}`, creditWeight }));
    const sold = { occurredAt: 0, kind: 'deal', currency: 'USD', lines: [], metadata: {} } as const;
    const nameless = { visitorId: null, customerId: null, coupon: null, country: null, partnerId: null, clickId: null };
    const fact = { conversionId: 'deal_1', ...sold, ...nameless, split };
    await app.deps.stores.conversions.putConversion(scope, { fact, recordedAt: 0 });
    expect((await app.call('GET', programPath('conversions/deal_1'))).json.split).toEqual([
      { partnerId: 'ptn_1', share: '1/3' },
      { partnerId: 'ptn_2', share: '2/3' },
    ]);
  });
});
