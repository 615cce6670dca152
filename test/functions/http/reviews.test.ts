import { beforeEach, describe, expect, it } from 'vitest';
import { statementIdOf } from '../../../domain/statement/statement.ts';
import type { App } from '../../support/app.ts';
import { anApp, PROGRAM } from '../../support/app.ts';
import { aConversion, aShop, post, programPath, reasonFor, settleStep } from '../../support/shop.ts';

let app: App;

/** A shop that reviews what it sold within 14 days: three sales of ptn_1 on 2 October. */
beforeEach(async () => {
  app = await aShop(anApp(), { review: { days: 14 } });
  for (const conversionId of ['ord_1', 'ord_2', 'ord_3']) {
    await post(app, programPath('conversions'), aConversion({ conversionId, partnerId: 'ptn_1' }));
  }
});

const review = async (conversionId: string, body: unknown, subject = 'usr_aoi') => {
  const token = await app.token({ role: 'finance-maker', subject });
  return await app.call('POST', programPath(`conversions/${conversionId}/review`), { token, body });
};
const list = async (query = '') => (await app.call('GET', programPath(`reviews${query}`))).json;
const statement = async (periodId: string) =>
  (await app.call('GET', `/v1/statements/${encodeURIComponent(statementIdOf(PROGRAM, periodId, 'ptn_1'))}`)).json;

async function settle(periodId: string, now: string): Promise<void> {
  app.setNow(now);
  for (const step of ['seal', 'calculate', 'approve', 'close', 'payout']) await settleStep(app, step, periodId);
}

describe('the review of a conversion', () => {
  it('stands once it is given: the same again is answered like the first, another one is refused', async () => {
    const body = { outcome: 'rejected', reasonCode: 'cancelled' };
    const first = await review('ord_1', body);
    expect(first).toMatchObject({
      status: 201,
      json: { conversionId: 'ord_1', outcome: 'rejected', reasonCode: 'cancelled', by: 'usr_aoi' },
    });
    app.setNow('2026-10-04T00:00:00+09:00');
    const again = await review('ord_1', body, 'usr_ren');
    expect(again).toMatchObject({ status: 200, json: first.json });
    for (const other of [{ outcome: 'approved' }, { outcome: 'rejected', reasonCode: 'fraud' }]) {
      expect(await review('ord_1', other)).toMatchObject({ status: 409, json: { code: 'review.decided' } });
    }
  });

  it('says why it rejects, and has nothing to explain when it approves', async () => {
    const without = await review('ord_1', { outcome: 'rejected' });
    expect(without.status).toBe(422);
    expect(reasonFor(without, 'reasonCode')).toMatch(/^is required: one of cancelled, returned/);
    const unknown = await review('ord_1', { outcome: 'rejected', reasonCode: 'mood' });
    expect(reasonFor(unknown, 'reasonCode')).toContain('got "mood"');
    const needless = await review('ord_1', { outcome: 'approved', reasonCode: 'fraud' });
    expect(reasonFor(needless, 'reasonCode')).toBe('is only given with a rejection; remove it, got "fraud"');
    expect(await list('?state=rejected')).toMatchObject({ reviews: [] });
  });

  it('is of a conversion that is known, in a program that reviews', async () => {
    expect(await review('ord_9', { outcome: 'approved' })).toMatchObject({
      status: 404,
      json: { code: 'conversion.not-found' },
    });
    app = await aShop();
    await post(app, programPath('conversions'), aConversion());
    expect(await review('ord_1', { outcome: 'approved' })).toMatchObject({
      status: 409,
      json: { code: 'review.not-offered' },
    });
  });

  it('is given in bulk, each decision answered for itself', async () => {
    const decisions = [
      { conversionId: 'ord_1', outcome: 'approved' },
      { conversionId: 'ord_9', outcome: 'approved' },
      { conversionId: 'ord_1', outcome: 'rejected', reasonCode: 'fraud' },
      { conversionId: 'ord_1', outcome: 'approved' },
      { conversionId: 'ord_2', outcome: 'rejected', reasonCode: 'test' },
    ];
    const { results } = await post(app, programPath('reviews'), { decisions });
    expect(results).toMatchObject([
      { result: 'recorded', conversionId: 'ord_1', outcome: 'approved' },
      { result: 'refused', conversionId: 'ord_9', code: 'conversion.not-found' },
      { result: 'refused', conversionId: 'ord_1', code: 'review.decided' },
      { result: 'repeated', conversionId: 'ord_1', outcome: 'approved' },
      { result: 'recorded', conversionId: 'ord_2', reasonCode: 'test' },
    ]);
    const many = Array.from({ length: 101 }, () => decisions[0]);
    const tooMany = await app.call('POST', programPath('reviews'), { body: { decisions: many } });
    expect(reasonFor(tooMany, 'decisions')).toContain('at most 100');
  });

  it('belongs to finance and to its own merchant', async () => {
    const body = { outcome: 'approved' };
    for (const role of ['ingest', 'partner-admin'] as const) {
      const token = await app.token({ role });
      const reply = await app.call('POST', programPath('conversions/ord_1/review'), { token, body });
      expect(reply.status).toBe(403);
    }
    const token = await app.token({ role: 'finance-maker', merchantId: 'mer_2' });
    for (const [method, path] of [
      ['POST', 'conversions/ord_1/review'],
      ['GET', 'reviews'],
      ['POST', 'reviews/escalate'],
    ] as const) {
      const given = method === 'POST' && path.endsWith('review') ? { token, body } : { token };
      expect((await app.call(method, programPath(path), given)).status).toBe(404);
    }
  });
});

