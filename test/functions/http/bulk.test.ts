import { describe, expect, it } from 'vitest';
import { aConversion, aReversal, aShop, programPath } from '../../support/shop.ts';

describe('up to 100 of a kind in one request', () => {
  it('are done each for itself: a wrong one takes nothing else with it', async () => {
    const app = await aShop();
    const items = [
      aConversion({ conversionId: 'a' }),
      aConversion({ conversionId: 'b', currency: 'XXX' }),
      'nothing of ours',
      aConversion({ conversionId: 'c' }),
    ];
    const { status, json } = await app.call('POST', programPath('conversions/bulk'), { body: { items } });
    expect(status).toBe(200);
    expect(json).toMatchObject({ done: 2, refused: 2 });
    expect(json.results.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'done',
      'refused',
      'refused',
      'done',
    ]);
    expect(json.results[0].body).toMatchObject({ conversionId: 'a' });
    expect(json.results[1].problem).toMatchObject({ code: 'request.invalid', requestId: 'req_1' });
    expect(json.results[1].problem.errors[0]).toMatchObject({ field: 'currency' });
    // Sent again whole, what is done already is answered alike.
    const again = await app.call('POST', programPath('conversions/bulk'), { body: { items } });
    expect(again.json).toEqual(json);
  });

  it('are links, coupons, partners, memberships, clicks and reversals too', async () => {
    const app = await aShop();
    await app.call('POST', programPath('conversions'), { body: aConversion() });
    const at = '2026-10-01T00:00:00+09:00';
    const all = {
      '/v1/partners/bulk': { partnerId: 'ptn_9', name: 'Nine', kind: 'agency' },
      [programPath('enrollments/bulk')]: { partnerId: 'ptn_9', joinedAt: at, status: 'active' },
      [programPath('links/bulk')]: { partnerId: 'ptn_9', destination: 'https://shop.example.com/' },
      [programPath('coupons/bulk')]: { code: 'NINE', partnerId: 'ptn_9' },
      [programPath('clicks/bulk')]: { clickId: 'clk_9', visitorId: 'v', partnerId: 'ptn_9', occurredAt: at },
      [programPath('reversals/bulk')]: aReversal(),
    };
    for (const [path, item] of Object.entries(all)) {
      const { json } = await app.call('POST', path, { body: { items: [item] } });
      expect([path, json.done, json.results[0].problem]).toEqual([path, 1, undefined]);
    }
  });

  it('are at least 1 and at most 100', async () => {
    const app = await aShop();
    for (const items of [[], Array.from({ length: 101 }, () => aConversion())]) {
      const reply = await app.call('POST', programPath('conversions/bulk'), { body: { items } });
      expect(reply).toMatchObject({ status: 422, json: { errors: [{ field: 'items' }] } });
    }
  });
});
