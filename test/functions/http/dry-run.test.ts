import { describe, expect, it } from 'vitest';
import { anApp } from '../../support/app.ts';
import { aConversion, aShop, post, programPath, usd } from '../../support/shop.ts';
import { BATCH, prepared } from '../payout/finance-desk.ts';

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
