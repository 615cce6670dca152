import { beforeEach, describe, expect, it } from 'vitest';
import { envelopesOf } from '../../../events/envelope.ts';
import { recordAcceptedClaim } from '../../../functions/bus/record-accepted-claim.ts';
import type { App, Json, Reply } from '../../support/app.ts';
import { anApp, MERCHANT, PROGRAM } from '../../support/app.ts';
import { aConversion, aLine, aShop, post, programPath, settleStep, usd } from '../../support/shop.ts';
import { asSubscriber } from '../../support/with-rights.ts';

const missing = {
  reference: 'C-001',
  kind: 'missing-conversion',
  order: '#1001',
  occurredAt: '2026-10-02T12:00:00+09:00',
  amount: usd('100.00'),
  text: 'ordered through my link, see the mail',
  evidence: [{ name: 'mail.pdf', location: 'https://files.example.com/mail.pdf', sha256: 'a'.repeat(64) }],
};
const sale = { occurredAt: '2026-10-02T12:00:00+09:00', currency: 'USD', lines: [aLine()] };

let app: App;
beforeEach(async () => {
  app = await aShop(anApp(), { review: { days: 10 } });
});

const partner = (partnerId = 'ptn_1') => app.token({ role: 'partner-member', partnerId });
const manager = () => app.token({ role: 'partner-manager', subject: 'sato' });

async function ask(
  token: Promise<string>,
  method: string,
  rest: string,
  body?: Json,
  headers: Json = {},
): Promise<Reply> {
  return await app.call(method, programPath(`claims${rest}`), {
    token: await token,
    headers,
    ...(body ? { body } : {}),
  });
}

/** A claim with the tag by which it is edited. */
async function filed(body: Json = missing): Promise<{ readonly id: string; readonly tag: Json }> {
  const { status, json, headers, text } = await ask(partner(), 'POST', '', body);
  expect(status, text).toBe(201);
  return { id: json.claimId, tag: { 'if-match': headers['etag'] } };
}

