import { describe, expect, it } from 'vitest';
import type { Json } from '../../support/app.ts';
import { anApp, MERCHANT } from '../../support/app.ts';
import { aProgram, aShop, post, programPath } from '../../support/shop.ts';
import {
  account,
  approve,
  as,
  BATCH,
  closedOctober,
  entriesOf,
  payeeOf,
  payer,
  payoutsOf,
  prepared,
  remit,
  terms,
} from './finance-desk.ts';

describe('bank details', () => {
  it('are shown masked, and approved by another person than the one who gave them', async () => {
    const app = anApp();
    await post(app, '/v1/partners', { partnerId: 'ptn_1', name: 'Sakura', kind: 'affiliate' });
    const token = await app.token({ role: 'admin', subject: 'maker' });
    const drafted = await app.call('POST', '/v1/partners/ptn_1/payees', { token, body: account });
    expect(drafted.json).toMatchObject({
      revision: 1,
      status: 'draft',
      account: { bank: '0005-123', account: '****567' },
    });
    expect(drafted.text).not.toContain('1234567');
    const own = await app.call('POST', '/v1/partners/ptn_1/payees/1/approval', { token });
    expect([own.status, own.json.code]).toEqual([409, 'approval.same-person']);
    const other = await as(app, 'checker', 'POST', '/v1/partners/ptn_1/payees/2/approval');
    expect(other.json.detail).toBe('partner/ptn_1 has no bank details 2; the latest are 1');
    const stored = await app.deps.stores.payees.payees(MERCHANT, 'partner/ptn_1');
    expect(JSON.stringify(stored)).not.toContain('1234567');
    const again = await app.call('POST', '/v1/partners/ptn_1/payees', { token, body: account });
    expect(again.json).toEqual(drafted.json);
  });

  it('of one account at two partners are flagged to finance, not to the partners', async () => {
    const app = anApp();
    for (const partnerId of ['ptn_1', 'ptn_2']) {
      await post(app, '/v1/partners', { partnerId, name: partnerId, kind: 'affiliate' });
      await payeeOf(app, partnerId, { holder: partnerId === 'ptn_1' ? 'サクラ' : 'カエデ' });
    }
    const seen = await as(app, 'checker', 'GET', '/v1/partners/ptn_2/payees');
    expect(seen.json.payees[0].sharedWith).toEqual(['partner/ptn_1']);
    const token = await app.token({ role: 'partner-admin', partnerId: 'ptn_2' });
    const own = await app.call('GET', '/v1/partners/ptn_2/payees', { token });
    expect(own.text).not.toContain('ptn_1');
    expect((await app.call('GET', '/v1/partners/ptn_1/payees', { token })).status).toBe(404);
  });

  it.each(['/v1/partners/ptn_1/payees', programPath('payer-accounts')])(
    'are given under the tag of what was seen: %s',
    async (path) => {
      const app = await aShop();
      const body = path.includes('payer') ? payer : account;
      const give = (bankCode: string, tag: string) =>
        app.call('POST', path, { body: { ...body, bankCode }, headers: { 'if-match': tag } });
      const tagOf = async () => (await app.call('GET', path)).headers['etag'];
      expect(await tagOf()).toBe('"0"');
      expect(await give('0005', '"0"')).toMatchObject({ status: 201, headers: { etag: '"1"' } });
      expect(await give('0005', '"0"')).toMatchObject({ status: 201, headers: { etag: '"1"' } });
      expect(await give('0009', '"0"')).toMatchObject({ status: 412, json: { code: 'payee.edited' } });
      expect(await give('0009', '"1"')).toMatchObject({ status: 409, json: { code: 'payee.draft-waiting' } });
      expect(await tagOf()).toBe('"1"');
    },
  );

  it('with wrong check digits or a name in kanji are refused with field and reason', async () => {
    const app = anApp();
    await post(app, '/v1/partners', { partnerId: 'ptn_1', name: 'Sakura', kind: 'affiliate' });
    const bodies = [
      { ...account, holder: '桜' },
      { scheme: 'sepa', iban: 'DE89370400440532013001', holder: 'A' },
      { scheme: 'nacha', routingNumber: '021000022', accountNumber: '12345', accountType: 'checking', holder: 'A' },
    ];
    for (const body of bodies) {
      const reply = await app.call('POST', '/v1/partners/ptn_1/payees', { body });
      expect([reply.status, reply.json.code], reply.text).toEqual([422, 'request.invalid']);
    }
  });

  const euro = { scheme: 'sepa', iban: 'DE89370400440532013000', holder: 'Müller GmbH' };
  const dollar = { scheme: 'nacha', routingNumber: '021000021', accountNumber: '12345', accountType: 'checking' };
  it.each<[Json, string, string]>([
    [{ ...account, bankCode: '1' }, 'bankCode', 'must be 4 digits, got "1"'],
    [{ ...account, accountNumber: '123456' }, 'accountNumber', 'must be 7 digits, got 6 characters'],
    [
      // Its check digits fit, but a German IBAN has 22.
      { ...euro, iban: 'DE5137040044053201300' },
      'iban',
      'must be an IBAN: DE has 22 characters, got 21',
    ],
    [
      { ...euro, iban: 'JP00 0005 0011 2345 67' },
      'iban',
      'must be an IBAN: the banks of JP have none, got 18 characters',
    ],
    [
      { ...euro, iban: 'DE89370400440532013001' },
      'iban',
      'must be an IBAN: its check digits do not fit, a letter or digit is wrong, got 22 characters',
    ],
    [
      { ...euro, iban: '0005-001-1234567' },
      'iban',
      'must be an IBAN: two letters for the country, two digits, and up to 30 letters and digits, got 16 characters',
    ],
    [{ ...euro, holder: '山田' }, 'holder', '"山" (U+5C71) has no spelling in the letters of SEPA, got "山田"'],
    [{ ...euro, holder: 'ü'.repeat(36) }, 'holder', 'must have at most 70 letters as banks take them, got 72'],
    [{ ...euro, bic: 'COBADE' }, 'bic', 'must be a BIC of 8 or 11 capital letters and digits, got "COBADE"'],
    [{ ...dollar, holder: '山田' }, 'holder', '"山" (U+5C71) has no spelling in ASCII, got "山田"'],
    [
      { ...dollar, holder: 'A', routingNumber: '021000022' },
      'routingNumber',
      'must be a routing number, with a check digit that fits, got "021000022"',
    ],
  ])('are refused with what was got and what is right: %j', async (body, field, reason) => {
    const app = anApp();
    await post(app, '/v1/partners', { partnerId: 'ptn_1', name: 'Sakura', kind: 'affiliate' });
    const reply = await app.call('POST', '/v1/partners/ptn_1/payees', { body });
    expect(reply.json.errors, reply.text).toEqual([{ field, reason }]);
  });
});

