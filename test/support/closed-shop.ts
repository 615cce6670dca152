import { expect } from 'vitest';
import type { StatementJson } from '../../domain/integrity/statement-parts.ts';
import type { App } from './app.ts';
import { aConversion, aShop, post, programPath } from './shop.ts';

/** A shop whose October is closed and paid: three sales of ptn_1. */
export async function aClosedShop(): Promise<App> {
  const app = await aShop();
  app.setNow('2026-10-06T00:00:00+09:00');
  for (const at of [1, 2, 3]) {
    await post(app, programPath('conversions'), aConversion({ conversionId: `ord_${at}`, partnerId: 'ptn_1' }));
  }
  await settle(app, '2026-10', '2026-11-02T00:00:00+09:00');
  return app;
}

/** Takes a month through all steps, by two people. */
export async function settle(app: App, periodId: string, now: string): Promise<void> {
  app.setNow(now);
  for (const step of ['seal', 'calculate', 'approve', 'close', 'payout']) {
    const token = await app.token(
      step === 'approve' ? { role: 'finance-checker', subject: 'second' } : { role: 'finance-maker', subject: 'first' },
    );
    const reply = await app.call('POST', programPath(`periods/${periodId}/${step}`), { token });
    expect([step, reply.status, reply.text]).toEqual([step, 202, reply.text]);
  }
}

/** The statement of ptn_1 as it downloads it. */
export async function downloadedStatement(app: App, periodId: string): Promise<StatementJson> {
  const token = await app.token({ role: 'partner-admin', partnerId: 'ptn_1' });
  const { json } = await app.call('GET', '/v1/statements', { token });
  const found = json.statements.find((statement: { periodId: string }) => statement.periodId === periodId);
  return (await app.call('GET', `/v1/statements/${encodeURIComponent(found.statementId)}`, { token })).json;
}