describe('a claim for a missing conversion', () => {
  it('is answered by a deadline that the partner reads; filed again it is the same claim', async () => {
    const { id } = await filed();
    const again = await ask(partner(), 'POST', '', missing, { 'accept-language': 'ja' });
    expect(again.status).toBe(200);
    expect(again.json).toMatchObject({
      claimId: id,
      status: 'filed',
      statusText: '申請済み・回答待ち',
      answerBy: '2026-10-16T15:00:00Z',
      isEscalated: false,
    });
    const other = await ask(partner(), 'POST', '', { ...missing, order: '#1002' });
    expect([other.status, other.json.code]).toEqual([409, 'claim.conflict']);
  });

  it('becomes a conversion of the partner when it is accepted, through review and close like any other', async () => {
    const { id, tag } = await filed();
    const taken = await ask(manager(), 'POST', `/${id}/review`, undefined, tag);
    expect(taken.json).toMatchObject({ status: 'under-review' });
    const accepted = await ask(manager(), 'POST', `/${id}/acceptance`, { sale }, { 'if-match': taken.headers['etag'] });
    expect(accepted.json).toMatchObject({
      status: 'accepted',
      conversionId: id,
      conversion: { outcome: 'attributed', lines: [{ partnerId: 'ptn_1', commission: usd('5.00') }] },
    });
    const repeat = await ask(manager(), 'POST', `/${id}/acceptance`, { sale }, tag);
    expect([repeat.status, repeat.json.conversion]).toEqual([200, accepted.json.conversion]);
    app.setNow('2026-11-02T00:00:00+09:00');
    for (const step of ['seal', 'calculate', 'approve', 'close']) await settleStep(app, step);
    const explained = await app.call('GET', programPath(`commissions/${id}/explanation`), { token: await partner() });
    expect(explained.json.final[0].conversion.review).toMatchObject({ outcome: 'approved' });
    expect(explained.json.final[0].lines[0]).toMatchObject({ commission: '5.00', state: 'released' });
  });

  it('of a closed month counts in the next one that is open, and the closed one stays as it was', async () => {
    app.setNow('2026-11-02T00:00:00+09:00');
    for (const step of ['seal', 'calculate', 'approve', 'close', 'payout']) await settleStep(app, step);
    const { id, tag } = await filed();
    expect((await ask(manager(), 'POST', `/${id}/acceptance`, { sale }, tag)).status).toBe(200);
    app.setNow('2026-12-02T00:00:00+09:00');
    for (const step of ['seal', 'calculate', 'approve', 'close']) await settleStep(app, step, '2026-11');
    const explained = await app.call('GET', programPath(`commissions/${id}/explanation`), { token: await partner() });
    expect(explained.json.final.map(({ periodId }: Json) => periodId)).toEqual(['2026-11']);
  });

  it('is recorded by its event when the process died in between, and only once', async () => {
    const { id, tag } = await filed();
    await ask(manager(), 'POST', `/${id}/acceptance`, { sale }, tag);
    const step = (await app.deps.stores.claims.steps({ merchantId: MERCHANT, programId: PROGRAM }, id)).at(-1);
    if (step === undefined) throw new Error('there is no step');
    const [told] = envelopesOf({
      entity: 'claim',
      merchantId: MERCHANT,
      programId: PROGRAM,
      recordedAt: null,
      value: step,
    });
    if (told === undefined) throw new Error('nobody is told');
    await recordAcceptedClaim(asSubscriber(app.deps, 'record-accepted-claim'), told);
    await recordAcceptedClaim(asSubscriber(app.deps, 'record-accepted-claim'), told);
  });

  it('by the merchant says whose it is', async () => {
    const { status, json } = await ask(manager(), 'POST', '', missing);
    const errors = [{ field: 'partnerId', reason: 'is required: say whose it is' }];
    expect([status, json.errors]).toEqual([422, errors]);
  });

  it('is listed in the month in which it was filed, of one partner too', async () => {
    await filed();
    app.setNow('2026-11-03T00:00:00+09:00');
    await filed({ ...missing, reference: 'C-002', order: '#1002' });
    const list = async (token: Promise<string>, query: string): Promise<string[]> =>
      (await ask(token, 'GET', query)).json.claims.map(({ reference }: Json) => reference);
    expect(await list(partner(), '')).toEqual(['C-001', 'C-002']);
    expect(await list(partner(), '?from=2026-11')).toEqual(['C-002']);
    expect(await list(manager(), '?partnerId=ptn_1&from=2026-10&to=2026-10')).toEqual(['C-001']);
  });

  it('whose conversion would be refused is refused, and stays open', async () => {
    const { id, tag } = await filed();
    const early = { reversalId: 'rev_1', conversionId: id, occurredAt: sale.occurredAt, cause: 'refund' };
    await post(app, programPath('reversals'), { ...early, amount: { amount: '10', currency: 'JPY' } });
    const refused = await ask(manager(), 'POST', `/${id}/acceptance`, { sale }, tag);
    expect(refused.json).toMatchObject({ status: 422, code: 'currency.mismatch' });
    expect((await ask(manager(), 'GET', `/${id}`)).json.status).toBe('filed');
  });

  it('can be tried before it is accepted, and is not accepted by whoever filed it', async () => {
    const forPartner = { ...missing, partnerId: 'ptn_1' };
    const filedByManager = await ask(manager(), 'POST', '', forPartner);
    const tag = { 'if-match': filedByManager.headers['etag'] };
    const own = await ask(manager(), 'POST', `/${filedByManager.json.claimId}/acceptance`, { sale }, tag);
    expect([own.status, own.json.code]).toEqual([409, 'approval.same-person']);
    const other = app.token({ role: 'partner-manager', subject: 'suzuki' });
    const dry = await ask(other, 'POST', `/${filedByManager.json.claimId}/acceptance?dryRun=true`, { sale }, tag);
    const moves = [{ what: 'sale', amount: usd('100.00') }];
    expect(dry.json).toMatchObject({ dryRun: true, wouldChange: true, moves });
    expect((await ask(other, 'GET', `/${filedByManager.json.claimId}`)).json.status).toBe('filed');
  });

  it('is rejected with a reason that the partner reads in its language, and not told who of the merchant did it', async () => {
    const { id, tag } = await filed();
    const blind = await ask(manager(), 'POST', `/${id}/rejection`, { reason: 'not-found' });
    expect([blind.status, blind.json.code]).toEqual([428, 'request.if-match-required']);
    await ask(manager(), 'POST', `/${id}/rejection`, { reason: 'not-found', text: 'no such order' }, tag);
    const { json } = await ask(partner(), 'GET', `/${id}`, undefined, { 'accept-language': 'ja' });
    expect(json).toMatchObject({ status: 'rejected', reason: 'not-found', reasonText: '該当する注文がありません' });
    expect(json.history).toMatchObject([
      { kind: 'filed', by: 'partner-member@example.com' },
      { kind: 'rejected', by: null },
    ]);
    expect((await ask(manager(), 'GET', `/${id}`)).json.history[1].by).toBe('sato');
  });

  it('escalates when its deadline is missed, is told once, and stays open', async () => {
    const { id } = await filed();
    app.setNow('2026-10-20T00:00:00+09:00');
    expect((await ask(manager(), 'GET', '?status=escalated')).json.claims).toMatchObject([
      { claimId: id, isEscalated: true },
    ]);
    const dates = async () => (await app.call('POST', '/v1/claims/dates', { token: await manager() })).json;
    expect([await dates(), await dates()]).toEqual([{ escalated: 1 }, { escalated: 0 }]);
    expect((await ask(partner(), 'GET', `/${id}`)).json).toMatchObject({ status: 'filed', isEscalated: true });
  });

  it.each([
    ['order', 409, { ...missing, order: 'ord_1' }],
    [undefined, 422, { ...missing, occurredAt: '2026-07-01T00:00:00+09:00' }],
    ['evidence[0].sha256', 422, { ...missing, evidence: [{ ...missing.evidence[0], sha256: 'none' }] }],
    ['text', 422, { ...missing, text: '' }],
    ['kind', 422, { ...missing, kind: 'complaint' }],
  ])('is refused with the member that is wrong: %s', async (field, status, body) => {
    await post(app, programPath('conversions'), aConversion({ partnerId: 'ptn_1' }));
    const reply = await ask(partner(), 'POST', '', body);
    expect(reply.status, reply.text).toBe(status);
    expect(reply.json.errors?.[0]?.field).toBe(field);
  });

  it('is its partner’s alone: nobody else finds it', async () => {
    const { id, tag } = await filed();
    for (const rest of ['', '/withdrawal']) {
      const reply = await ask(partner('ptn_2'), rest === '' ? 'GET' : 'POST', `/${id}${rest}`, undefined, tag);
      expect([reply.status, reply.json.code]).toEqual([404, 'claim.not-found']);
    }
    expect((await ask(partner('ptn_2'), 'GET', '')).json.claims).toEqual([]);
    expect((await ask(partner(), 'POST', `/${id}/withdrawal`, undefined, tag)).json.status).toBe('withdrawn');
  });
});

