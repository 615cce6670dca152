import { beforeEach, describe, expect, it } from 'vitest';
import { statementIdOf } from '../../../domain/statement/statement.ts';
import type { App, Json } from '../../support/app.ts';
import { anApp, PROGRAM } from '../../support/app.ts';
import {
  aConversion,
  aLine,
  aProgram,
  aReversal,
  aShop,
  post,
  programPath,
  reasonFor,
  settleStep,
  usd,
} from '../../support/shop.ts';

const payout = { monthsLater: 2, day: 'last', shift: 'after', calendar: 'jp' };
const sale = (conversionId: string, partnerId: string, amount: string): Json =>
  aConversion({ conversionId, partnerId, lines: [aLine({ amount: usd(amount) })] });

let app: App;
const review = (query = '') => app.call('GET', programPath(`periods/2026-10/review${query}`));

/** October: 500.00 of ptn_1, of which 150.00 were taken back, and 400.00 of ptn_2; payouts at the end of December. */
beforeEach(async () => {
  app = await aShop(anApp(), { settlement: { period: 'month', threshold: usd('1.00'), payout } });
  await post(app, programPath('conversions'), sale('ord_1', 'ptn_1', '500.00'));
  await post(app, programPath('conversions'), sale('ord_2', 'ptn_2', '400.00'));
  await post(app, programPath('reversals'), aReversal({ amount: usd('150.00') }));
  app.setNow('2026-11-02T00:00:00+09:00');
  await settleStep(app, 'seal');
});

describe('the review of a period', () => {
  it('is of a run: before there is one it is refused', async () => {
    expect(await review()).toMatchObject({ status: 409, json: { code: 'period.wrong-status' } });
  });

  it('shows a draft beside nothing in the first period, who moved, and what to look at', async () => {
    await settleStep(app, 'calculate');
    const { status, json } = await review();
    expect(status).toBe(200);
    expect(json.settlement).toMatchObject({ periodId: '2026-10', status: 'calculated' });
    expect(json.overview).toMatchObject({
      comparedWith: null,
      totals: { commission: { now: '37.50', before: '0.00', change: '37.50' } },
      movers: [
        { partnerId: 'ptn_2', change: '20.00' },
        { partnerId: 'ptn_1', change: '17.50' },
      ],
      overdueReviews: null,
    });
    const row = { daysMax: 60, ruleRow: 'jp-freelance-2024-11' };
    expect(json.flags).toEqual([
      { partnerId: 'ptn_1', flag: 'missing-payee' },
      { partnerId: 'ptn_1', flag: 'refund-rate', rate: '0.3000', limit: '0.2' },
      {
        partnerId: 'ptn_1',
        flag: 'late-payment',
        conversions: [{ conversionId: 'ord_1', days: 94, ...row }],
        conversionCount: 1,
      },
      { partnerId: 'ptn_2', flag: 'missing-payee' },
      {
        partnerId: 'ptn_2',
        flag: 'late-payment',
        conversions: [{ conversionId: 'ord_2', days: 94, ...row }],
        conversionCount: 1,
      },
    ]);
    expect(json.next).toBeNull();
  });

  it('names bank details that nobody has decided on, also where others are in force', async () => {
    await settleStep(app, 'calculate');
    const account = { scheme: 'sepa', iban: 'FR1420041010050500013M02606', holder: 'Partner' };
    const drafted = await app.call('POST', '/v1/partners/ptn_2/payees', { body: account });
    expect(drafted.status, drafted.text).toBe(201);
    const undecided = { partnerId: 'ptn_2', flag: 'undecided-payee', revision: 1 };
    expect((await review()).json.flags).toContainEqual(undecided);
    const token = await app.token({ role: 'finance-checker', subject: 'checker' });
    await app.call('POST', '/v1/partners/ptn_2/payees/1/approval', { token });
    expect((await review()).json.flags).not.toContainEqual(undecided);
  });

  it('writes nothing, and is the same once the period is closed', async () => {
    await settleStep(app, 'calculate');
    const draft = await review();
    for (const step of ['approve', 'close']) await settleStep(app, step);
    const closed = await review();
    expect(closed.json.settlement.status).toBe('closed');
    expect(closed.json.overview).toEqual(draft.json.overview);
    expect(closed.json.flags).toEqual(draft.json.flags);
  });

  it('shows doubts of tax before the close by what it would be, and after it by what it is', async () => {
    const known = { address: '東京都港区2-2', employees: 120, capital: '100000000' };
    const payer = { from: '2026-04-01', legalName: '株式会社分配', country: 'JP', fiscalYearStartMonth: 4, ...known };
    const token = await app.token({ role: 'admin' });
    const reply = await app.call('PUT', '/v1/payer', { token, body: payer });
    expect([reply.status, reply.text]).toEqual([200, reply.text]);
    await settleStep(app, 'calculate');
    const taxFlags = async () =>
      (await review()).json.flags.filter(({ flag }: Json) => /tax|needs/.test(flag)).map(({ flag }: Json) => flag);
    const before = await taxFlags();
    expect(before).toContain('missing-tax-profile');
    for (const step of ['approve', 'close']) await settleStep(app, step);
    expect(await taxFlags()).toEqual(before);
  });

  it('goes by the day on which the documents say that the program pays, a bank day', async () => {
    for (const step of ['calculate', 'approve', 'close']) await settleStep(app, step);
    const statementId = encodeURIComponent(statementIdOf(PROGRAM, '2026-10', 'ptn_1'));
    expect((await app.call('GET', `/v1/statements/${statementId}`)).json.document.plannedOn).toBe('2027-01-04');
  });

  it('lists reviews of the merchant that are overdue', async () => {
    app = await aShop(anApp(), { review: { days: 10 } });
    await post(app, programPath('conversions'), aConversion({ partnerId: 'ptn_1' }));
    app.setNow('2026-11-02T00:00:00+09:00');
    for (const step of ['seal', 'calculate']) await settleStep(app, step);
    expect((await review()).json.overview.overdueReviews).toMatchObject({
      isComplete: true,
      conversions: [{ conversionId: 'ord_1' }],
    });
  });

  it('has pages, the first with the overview', async () => {
    await settleStep(app, 'calculate');
    expect((await review('?after=1')).json).toMatchObject({ overview: null, flags: [], next: null });
    expect(reasonFor(await review('?after=x'), 'after')).toBe('must be the `next` of the page before, got "x"');
  });

  it('has a limit of refunds from 0 to 1', async () => {
    const settlement = { period: 'month', refundRateLimit: '1.5' };
    const reply = await app.call('POST', '/v1/programs', {
      body: aProgram({ id: 'prg_2', settlement }),
    });
    expect(reasonFor(reply, 'settlement.refundRateLimit')).toBe('must be at most 1, got "1.5"');
  });
});