describe('payouts of a closed month', () => {
  it('are drafted once, and one without a payee is listed with its reason', async () => {
    const app = await prepared();
    const first = await payoutsOf(app);
    expect(first).toMatchObject([
      { partnerId: 'ptn_1', status: 'draft', batchId: '2026-10-zengin-1', reasons: [], transfer: { amount: '5000' } },
      { partnerId: 'ptn_2', status: 'draft', batchId: null, reasons: [{ code: 'payee.missing' }] },
    ]);
    const batch = (await as(app, 'checker', 'GET', BATCH)).json;
    expect(batch).toMatchObject({ count: 1, due: { nominal: '2026-11-30', actual: '2026-11-30' }, draftedBy: 'maker' });
    app.setNow('2026-11-02T05:00:00+09:00');
    await as(app, 'another', 'POST', programPath('periods/2026-10/payout'));
    expect(await payoutsOf(app)).toEqual(first);
    expect((await as(app, 'checker', 'GET', BATCH)).json).toEqual(batch);
  });

  it('wait 48 hours after a change of the payee, and say until when', async () => {
    const app = await closedOctober();
    await payeeOf(app, 'ptn_1', { accountNumber: '7654321' });
    await as(app, 'maker', 'POST', programPath('periods/2026-10/payout'));
    const [held] = await payoutsOf(app);
    expect(held.reasons).toEqual([{ code: 'payee.changed', until: '2026-11-03T15:00:00Z' }]);
    app.setNow('2026-11-04T00:00:00+09:00');
    await as(app, 'maker', 'POST', programPath('periods/2026-10/payout'));
    expect((await payoutsOf(app))[0]).toMatchObject({ reasons: [], batchId: '2026-10-zengin-1' });
  });

  it('are approved by another person, as they were seen, and go in payout to the yen', async () => {
    const app = await prepared();
    const { contentHash } = (await as(app, 'maker', 'GET', BATCH)).json;
    const own = await as(app, 'maker', 'POST', `${BATCH}/approval`, { contentHash });
    expect([own.status, own.json.code]).toEqual([409, 'approval.same-person']);
    const other = await as(app, 'checker', 'POST', `${BATCH}/approval`, { contentHash: '0'.repeat(64) });
    expect([other.status, other.json.code]).toEqual([409, 'batch.changed']);
    // A second click while the first is on its way, and a third one later.
    await Promise.all([approve(app), approve(app)]);
    await approve(app);
    const posted = (await entriesOf(app, 'ptn_1')).filter(({ kind }) => kind === 'payout');
    expect(posted.map(({ postings }) => postings)).toEqual([
      [{ from: 'partner/ptn_1/payable', to: 'partner/ptn_1/in-payout', amountMinor: 5000n }],
    ]);
  });

  it('are refused when the payee has changed since they were drafted', async () => {
    const app = await prepared();
    await payeeOf(app, 'ptn_1', { accountNumber: '7654321' });
    const { contentHash } = (await as(app, 'checker', 'GET', BATCH)).json;
    const stale = await as(app, 'checker', 'POST', `${BATCH}/approval`, { contentHash });
    expect([stale.status, stale.json.code]).toEqual([409, 'batch.stale']);
  });

  it('go to the bank, come back, and are paid when the payee is corrected; the books explain all of it', async () => {
    const app = await prepared();
    await approve(app);
    await remit(app);
    const results = (outcome: string) => ({ date: '2026-11-02', results: [{ payoutId: '2026-10/ptn_1', outcome }] });
    const report = { ...results('returned'), results: [{ ...results('returned').results[0], reason: '口座なし' }] };
    const bad = await as(app, 'maker', 'POST', `${BATCH}/results`, { ...report, date: '2026-12-01' });
    expect([bad.status, bad.json.code]).toEqual([422, 'results.invalid']);
    for (let twice = 0; twice < 2; twice += 1) {
      const reply = await as(app, 'maker', 'POST', `${BATCH}/results`, report);
      expect(reply.json).toEqual({ confirmed: 0, returned: 1, waiting: 0 });
    }
    const kinds = async () =>
      (await entriesOf(app, 'ptn_1')).map(({ kind }) => kind).filter((kind) => /pay|rem|ret/.test(kind));
    expect((await kinds()).sort()).toEqual(['payout', 'remittance', 'return']);
    await as(app, 'maker', 'POST', programPath('periods/2026-10/payout'));
    expect((await payoutsOf(app))[0]).toMatchObject({ attempt: 2, reasons: [{ code: 'payee.not-corrected' }] });

    await payeeOf(app, 'ptn_1', { accountNumber: '7654321' });
    app.setNow('2026-11-12T00:00:00+09:00');
    const open = (await as(app, 'maker', 'GET', programPath('payout-reconciliation'))).json;
    expect(open.totals).toMatchObject([
      { approved: { amount: '5000' }, open: { amount: '5000' }, unexplained: { amount: '0' } },
    ]);
    expect(open.open).toMatchObject([{ partnerId: 'ptn_1', age: '8-30' }]);
    await as(app, 'maker', 'POST', programPath('periods/2026-10/payout'));
    const second = programPath('payout-batches/2026-10-zengin-2');
    await approve(app, second);
    await remit(app, second);
    await as(app, 'maker', 'POST', `${second}/results`, { date: '2026-11-12', others: 'confirmed', results: [] });
    expect((await kinds()).sort()).toEqual(['payout', 'remittance', 'remittance', 'return']);
    const closed = (await as(app, 'maker', 'GET', programPath('payout-reconciliation'))).json;
    expect(closed.open).toEqual([]);
    // A replay of the month finds its payouts as they were posted, twice to the bank and once back.
    const replay = await as(app, 'checker', 'GET', programPath('periods/2026-10/replay'));
    expect(replay.json, replay.text).toMatchObject({ differenceCount: 0 });
    expect(closed.totals).toMatchObject([{ confirmed: { amount: '5000' }, open: { amount: '0' } }]);
  });

  it('of a cancelled batch are drafted again, and posted once', async () => {
    const app = await prepared();
    await approve(app);
    await as(app, 'maker', 'POST', `${BATCH}/cancellation`);
    expect((await payoutsOf(app))[0].status).toBe('cancelled');
    const late = await as(app, 'maker', 'POST', `${BATCH}/remittance`, { fileHash: '0'.repeat(64) });
    expect([late.status, late.json.code]).toEqual([409, 'batch.wrong-status']);
    await as(app, 'maker', 'POST', programPath('periods/2026-10/payout'));
    await approve(app, programPath('payout-batches/2026-10-zengin-2'));
    expect((await entriesOf(app, 'ptn_1')).filter(({ kind }) => kind === 'payout')).toHaveLength(1);
  });
});

