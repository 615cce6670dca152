import { describe, expect, it } from 'vitest';
import type { App, Reply } from '../../support/app.ts';
import { anApp } from '../../support/app.ts';
import { aConversion, aPlan, aProgram, aShop, post, programPath, reasonFor, settleStep } from '../../support/shop.ts';

const path = (step: string): string => programPath(`periods/2026-10/${step}`);

async function by(app: App, subject: string, step: string, body?: unknown): Promise<Reply> {
  const token = await app.token({ role: 'admin', subject });
  return app.call('POST', path(step), { token, ...(body === undefined ? {} : { body }) });
}

/** October is over, with one order. */
async function overShop(): Promise<App> {
  const app = await aShop();
  await post(app, programPath('conversions'), aConversion({ partnerId: 'ptn_1' }));
  app.setNow('2026-11-02T00:00:00+09:00');
  return app;
}

describe('a draft run', () => {
  it('is not approved by whoever sealed or calculated it, and by anybody else', async () => {
    const app = await overShop();
    await by(app, 'aoi', 'seal');
    await by(app, 'ren', 'calculate');
    for (const maker of ['aoi', 'ren']) {
      const own = await by(app, maker, 'approve');
      expect([own.status, own.json.code], maker).toEqual([409, 'approval.same-person']);
    }
    const { json } = await app.call('GET', programPath('periods/2026-10'));
    expect(json.settlement).toMatchObject({ status: 'calculated', sealedBy: 'aoi', calculatedBy: 'ren' });
    expect((await by(app, 'mei', 'approve')).json).toMatchObject({ status: 'approved', approvedBy: 'mei' });
  });

  it('that is rejected leaves who did it and why, and the next seal takes later facts too', async () => {
    const app = await overShop();
    const scope = { merchantId: 'mer_1', programId: 'prg_1' };
    await settleStep(app, 'seal');
    await settleStep(app, 'calculate');
    await post(app, programPath('conversions'), aConversion({ conversionId: 'ord_2', partnerId: 'ptn_1' }));
    const rejected = await by(app, 'checker', 'reject', { reason: 'ord_2 is missing' });
    expect([rejected.status, rejected.json]).toMatchObject([
      200,
      {
        status: 'open',
        manifestHash: null,
        runId: null,
        sealedBy: null,
        calculatedBy: null,
        rejections: [{ rejectedBy: 'checker', rejectedAt: '2026-11-01T15:00:00Z', reason: 'ord_2 is missing' }],
      },
    ]);
    expect((await by(app, 'checker', 'reject', { reason: 'ord_2 is missing' })).text).toBe(rejected.text);
    const posted = app.deps.stores.ledger.entries(scope, 'ptn_1', '2026-10')[Symbol.asyncIterator]();
    expect((await posted.next()).done).toBe(true);
    for (const step of ['seal', 'calculate', 'approve', 'close']) await settleStep(app, step);
    const { json } = await app.call('GET', programPath('periods/2026-10'));
    expect(json).toMatchObject({
      settlement: { status: 'closed', rejections: [{ rejectedBy: 'checker' }] },
      summary: { totals: { commission: '10.00' } },
    });
  });

  it('is rejected with a reason, and neither before the seal nor after the approval', async () => {
    const app = await overShop();
    const early = await by(app, 'checker', 'reject', { reason: 'none' });
    expect([early.status, early.json.code]).toEqual([409, 'period.wrong-status']);
    await settleStep(app, 'seal');
    const silent = await by(app, 'checker', 'reject', { reason: '' });
    expect([silent.status, reasonFor(silent, 'reason')]).toEqual([422, 'must not be empty']);
    await settleStep(app, 'calculate');
    await settleStep(app, 'approve');
    const late = await by(app, 'checker', 'reject', { reason: 'too late' });
    expect([late.status, late.json.code]).toEqual([409, 'period.wrong-status']);
  });
});

describe('a program with four eyes on its plans', () => {
  it('has a draft published by another person, and no plan at once', async () => {
    const app = anApp();
    await post(app, '/v1/programs', aProgram({ fourEyes: true }));
    const [drafter, publisher] = [
      await app.token({ role: 'admin', subject: 'drafter' }),
      await app.token({ role: 'admin', subject: 'publisher' }),
    ];
    const plans = programPath('plans');
    const atOnce = await app.call('POST', plans, { token: drafter, body: aPlan() });
    expect([atOnce.status, atOnce.json.code]).toEqual([409, 'approval.same-person']);
    await app.call('PUT', `${plans}/1`, { token: drafter, body: aPlan() });
    const headers = { 'if-match': '*' };
    const own = await app.call('POST', `${plans}/1/publish`, { token: drafter, headers });
    expect([own.status, own.json.code]).toEqual([409, 'approval.same-person']);
    const other = await app.call('POST', `${plans}/1/publish`, { token: publisher, headers });
    expect([other.status, other.json]).toMatchObject([
      200,
      { status: 'published', draftedBy: 'drafter', publishedBy: 'publisher' },
    ]);
  });
});
