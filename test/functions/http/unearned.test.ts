import { describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../../functions/store/memory/blobs.ts';
import { memoryStores } from '../../../functions/store/memory/stores.ts';
import { blobRuns } from '../../../functions/store/runs/blob-runs.ts';
import type { App, Json } from '../../support/app.ts';
import { anApp } from '../../support/app.ts';
import { aConversion, aPlan, aReversal, aShop, post, programPath, settleStep, usd } from '../../support/shop.ts';

const BEFORE = '2026-10-01T12:00:00+09:00';
const click = (changes: Json): Json => ({
  ...{ clickId: 'clk_1', visitorId: 'vis_1', partnerId: 'ptn_1', occurredAt: BEFORE },
  ...changes,
});

async function explained(app: App, conversionId = 'ord_1', token?: string): Promise<Json> {
  const options = token === undefined ? {} : { token };
  const reply = await app.call('GET', programPath(`commissions/${conversionId}/explanation`), options);
  expect(reply.status, reply.text).toBe(200);
  return reply.json;
}

const codes = ({ reasons }: Json): readonly string[] => reasons.map(({ code }: Json) => code);

async function settled(app: App, periodId = '2026-10', now = '2026-11-02T00:00:00+09:00'): Promise<void> {
  app.setNow(now);
  for (const step of ['seal', 'calculate', 'approve', 'close']) await settleStep(app, step, periodId);
}

const partnerOf = (app: App, partnerId: string) => app.token({ role: 'partner-admin', partnerId });

/** Whatever is told before a close is told after it too, of the sealed facts. */
const STORES = [
  ['in memory', () => anApp()],
  ['as blobs', () => anApp({ stores: { ...memoryStores(), runs: blobRuns(memoryBlobs()) } })],
] as const;

describe.each(STORES)('a conversion that earned nothing says why, %s', (_name, start) => {
  it.each<[why: string, conversion: Json, reasons: readonly string[]]>([
    ['it names nothing to find a touchpoint by', {}, ['nothing-named']],
    ['nobody brought it', { visitorId: 'vis_9' }, ['no-touchpoint']],
    ['its click is none that we gave', { clickId: 'bp_cut-off' }, ['no-touchpoint', 'click-unknown']],
    ['its coupon is nobody’s', { coupon: 'AUTUMN' }, ['no-touchpoint', 'coupon-unknown']],
    ['its touchpoints do not count', { visitorId: 'vis_1' }, ['no-eligible-touchpoint']],
  ])('%s', async (_why, conversion, reasons) => {
    const app = await aShop(start());
    await post(app, programPath('clicks'), click({ bot: true }));
    await post(app, programPath('conversions'), aConversion(conversion));
    const open = await explained(app);
    expect(open).toMatchObject({ period: { periodId: '2026-10', status: 'open' }, final: [], provisional: [] });
    expect(codes(open)).toEqual(reasons);
    for (const { en, ja } of open.reasons)
      expect([en, ja]).toEqual([expect.stringMatching(/^[ -~’]+$/), expect.any(String)]);
    await settled(app);
    expect(await explained(app)).toEqual({ ...open, period: { periodId: '2026-10', status: 'closed' } });
  });

  it('names every touchpoint that was refused, with its reason', async () => {
    const app = await aShop(start());
    await post(app, '/v1/partners', { partnerId: 'ptn_9', name: 'Nine', kind: 'affiliate' });
    await post(app, programPath('coupons'), { code: 'NINE', partnerId: 'ptn_9' });
    await post(app, programPath('clicks'), click({ bot: true }));
    await post(app, programPath('conversions'), aConversion({ visitorId: 'vis_1', coupon: 'NINE' }));
    await settled(app);
    expect((await explained(app)).refused).toEqual([
      {
        ...{ type: 'click', id: 'clk_1', partnerId: 'ptn_1', at: '2026-10-01T03:00:00Z' },
        reason: { code: 'bot', en: 'it was a bot', ja: 'ボットによるものです' },
      },
      expect.objectContaining({
        type: 'coupon',
        id: 'NINE',
        reason: expect.objectContaining({ code: 'unknown-partner' }),
      }),
    ]);
  });

  it('it waits for an exchange rate, until a close after the rate is known', async () => {
    const app = await aShop(start());
    const lines = [{ lineId: '1', quantity: 1, amount: { amount: '15000', currency: 'JPY' } }];
    await post(app, programPath('conversions'), aConversion({ partnerId: 'ptn_1', currency: 'JPY', lines }));
    const waiting = await explained(app, 'ord_1', await partnerOf(app, 'ptn_1'));
    expect(waiting.reasons).toMatchObject([{ code: 'rate-missing', en: expect.stringContaining('from JPY to USD') }]);
    await settled(app);
    await settleStep(app, 'payout');
    expect(await explained(app)).toMatchObject({ period: { status: 'closed' }, reasons: [{ code: 'rate-missing' }] });
    await post(app, programPath('rates'), { date: '2026-10-01', from: 'JPY', to: 'USD', rate: '0.01' });
    await settled(app, '2026-11', '2026-12-02T00:00:00+09:00');
    const counted = await explained(app);
    expect([counted.final[0].periodId, counted.final[0].lines[0].commission, counted.reasons]).toEqual([
      ...['2026-11', '7.50'],
      [],
    ]);
  });
});

describe('before its period is closed a conversion', () => {
  it('tells what is known now, also a click that was recorded after it', async () => {
    const app = await aShop();
    await post(app, programPath('conversions'), aConversion({ visitorId: 'vis_1' }));
    expect(codes(await explained(app))).toEqual(['no-touchpoint']);
    await post(app, programPath('clicks'), click({}));
    const now = await explained(app);
    expect([now.provisional[0].commission, now.reasons]).toEqual(['5.00', []]);
  });

  it.each<[why: string, reason: string, changes: (app: App) => Promise<unknown>]>([
    ['that no rule pays', 'no-rule', async () => undefined],
    [
      'that was taken back in full',
      'fully-reversed',
      (app) => post(app, programPath('reversals'), aReversal({ amount: usd('100.00') })),
    ],
    [
      'that the merchant rejected',
      'rejected',
      (app) => post(app, programPath('conversions/ord_1/review'), { outcome: 'rejected', reasonCode: 'fraud' }),
    ],
  ])('%s has lines that come to nothing, and says so', async (_why, reason, change) => {
    const app = anApp();
    await aShop(app, { review: { days: 14 } });
    if (reason === 'no-rule') {
      const rules = [{ id: 'tea', when: { category: ['tea'] }, pay: { rate: '0.1' } }];
      await post(app, programPath('plans'), aPlan({ version: 2, effectiveFrom: '2026-10-04', rules }));
      app.setNow('2026-10-06T00:00:00+09:00');
    }
    const occurredAt = reason === 'no-rule' ? '2026-10-05T00:00:00+09:00' : '2026-10-02T00:00:00+09:00';
    await post(app, programPath('conversions'), aConversion({ partnerId: 'ptn_1', occurredAt }));
    await change(app);
    const before = await explained(app);
    expect(codes(before)).toEqual([reason]);
    expect(before.provisional).toMatchObject([{ partnerId: 'ptn_1', commission: '0.00', reason }]);
    if (reason === 'no-rule') expect(before.provisional[0].tried).toEqual([['tea', 'category']]);
    await settled(app);
    expect(codes(await explained(app))).toEqual([reason]);
  });

  it('is expected in the period that can still take it up', async () => {
    const app = await aShop();
    await post(app, programPath('conversions'), aConversion({ conversionId: 'ord_0', partnerId: 'ptn_1' }));
    await settled(app);
    await post(app, programPath('conversions'), aConversion({}));
    expect((await explained(app)).period).toEqual({ periodId: '2026-11', status: 'open' });
  });

  it('that is not recorded is not found, and a reversal that waits for it is named', async () => {
    const app = await aShop();
    const path = programPath('commissions/ord_1/explanation');
    const detail = async () => (await app.call('GET', path)).json;
    expect(await detail()).toMatchObject({ status: 404, detail: 'no conversion ord_1 is recorded in prg_1' });
    await post(app, programPath('reversals'), aReversal());
    expect((await detail()).detail).toBe('no conversion ord_1 is recorded in prg_1; reversals wait for it: ref_1');
  });
});

describe('a partner', () => {
  it('is told of its own touchpoints alone, and not whether anybody else was credited', async () => {
    const app = await aShop();
    await post(app, programPath('clicks'), click({ bot: true }));
    await post(app, programPath('clicks'), click({ clickId: 'clk_2', partnerId: 'ptn_2', visitorId: 'vis_2' }));
    await post(app, programPath('clicks'), click({ clickId: 'clk_3', partnerId: 'ptn_2', bot: true }));
    await post(app, programPath('conversions'), aConversion({ visitorId: 'vis_1' }));
    await post(
      app,
      programPath('conversions'),
      aConversion({ conversionId: 'ord_2', visitorId: 'vis_1', clickId: 'clk_2' }),
    );
    const token = await partnerOf(app, 'ptn_1');
    const told = async () => {
      const [alone, beaten] = [await explained(app, 'ord_1', token), await explained(app, 'ord_2', token)];
      expect({ ...beaten, conversionId: 'ord_1' }).toEqual(alone);
      return alone;
    };
    const open = await told();
    expect(codes(open)).toEqual(['not-credited']);
    expect(open.refused.map(({ id }: Json) => id)).toEqual(['clk_1']);
    await settled(app);
    expect(await told()).toEqual({ ...open, period: { periodId: '2026-10', status: 'closed' } });
    const { text } = await app.call('GET', programPath('commissions/ord_2/explanation?format=text'), { token });
    expect(text).toContain('Closed with 2026-10: you earn nothing by ord_2.\n');
    const stranger = await app.call('GET', programPath('commissions/ord_1/explanation'), {
      token: await partnerOf(app, 'ptn_9'),
    });
    expect([stranger.status, stranger.json.code]).toEqual([404, 'commission.not-found']);
    expect(codes(await explained(app, 'ord_2', await partnerOf(app, 'ptn_2')))).toEqual([]);
  });
});

describe('as text', () => {
  it('it says so in English and Japanese, in times of the program', async () => {
    const app = await aShop();
    await post(app, programPath('clicks'), click({ bot: true }));
    await post(app, programPath('conversions'), aConversion({ visitorId: 'vis_1' }));
    const text = async (language: string) => {
      const headers = { accept: 'text/plain', 'accept-language': language };
      return (await app.call('GET', programPath('commissions/ord_1/explanation'), { headers })).text;
    };
    expect(await text('en')).toBe(
      'Not closed yet: what is expected of ord_1, in USD. The close decides anew; ' +
        'until then a customer counts as new that was not seen with a visitor before.\n' +
        'Why nothing is earned\n' +
        '- none of the touchpoints before it counts\n' +
        'Not counted: click clk_1 of ptn_1 at 2026-10-01 12:00:00: it was a bot\n',
    );
    await settled(app);
    expect(await text('ja')).toBe(
      '2026-10 の締めで確定：ord_1 の報酬はありません。\n' +
        '報酬がない理由\n' +
        '- これより前の接点は、いずれも対象外です\n' +
        '対象外：ptn_1 のクリック clk_1 2026-10-01 12:00:00：ボットによるものです\n',
    );
  });
});