describe('a program whose calendar breaks the sixty days', () => {
  it('is not published', async () => {
    const payout = { ...terms, monthsLater: 2, sixtyDaysFrom: 'conversion' };
    const reply = await anApp().call('POST', '/v1/programs', { body: aProgram({ settlement: { payout } }) });
    expect([reply.status, reply.json.code]).toEqual([422, 'payout.too-late']);
    expect(reply.json.errors[0].field).toBe('settlement.payout');
  });

  it('is not published with a reserve either, nor is one agreed with a partner: the share that is kept is paid too late', async () => {
    const payout = { ...terms, sixtyDaysFrom: 'conversion' };
    const reserve = { rate: '0.1', days: 60 };
    const app = anApp();
    const kept = await app.call('POST', '/v1/programs', { body: aProgram({ settlement: { payout, reserve } }) });
    expect([kept.status, kept.json.code, kept.json.errors[0].field]).toEqual([
      422,
      'payout.too-late',
      'settlement.reserve',
    ]);
    await post(app, '/v1/programs', aProgram({ settlement: { payout, reserve: { ...reserve, rate: '0' } } }));
    await post(app, '/v1/partners', { partnerId: 'ptn_1', name: 'Partner', kind: 'affiliate' });
    const enrollment = { partnerId: 'ptn_1', status: 'active', joinedAt: '2026-01-01T00:00:00Z' };
    const refused = async (path: string, body: Json) => {
      const { status, json } = await app.call('POST', programPath(path), { body });
      return [status, json.code, json.errors?.[0].field];
    };
    const tooLate = [422, 'payout.too-late', 'reserve'];
    expect(await refused('enrollments', { ...enrollment, reserve })).toEqual(tooLate);
    await post(app, programPath('enrollments'), enrollment);
    const change = { from: '2026-12-01T00:00:00Z', status: 'active', reserve };
    expect(await refused('enrollments/ptn_1/terms', change)).toEqual(tooLate);
  });
});
