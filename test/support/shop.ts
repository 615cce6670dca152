import type { App, Json, Reply } from './app.ts';
import { anApp, PROGRAM } from './app.ts';

/** A program in USD, as a merchant would post it. */
export const aProgram = (changes: Json = {}): Json => ({
  id: PROGRAM,
  name: 'Friends of the shop',
  currency: 'USD',
  timezone: 'Asia/Tokyo',
  attribution: { model: 'linear', lookbackDays: 30, coupon: 'wins' },
  settlement: { period: 'month', threshold: { amount: '10.00', currency: 'USD' } },
  tracking: { allowedHosts: ['shop.example.com'] },
  ...changes,
});

export const aPlan = (changes: Json = {}): Json => ({
  version: 1,
  effectiveFrom: '2026-10-01',
  rounding: 'half-even',
  base: { includeTax: false, includeShipping: false },
  holdDays: 0,
  rules: [{ id: 'base', when: {}, pay: { rate: '0.05' } }],
  ...changes,
});

export const usd = (amount: string): Json => ({ amount, currency: 'USD' });

export const aLine = (changes: Json = {}): Json => ({ lineId: '1', quantity: 1, amount: usd('100.00'), ...changes });

export const aConversion = (changes: Json = {}): Json => ({
  conversionId: 'ord_1',
  occurredAt: '2026-10-02T12:00:00+09:00',
  kind: 'sale',
  currency: 'USD',
  lines: [aLine()],
  ...changes,
});

export const aReversal = (changes: Json = {}): Json => ({
  reversalId: 'ref_1',
  conversionId: 'ord_1',
  occurredAt: '2026-10-02T13:00:00+09:00',
  cause: 'refund',
  amount: usd('100.00'),
  ...changes,
});

export const programPath = (rest: string, programId = PROGRAM): string => `/v1/programs/${programId}/${rest}`;

/** Posts and insists on success, so that a test fails where it went wrong. */
export async function post(app: App, path: string, body?: Json): Promise<Json> {
  const reply = await app.call('POST', path, body === undefined ? {} : { body });
  if (reply.status >= 300) throw new Error(`POST ${path} answered ${reply.status}: ${reply.text}`);
  return reply.json;
}

/** Does a step of a period's settlement, with the approval by another person than all others. */
export async function settleStep(app: App, step: string, periodId = '2026-10'): Promise<Json> {
  const token = await app.token(
    step === 'approve' ? { role: 'finance-checker', subject: 'checker' } : { role: 'finance-maker', subject: 'maker' },
  );
  const reply = await app.call('POST', programPath(`periods/${periodId}/${step}`), { token });
  if (reply.status >= 300) throw new Error(`${step} of ${periodId} answered ${reply.status}: ${reply.text}`);
  return reply.json;
}

/** A program with a plan, two active partners and a link of the first; it is 3 October. */
export async function aShop(app: App = anApp(), program: Json = {}): Promise<App> {
  await post(app, '/v1/programs', aProgram(program));
  await post(app, programPath('plans'), aPlan());
  for (const partnerId of ['ptn_1', 'ptn_2']) {
    await post(app, '/v1/partners', { partnerId, name: `Partner ${partnerId}`, kind: 'affiliate' });
    const joinedAt = '2026-01-01T00:00:00Z';
    await post(app, programPath('enrollments'), { partnerId, status: 'active', joinedAt });
  }
  const destination = 'https://shop.example.com/sale?colour=red%20wine#top';
  await post(app, programPath('links'), { linkId: 'lnk_1', partnerId: 'ptn_1', destination });
  app.setNow('2026-10-03T00:00:00+09:00');
  return app;
}

/** The reason that a problem gives for a field, or undefined. */
export function reasonFor(reply: Reply, field: string): string | undefined {
  return reply.json?.errors?.find((error: Json) => error.field === field)?.reason;
}