describe('an appeal', () => {
  const appeal = { reference: 'A-001', kind: 'appeal', conversionId: 'ord_1', text: 'it was delivered on 5 October' };

  it('against a review is accepted as a new conversion; the rejected one keeps counting for nothing', async () => {
    await post(app, programPath('conversions'), aConversion({ partnerId: 'ptn_1' }));
    const early = await ask(partner(), 'POST', '', appeal);
    expect([early.status, early.json.code]).toEqual([409, 'claim.not-rejected']);
    await post(app, programPath('conversions/ord_1/review'), { outcome: 'rejected', reasonCode: 'cancelled' });
    const { id, tag } = await filed(appeal);
    const dry = async () => (await ask(manager(), 'POST', `/${id}/acceptance?dryRun=true`, {}, tag)).json;
    expect(await dry()).toMatchObject({ wouldChange: true, moves: [{ what: 'sale', amount: usd('100.00') }] });
    const accepted = await ask(manager(), 'POST', `/${id}/acceptance`, {}, tag);
    expect(accepted.json.conversion).toMatchObject({ conversionId: id, lines: [{ commission: usd('5.00') }] });
    expect(await dry()).toMatchObject({ wouldChange: false, moves: [] });
    app.setNow('2026-11-02T00:00:00+09:00');
    for (const step of ['seal', 'calculate', 'approve', 'close']) await settleStep(app, step);
    const [{ payable }] = (await app.call('GET', '/v1/statements', { token: await partner() })).json.statements;
    expect(payable).toEqual(usd('5.00'));
  });

  it('against the screening is for a partner whose own click was refused, and tells others nothing', async () => {
    const click = {
      clickId: 'clk_1',
      visitorId: 'vis_1',
      partnerId: 'ptn_1',
      occurredAt: '2026-10-02T11:00:00+09:00',
      bot: true,
    };
    await post(app, programPath('clicks'), click);
    await post(app, programPath('conversions'), aConversion({ visitorId: 'vis_1' }));
    expect((await ask(partner(), 'POST', '', appeal)).status).toBe(201);
    const foreign = await ask(partner('ptn_2'), 'POST', '', appeal);
    expect([foreign.status, foreign.json.errors]).toEqual([
      422,
      [{ field: 'conversionId', reason: 'there is no conversion ord_1 of yours' }],
    ]);
  });
});
