import { expect, it } from 'vitest';
import { dateAll } from '../../../functions/usecases/date-all.ts';
import { anApp, MERCHANT } from '../../support/app.ts';
import { aShop, post, programPath } from '../../support/shop.ts';
import { asSchedule } from '../../support/with-rights.ts';

it('tells of claims that are late also in an hour in which deals cannot be read', async () => {
  const app = await aShop(anApp());
  const claim = { reference: 'C-1', partnerId: 'ptn_1', kind: 'missing-conversion', order: '#1', text: 'by my link' };
  await post(app, programPath('claims'), { ...claim, occurredAt: '2026-10-02T12:00:00+09:00' });
  app.setNow('2026-10-20T00:00:00+09:00');
  const { deals } = app.deps.stores;
  const broken = { ...deals, dueOn: () => Promise.reject(new Error('the table is away')) };
  const deps = { ...app.deps, stores: { ...app.deps.stores, deals: broken } };
  await expect(dateAll(asSchedule(deps, 'date-deals'), { merchantId: MERCHANT })).rejects.toThrow('the table is away');
  expect(await post(app, '/v1/claims/dates')).toEqual({ escalated: 0 });
});
