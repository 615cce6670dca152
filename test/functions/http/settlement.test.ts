import { describe, expect, it } from 'vitest';
import type { App } from '../../support/app.ts';
import { aConversion, aLine, aPlan, aShop, post, programPath, reasonFor, settleStep, usd } from '../../support/shop.ts';

const period = (step: string): string => programPath(`periods/2026-10/${step}`);

/** October with one order for each partner, settled to the end, seen from November. */
async function aSettledShop(): Promise<App> {
  const app = await aShop();
  for (const [partnerId, amount] of [
    ['ptn_1', '1000.00'],
    ['ptn_2', '500.00'],
  ]) {
    const body = aConversion({
      conversionId: `ord_${partnerId}`,
      partnerId,
      lines: [aLine({ amount: usd(amount ?? '') })],
    });
    await post(app, programPath('conversions'), body);
  }
  app.setNow('2026-11-02T00:00:00+09:00');
  for (const step of ['seal', 'calculate', 'approve', 'close', 'payout']) await settleStep(app, step);
  return app;
}

describe('the settlement of a period', () => {
  it('is gone through step by step, and each answers where it stands', async () => {
    const app = await aShop();
    await post(app, programPath('conversions'), aConversion({ partnerId: 'ptn_1' }));
    app.setNow('2026-11-02T00:00:00+09:00');
    const statuses: unknown[] = [];
    for (const step of ['seal', 'calculate', 'approve', 'close', 'payout']) {
      const token = await app.token({
        role: step === 'approve' ? 'finance-checker' : 'finance-maker',
        subject: `${step}@example.com`,
      });
      const reply = await app.call('POST', period(step), { token });
      expect(reply.status, reply.text).toBe(202);
      statuses.push(reply.json.status);
    }
    expect(statuses).toEqual(['sealed', 'calculated', 'approved', 'closed', 'closed']);
    const { json } = await app.call('GET', programPath('periods/2026-10'));
    expect(json.settlement).toMatchObject({
      periodId: '2026-10',
      status: 'closed',
      sealedBy: 'seal@example.com',
      approvedBy: 'approve@example.com',
      payoutRunAt: '2026-11-01T15:00:00Z',
    });
    expect(json.summary).toMatchObject({ program: 'prg_1', period: '2026-10', currency: 'USD' });
    expect(json.summary.totals.commission).toBe('5.00');
  });

  it('that has not begun is open', async () => {
    const { json } = await (await aShop()).call('GET', programPath('periods/2026-10'));
    expect(json).toMatchObject({ settlement: { status: 'open', sealedAt: null }, summary: null });
  });

  it('does not begin before the period is over', async () => {
    const reply = await (await aShop()).call('POST', period('seal'));
    expect([reply.status, reply.json.code]).toEqual([409, 'period.not-over']);
    expect(reply.json.detail).toMatch(/^2026-10 ends at 2026-11-01 00:00:00, now it is 2026-10-.* \(Asia\/Tokyo\)$/);
  });

  it('does not leave out a step', async () => {
    const app = await aShop();
    app.setNow('2026-11-02T00:00:00+09:00');
    for (const step of ['calculate', 'approve', 'close', 'payout']) {
      const reply = await app.call('POST', period(step));
      expect([reply.status, reply.json.code], step).toEqual([409, 'period.wrong-status']);
    }
  });

  it.each(['2026-13', '2026', '2026-10-01', 'October'])('of %s is not one of a month', async (periodId) => {
    const reply = await (await aShop()).call('POST', programPath(`periods/${periodId}/seal`));
    expect(reply.status).toBe(422);
    expect(reasonFor(reply, 'periodId')).toBe(`must be a month such as "2026-10", got "${periodId}"`);
  });

  it('of a program that there is not is not found', async () => {
    const reply = await (await aShop()).call('POST', programPath('periods/2026-10/seal', 'prg_9'));
    expect(reply.status).toBe(404);
  });
});

