import { describe, expect, it } from 'vitest';
import type { App } from '../../support/app.ts';
import { aConversion, aReversal, aShop, post, programPath, usd } from '../../support/shop.ts';

const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
/** What must be the same in both languages: quoted values, amounts, dates, months. */
const VALUES = /"[^"]*"|\d{4}-\d{2}(?:-\d{2})?|\d+\.\d+/g;

interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: object;
}

const deal = (own: object) => ({ reference: 'D-1', kind: 'lead', companyName: 'Sakura Ltd', ...own });
const adjusted = (own: object) => ({
  adjustmentId: 'adj_1',
  partnerId: 'ptn_1',
  amount: usd('5.00'),
  effectiveAt: '2026-10-01T00:00:00Z',
  reason: 'goodwill',
  text: 'sorry',
  ...own,
});
const REFUSED: readonly Asked[] = [
  { method: 'GET', path: '/v1/programs/prg_9' },
  { method: 'POST', path: programPath('conversions'), body: { conversionId: '', lines: [] } },
  { method: 'POST', path: programPath('conversions'), body: aConversion({ currency: 'EUR' }) },
  { method: 'POST', path: programPath('conversions'), body: aConversion({ occurredAt: '2036-10-01T00:00:00Z' }) },
  { method: 'POST', path: programPath('conversions'), body: aConversion({ customerId: 'other' }) },
  { method: 'POST', path: programPath('reversals'), body: aReversal({ lineId: 'none' }) },
  { method: 'POST', path: programPath('periods/2036-10/seal'), body: {} },
  { method: 'POST', path: programPath('periods/2026-10/approve'), body: {} },
  { method: 'POST', path: programPath('periods/2026-10/payout'), body: {} },
  { method: 'GET', path: programPath('payout-batches/bat_9') },
  { method: 'POST', path: programPath('adjustments'), body: adjusted({ partnerId: 'ptn_9' }) },
  { method: 'POST', path: programPath('adjustments'), body: adjusted({ amount: { amount: '5', currency: 'JPY' } }) },
  { method: 'GET', path: '/v1/statements/prg_1:2026-10:ptn_9' },
  { method: 'GET', path: programPath('commissions/none/explanation') },
  { method: 'POST', path: programPath('deals'), body: deal({ partnerId: 'ptn_9' }) },
  { method: 'POST', path: programPath('deals'), body: deal({ partnerId: 'ptn_1', domain: 'none', companyName: '-' }) },
  { method: 'GET', path: programPath('deals/deal_9') },
  { method: 'GET', path: programPath('claims/clm_9') },
  { method: 'POST', path: programPath('links'), body: { partnerId: 'ptn_1', destination: 'https://evil.example/' } },
  { method: 'PUT', path: '/v1/partners/ptn_1/profile', body: { displayName: 'Hana' } },
  { method: 'POST', path: '/v1/webhook-endpoints', body: { endpointId: 'hook', url: 'http://shop.example/' } },
];

async function refused(app: App, { method, path, body }: Asked, language: string) {
  const headers = { 'accept-language': language };
  const asked = await app.call(method, path, { headers, ...(body === undefined ? {} : { body }) });
  expect(asked.status, `${method} ${path}: ${asked.text}`).toBeGreaterThanOrEqual(400);
  expect(asked.status).toBeLessThan(500);
  expect(asked.headers).toMatchObject({ 'content-language': language, vary: 'accept-language' });
  const { title, detail, errors = [] } = asked.json;
  return { code: asked.json.code, said: [title, detail, ...errors.map(({ reason }: { reason: string }) => reason)] };
}

describe('a refusal', () => {
  it('is told in the language asked for, with the same ids, amounts and dates', async () => {
    const app = await aShop();
    await post(app, programPath('conversions'), aConversion());
    for (const asked of REFUSED) {
      const [en, ja] = [await refused(app, asked, 'en'), await refused(app, asked, 'ja')];
      expect(ja.code).toBe(en.code);
      for (const [at, said] of ja.said.entries()) {
        expect(said, `${asked.path}: ${en.said[at]}`).toMatch(JAPANESE);
        if (at === 0) continue;
        for (const value of en.said[at].match(VALUES) ?? []) expect(said).toContain(value);
      }
      for (const said of en.said) expect(said).not.toMatch(JAPANESE);
    }
  });

  it('of one item among many, or of one row, is told so too', async () => {
    const app = await aShop();
    const headers = { 'accept-language': 'ja-JP, en;q=0.5' };
    const items = [aConversion({ conversionId: '' })];
    const many = await app.call('POST', programPath('conversions/bulk'), { headers, body: { items } });
    expect(many.headers).toMatchObject({ 'content-language': 'ja' });
    expect(many.json.results[0].problem).toMatchObject({ detail: 'conversionId: 空にはできません' });
    const csv = 'reference,partner,kind,company\nD-1,ptn_9,lead,Sakura Ltd\n';
    const rows = await app.call('POST', programPath('deals/import'), { headers, body: { file: 'd.csv', csv } });
    expect(rows.headers).toMatchObject({ 'content-language': 'ja' });
    expect(rows.json.results[0].errors).toEqual(['d.csv:2: partner: "ptn_9"は現在prg_1に参加していません']);
  });
});
