import { describe, expect, it } from 'vitest';
import type { App } from '../../support/app.ts';
import { anApp } from '../../support/app.ts';
import { aConversion, aShop, post, programPath, usd } from '../../support/shop.ts';
import { approve, as, BATCH, closedOctober, prepared, remit } from '../payout/finance-desk.ts';

const yen = (amount: string) => ({ amount, currency: 'JPY' });

describe('the amounts that a dry run names', () => {
  it('are the sums of a batch', async () => {
    const app = await prepared();
    const token = await app.token({ role: 'finance-checker', subject: 'checker' });
    const { json } = await app.call('GET', BATCH, { token });
    const body = { contentHash: json.contentHash };
    const dry = await app.call('POST', `${BATCH}/approval?dryRun=true`, { token, body });
    expect(dry.json.moves).toContainEqual({ what: 'net', amount: yen('5000') });
    expect(dry.json.moves).toContainEqual({ what: 'transfer', amount: yen('5000') });
  });

  it('are an adjustment, balances taken over, and the commission of what is reviewed', async () => {
    const app = await aShop(anApp(), { review: { days: 10 } });
    const adjustment = { adjustmentId: 'adj_1', partnerId: 'ptn_1', amount: usd('-7.50') };
    const why = { effectiveAt: '2026-10-02T00:00:00Z', reason: 'fee', text: 'cost of returned goods' };
    await post(app, programPath('adjustments'), { ...adjustment, ...why });
    const csv = 'partner_id,held,held_until,payable,currency\nptn_1,40,2026-12-15T00:00:00Z,12,USD';
    await app.call('PUT', programPath('opening-balances'), { body: { importId: 'imp_1', csv } });
    await post(app, programPath('conversions'), aConversion({ partnerId: 'ptn_1' }));
    const token = await app.token({ role: 'finance-checker', subject: 'checker' });
    const moves = async (path: string, body?: object) =>
      (await app.call('POST', programPath(`${path}?dryRun=true`), { token, ...(body ? { body } : {}) })).json.moves;
    expect(await moves('adjustments/adj_1/approve')).toEqual([{ what: 'adjustment', amount: usd('-7.50') }]);
    expect(await moves('opening-balances/imp_1/approve')).toEqual([
      { what: 'held', amount: usd('40.00') },
      { what: 'payable', amount: usd('12.00') },
    ]);
    const commission = [{ what: 'commission', amount: usd('5.00') }];
    expect(await moves('conversions/ord_1/review', { outcome: 'approved' })).toEqual(commission);
    const decisions = [{ conversionId: 'ord_1', outcome: 'approved' }];
    expect(await moves('reviews', { decisions })).toEqual(commission);
  });
});

describe('a dry run in the cloud', () => {
  /** As far as its step would go by itself, in the function of the operation. */
  async function tried(app: App, subject: string, path: string, body?: object): Promise<unknown> {
    const reply = await as(app, subject, 'POST', `${path}?dryRun=true`, body);
    expect(reply.status, `${path}: ${reply.text}`).toBe(200);
    return reply.json.wouldChange;
  }

  const PERIOD = programPath('periods/2026-10');
  const PREPARE = `${PERIOD}/payout`;

  it('may look at whatever a close looks at', async () => {
    const app = await aShop();
    await post(app, programPath('conversions'), aConversion({ partnerId: 'ptn_1' }));
    app.setNow('2026-11-02T00:00:00+09:00');
    for (const step of ['seal', 'calculate']) await post(app, `${PERIOD}/${step}`);
    expect(await tried(app, 'checker', `${PERIOD}/approve`)).toBe(true);
    await as(app, 'checker', 'POST', `${PERIOD}/approve`);
    expect(await tried(app, 'checker', `${PERIOD}/close`)).toBe(true);
    await as(app, 'checker', 'POST', `${PERIOD}/close`);
    expect(await tried(app, 'checker', `${PERIOD}/close`)).toBe(false);
  });

  it('may look at whatever the steps of a batch look at', async () => {
    const screening = { holdDays: 14, sharedPayee: true, repeatedClicks: 100 };
    const app = await closedOctober({ payout: { screening } });
    expect(await tried(app, 'maker', PREPARE)).toBe(true);
    await as(app, 'maker', 'POST', PREPARE);
    expect(await tried(app, 'maker', PREPARE)).toBe(false);
    const { contentHash, file } = (await as(app, 'checker', 'GET', BATCH)).json;
    expect(await tried(app, 'checker', `${BATCH}/approval`, { contentHash })).toBe(true);
    expect(await tried(app, 'checker', `${BATCH}/cancellation`)).toBe(true);
    await approve(app);
    expect(await tried(app, 'checker', `${BATCH}/approval`, { contentHash })).toBe(false);
    expect(await tried(app, 'maker', `${BATCH}/remittance`, { fileHash: file.sha256 })).toBe(true);
    await remit(app);
    const report = { date: '2026-11-02', others: 'confirmed', results: [] };
    expect(await tried(app, 'maker', `${BATCH}/results`, report)).toBe(true);
  });
});