describe('a deadline', () => {
  it('that is missed makes a review overdue, is told once, and rejects nothing', async () => {
    await review('ord_1', { outcome: 'approved' });
    expect((await list('?state=pending')).reviews).toMatchObject([
      { conversionId: 'ord_2', deadline: '2026-10-16T15:00:00Z' },
      { conversionId: 'ord_3', state: 'pending', by: null },
    ]);
    expect(await post(app, programPath('reviews/escalate'))).toEqual({ escalated: 0 });

    app.setNow('2026-10-17T00:00:00+09:00');
    expect((await list('?state=overdue')).reviews).toMatchObject([
      { conversionId: 'ord_2' },
      { conversionId: 'ord_3' },
    ]);
    expect(await post(app, programPath('reviews/escalate'))).toEqual({ escalated: 2 });
    expect(await post(app, programPath('reviews/escalate'))).toEqual({ escalated: 0 });
    expect((await review('ord_2', { outcome: 'approved' })).status).toBe(201);
    expect((await list('?state=overdue')).reviews).toMatchObject([{ conversionId: 'ord_3' }]);
    expect((await list()).reviews.map(({ state }: { state: string }) => state)).toEqual([
      'approved',
      'approved',
      'overdue',
    ]);
  });

  it('is looked for on days that can be named, at most a year of them', async () => {
    expect((await list('?from=2026-10-03&to=2026-10-04')).reviews).toEqual([]);
    const wide = await app.call('GET', programPath('reviews?from=2024-01-01&to=2026-10-04'));
    expect(reasonFor(wide, 'from')).toContain('at most 366 days');
  });
});

describe('a close', () => {
  it('releases what is approved, holds what is pending, and takes back what is rejected, each told to the partner', async () => {
    app.setNow('2026-10-10T00:00:00+09:00');
    await review('ord_1', { outcome: 'approved' });
    await settle('2026-10', '2026-11-02T00:00:00+09:00');
    expect(await statement('2026-10')).toMatchObject({ commission: '15.00', released: '5.00', held: '10.00' });

    await review('ord_2', { outcome: 'rejected', reasonCode: 'not-paid' });
    await settle('2026-11', '2026-12-02T00:00:00+09:00');
    const november = await statement('2026-11');
    expect(november).toMatchObject({ commission: '-5.00', released: '0.00', held: '5.00' });
    const [line] = november.lines;
    expect(line).toMatchObject({ conversionId: 'ord_2', posted: '-5.00', explanation: { reason: 'rejected' } });
    expect(november.conversions[0]).toMatchObject({
      review: { outcome: 'rejected', reason: 'not-paid', at: '2026-11-01T15:00:00Z' },
    });
    expect(JSON.stringify(november)).not.toContain('usr_aoi');
    const replay = await app.call('GET', programPath('periods/2026-11/replay'));
    expect(replay.json).toMatchObject({ differenceCount: 0 });
  });
});