describe('a partner', () => {
  it('lists and downloads its own statements, as JSON and as CSV', async () => {
    const app = await aSettledShop();
    const token = await app.token({ role: 'partner-admin', partnerId: 'ptn_1' });
    const list = await app.call('GET', '/v1/statements', { token });
    expect(list.json.statements).toMatchObject([
      { partnerId: 'ptn_1', periodId: '2026-10', payable: usd('50.00'), payout: usd('50.00') },
    ]);
    const path = `/v1/statements/${encodeURIComponent(list.json.statements[0].statementId)}`;
    const statement = await app.call('GET', path, { token });
    expect(statement.json).toMatchObject({ partner: { id: 'ptn_1' }, payout: '50.00' });

    const byQuery = await app.call('GET', `${path}?format=csv`, { token });
    const byHeader = await app.call('GET', path, { token, headers: { accept: 'text/csv, application/json;q=0.5' } });
    expect(byQuery.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(byHeader.text).toBe(byQuery.text);
    const [head = '', ...rows] = byQuery.text.trimEnd().split('\r\n');
    expect(head).toContain('conversion_id,line_id');
    expect(rows.filter((row) => row.includes('ord_ptn_1,1,'))).toMatchObject([expect.stringContaining('50.00')]);
  });

  it('is told of another’s statements as if they did not exist', async () => {
    const app = await aSettledShop();
    const token = await app.token({ role: 'partner-admin', partnerId: 'ptn_1' });
    const all = await app.call('GET', '/v1/statements?partnerId=ptn_2');
    const path = `/v1/statements/${encodeURIComponent(all.json.statements[0].statementId)}`;
    expect((await app.call('GET', path)).status).toBe(200);
    for (const foreign of [path, `${path}?format=csv`, '/v1/statements?partnerId=ptn_2']) {
      const reply = await app.call('GET', foreign, { token });
      expect(reply.status, foreign).toBe(404);
      expect(reply.text).not.toContain('25.00');
    }
    const stranger = await app.token({ role: 'partner-admin', partnerId: 'ptn_2', merchantId: 'mer_2' });
    expect((await app.call('GET', path, { token: stranger })).status).toBe(404);
    expect((await app.call('GET', '/v1/statements', { token: stranger })).json).toEqual({ statements: [], next: null });
  });

  it('has its own commissions explained, and no other’s', async () => {
    const app = await aSettledShop();
    const token = await app.token({ role: 'partner-admin', partnerId: 'ptn_1' });
    const path = (conversionId: string) => programPath(`commissions/${conversionId}/explanation`);
    const own = await app.call('GET', path('ord_ptn_1'), { token });
    expect(own.status).toBe(200);
    expect(own.json.final).toMatchObject([{ partnerId: 'ptn_1', lines: [{ commission: '50.00', rule: 'base' }] }]);
    for (const conversionId of ['ord_ptn_2', 'ord_9']) {
      const foreign = await app.call('GET', path(conversionId), { token });
      expect([foreign.status, foreign.json.code]).toEqual([404, 'commission.not-found']);
    }
  });
});

describe('a closed period', () => {
  it('is replayed without a difference', async () => {
    const app = await aSettledShop();
    const token = await app.token({ role: 'finance-maker' });
    const reply = await app.call('GET', programPath('periods/2026-10/replay'), { token });
    expect([reply.status, reply.json.differenceCount, reply.json.differences]).toEqual([200, 0, []]);
    const open = await app.call('GET', programPath('periods/2026-11/replay'), { token });
    expect([open.status, open.json.code]).toEqual([409, 'period.wrong-status']);
  });

  it('is simulated under a draft, as JSON and as CSV', async () => {
    const app = await aSettledShop();
    const token = await app.token({ role: 'finance-maker' });
    const {
      version: _,
      effectiveFrom: __,
      ...plan
    } = aPlan({ rules: [{ id: 'base', when: {}, pay: { rate: '0.1' } }] });
    const body = { plan, from: '2026-10', to: '2026-10' };
    const reply = await app.call('POST', programPath('simulations'), { token, body });
    expect([reply.status, reply.json.totals]).toMatchObject([200, { change: '75.00', draft: { cost: '150.00' } }]);
    const csv = await app.call('POST', `${programPath('simulations')}?format=csv`, { token, body });
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.text).toContain('partner,ptn_1,50.00,100.00');
  });

  it('is not simulated under a draft that is wrong, and says what is wrong', async () => {
    const app = await aSettledShop();
    const wrongForm = { plan: aPlan({ rounding: 'nearest' }), from: '2026-10', to: '2026-1' };
    const form = await app.call('POST', programPath('simulations'), { body: wrongForm });
    expect(form.status).toBe(422);
    expect(reasonFor(form, 'plan.rounding')).toMatch(/^must be one of/);
    expect(reasonFor(form, 'to')).toBe('must be a month such as "2026-10", got "2026-1"');
    const unknown = aPlan({ rules: [{ id: 'x', when: { partner: ['ptn_9'] }, pay: { rate: '0.1' } }] });
    const named = await app.call('POST', programPath('simulations'), {
      body: { plan: unknown, from: '2026-10', to: '2026-10' },
    });
    expect([named.status, named.json.code]).toEqual([422, 'plan.invalid']);
    expect(reasonFor(named, 'plan.rules[0].when.partner[0]')).toBe('there is no partner "ptn_9"');
  });
});

describe('an explanation', () => {
  const path = programPath('commissions/ord_ptn_1/explanation');

  it('is text for who asks for text, in the language asked for', async () => {
    const app = await aSettledShop();
    const token = await app.token({ role: 'partner-admin', partnerId: 'ptn_1' });
    const headers = { accept: 'text/plain', 'accept-language': 'ja' };
    const japanese = await app.call('GET', path, { token, headers });
    expect(japanese.headers).toMatchObject({ 'content-type': 'text/plain; charset=utf-8', 'content-language': 'ja' });
    expect(japanese.text).toContain('率：1,000.00 × 0.05');
    const english = await app.call('GET', `${path}?format=text`, { token });
    expect(english.headers).toMatchObject({ 'content-language': 'en', vary: 'accept, accept-language' });
    expect(english.text).toContain('rate: 1,000.00 × 0.05');
    expect(
      (await app.call('GET', path, { token, headers: { accept: 'application/json, text/plain' } })).json,
    ).toMatchObject({ currency: 'USD', final: [{ statement: { engine: '1', currency: 'USD' } }] });
  });

  it('before the close tells what is expected', async () => {
    const app = await aShop();
    await post(app, programPath('conversions'), aConversion({ conversionId: 'ord_ptn_1', partnerId: 'ptn_1' }));
    const { text } = await app.call('GET', `${path}?format=text`);
    expect(text).toBe(
      'Not closed yet: what is expected of ord_ptn_1, in USD. The close decides anew; ' +
        'until then a customer counts as new that was not seen with a visitor before.\n' +
        'line 1 · ptn_1 · base: 5.00 on 100.00\n',
    );
  });
});

describe('finance', () => {
  it('says whose statements it wants', async () => {
    const app = await aSettledShop();
    const token = await app.token({ role: 'finance-maker' });
    const reply = await app.call('GET', '/v1/statements', { token });
    expect(reply.status).toBe(422);
    expect(reasonFor(reply, 'partnerId')).toMatch(/say whose/);
    const named = await app.call('GET', '/v1/statements?partnerId=ptn_2', { token });
    expect(named.json.statements).toMatchObject([{ partnerId: 'ptn_2', payout: usd('25.00') }]);
  });
});
