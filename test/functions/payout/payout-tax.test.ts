import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { PaidFee } from '../../../domain/tax/paid-fee.ts';
import { withholdPayment } from '../../../functions/usecases/tax/withhold-payment.ts';
import type { App, Json } from '../../support/app.ts';
import { MERCHANT, PROGRAM } from '../../support/app.ts';
import { aConversion, post, programPath, settleStep } from '../../support/shop.ts';
import { payerBody } from '../../support/tax-bodies.ts';
import { approve, as, BATCH, closedOctober, entriesOf, payeeOf, payoutsOf, remit } from './finance-desk.ts';

const PERIOD = programPath('periods/2026-10');

const profile = (changes: Json = {}): Json => ({
  from: '2026-10-01',
  entityKind: 'individual',
  legalName: '山田太郎',
  address: '東京都千代田区1-1',
  country: 'JP',
  consumptionTax: 'registered',
  registration: { number: 'T7000012050002', check: 'registered', checkedOn: '2026-10-01' },
  nature: 'manuscript',
  employees: 'none',
  isFreelance: true,
  ...changes,
});

/** ptn_1, who writes, is due ¥5,000 and tax of ¥500 for October. */
async function taxedOctober(changes: Json | null = {}): Promise<App> {
  const app = await closedOctober({
    before: async (app) => {
      expect((await as(app, 'maker', 'PUT', '/v1/payer', payerBody)).status).toBe(200);
      if (changes !== null) await putProfile(app, changes);
    },
  });
  await prepare(app);
  return app;
}

async function putProfile(app: App, changes: Json): Promise<void> {
  const put = await as(app, 'maker', 'PUT', '/v1/partners/ptn_1/tax-profile', profile(changes));
  expect(put.status, put.text).toBe(200);
}

const prepare = async (app: App): Promise<unknown> => await as(app, 'maker', 'POST', `${PERIOD}/payout`);
const yen = (amount: string) => ({ amount, currency: 'JPY' });
const documentOf = async (app: App): Promise<Json> =>
  (await app.call('GET', `/v1/statements/${encodeURIComponent(`${PROGRAM}:2026-10:ptn_1`)}`)).json;
const recordsOf = async (app: App): Promise<Json> =>
  (await as(app, 'maker', 'GET', '/v1/payment-records/2026')).json.records;
const dueOf = async (app: App, month = '2026-11'): Promise<Json> =>
  (await as(app, 'maker', 'GET', `/v1/withholding/${month}`)).json.due;

/** What of the entries of a kind moved from one account to another. */
const moved = (entries: readonly Entry[], kind: string) =>
  entries
    .filter((entry) => entry.kind === kind)
    .map(({ postings }) => postings.map(({ from, to, amountMinor }) => `${from} > ${to} ${amountMinor}`));

/** A record as it was kept before it named its payer: a copy of one that names it. */
async function keptBefore(app: App, change: Partial<PaidFee>): Promise<void> {
  const { taxes } = app.deps.stores;
  const [fee] = await taxes.paidFees(MERCHANT, '2026-11');
  const { payer: _, ...kept } = { ...fee, ...change } as PaidFee;
  await taxes.putPaidFee(MERCHANT, kept as PaidFee, 0);
}

describe('a record of a payment that names no payer', () => {
  it('was paid by the payer of its program on that day', async () => {
    const app = await taxedOctober();
    await approve(app);
    await keptBefore(app, { paymentId: 'before', paidOn: '2026-11-10' });
    expect(await recordsOf(app)).toMatchObject([
      { payments: 2, fee: yen('10000'), payer: { legalName: payerBody.legalName } },
    ]);
    expect(await dueOf(app)).toMatchObject([{ payments: 2, withheld: yen('1020') }]);
  });

  it('is an earlier payment of the month to a sales agent', async () => {
    const app = await taxedOctober({ nature: 'sales-agent' });
    const [before] = await payoutsOf(app);
    await approve(app);
    await keptBefore(app, { paymentId: 'before', paidOn: '2026-11-10', feeMinor: 200_000n });
    const payment = {
      merchantId: MERCHANT,
      programId: PROGRAM,
      partnerId: 'ptn_1',
      suppliedOn: '2026-10-31',
      paymentId: 'next',
    } as const;
    const next = { ...payment, paidOn: '2026-11-30', currency: 'JPY', feesMinor: 5_000n, taxMinor: 0n } as const;
    // The deduction of the month is used up: 10.21 % of all of it.
    expect((await withholdPayment(app.deps, next))?.withholding.withheldMinor).toBeGreaterThan(0n);
    expect(before?.withholding).toEqual(yen('0'));
  });
});

describe('a payout that is withheld on', () => {
  it('is to the yen what the statement announced: fee and tax less 10.21 %', async () => {
    const app = await taxedOctober();
    const [payout] = await payoutsOf(app);
    expect(payout).toMatchObject({
      payable: yen('5000'),
      tax: yen('500'),
      withholding: yen('510'),
      grossUp: yen('0'),
      net: yen('4990'),
      transfer: yen('4990'),
      needsReview: [],
      paid: { kind: '204-1-1', base: yen('5000'), paidOn: '2026-11-30' },
    });
    expect(payout.paid.ruleRows).toContain('jp-withholding-204-1-1');
    expect(JSON.stringify(payout)).not.toContain('山田');
    await approve(app);
    expect(moved(await entriesOf(app, 'ptn_1'), 'payout')).toEqual([
      [
        'partner/ptn_1/payable > partner/ptn_1/in-payout 5000',
        'partner/ptn_1/tax > partner/ptn_1/in-payout 500',
        'partner/ptn_1/in-payout > withholding 510',
      ],
    ]);
    const { document } = await documentOf(app);
    expect([document.transfer, document.tax.withholding]).toEqual(['4990', '510']);
    const file = await as(app, 'maker', 'GET', `${BATCH}/remittance-file`);
    expect(Buffer.from(file.text, 'base64').toString('latin1').slice(202, 212)).toBe('0000004990');
  });

  it('agreed net arrives whole: the payer adds the tax, as an expense', async () => {
    const app = await taxedOctober({ isNetOfWithholding: true });
    expect((await payoutsOf(app))[0]).toMatchObject({
      payable: yen('5000'),
      withholding: yen('568'),
      grossUp: yen('568'),
      net: yen('5500'),
    });
    await approve(app);
    expect(moved(await entriesOf(app, 'ptn_1'), 'payout')).toEqual([
      [
        'partner/ptn_1/payable > partner/ptn_1/in-payout 5000',
        'partner/ptn_1/tax > partner/ptn_1/in-payout 500',
        'expense/commission > partner/ptn_1/in-payout 568',
        'partner/ptn_1/in-payout > withholding 568',
      ],
    ]);
    expect((await documentOf(app)).document.transfer).toBe('5500');
    const { accounts } = (await as(app, 'maker', 'GET', programPath('trial-balance'))).json;
    const balances = Object.fromEntries(accounts.map((each: Json) => [each.account, each.balance.amount]));
    // The commission of both partners, and what the payer added; the tax office and the bank are owed.
    expect(balances).toMatchObject({
      'expense/commission': '-8068',
      withholding: '568',
      'partner/ptn_1/in-payout': '5500',
    });
    expect(Object.values(balances).reduce((sum: number, each) => sum + Number(each), 0)).toBe(0);
  });

  it('waits without a tax profile, is not guessed, and goes on with one', async () => {
    const app = await taxedOctober(null);
    expect((await payoutsOf(app))[0]).toMatchObject({
      batchId: null,
      reasons: [{ code: 'tax.profile-missing' }],
      needsReview: [{ code: 'profile.missing' }],
    });
    await putProfile(app, { nature: 'other' });
    await prepare(app);
    expect((await payoutsOf(app))[0].reasons).toEqual([{ code: 'needs-review', note: 'jp.unknown-nature' }]);
    await putProfile(app, { nature: 'manuscript' });
    await prepare(app);
    expect((await payoutsOf(app))[0]).toMatchObject({
      batchId: '2026-10-zengin-1',
      reasons: [],
      withholding: yen('510'),
      // The statement was made before, without a profile.
      needsReview: [{ code: 'payment.not-as-stated' }],
    });
    const { items } = (await as(app, 'checker', 'GET', BATCH)).json;
    expect(items[0].needsReview).toMatchObject([{ code: 'payment.not-as-stated' }]);
  });

  it('is of the tax alone where the profile came late and the partner earns nothing more', async () => {
    const app = await taxedOctober(null);
    await putProfile(app, {});
    await prepare(app);
    const pay = async (batchId: string, date: string) => {
      const path = programPath(`payout-batches/${batchId}`);
      await approve(app, path);
      await remit(app, path);
      await as(app, 'maker', 'POST', `${path}/results`, { date, others: 'confirmed', results: [] });
    };
    await pay('2026-10-zengin-1', '2026-11-02');
    const close = async (period: string, now: string) => {
      app.setNow(`${now}T00:00:00+09:00`);
      for (const step of ['seal', 'calculate', 'approve', 'close', 'payout']) await settleStep(app, step, period);
    };
    await close('2026-11', '2026-12-02');
    const late = (await as(app, 'maker', 'GET', programPath('periods/2026-11/payouts'))).json.payouts;
    expect(late).toMatchObject([
      { partnerId: 'ptn_1', payable: yen('0'), tax: yen('500'), withholding: yen('0'), transfer: yen('500') },
    ]);
    const statement = (period: string) =>
      app.call('GET', `/v1/statements/${encodeURIComponent(`${PROGRAM}:${period}:ptn_1`)}`);
    expect((await statement('2026-11')).json.document).toMatchObject({
      transfer: '500',
      plannedOn: '2026-12-30',
      tax: { paid: '500', carriedOn: '0' },
    });
    await pay('2026-11-zengin-1', '2026-12-02');
    // Neither owed nor paid again.
    await close('2026-12', '2027-01-06');
    expect((await statement('2026-12')).json.document).toMatchObject({ transfer: '0', tax: null });
    expect((await as(app, 'maker', 'GET', programPath('periods/2026-12/payouts'))).json.payouts).toEqual([]);
    const { accounts } = (await as(app, 'maker', 'GET', programPath('trial-balance'))).json;
    const own = accounts.filter(({ account }: Json) => account.startsWith('partner/ptn_1/'));
    expect(own.map(({ balance }: Json) => balance.amount)).toEqual(own.map(() => '0'));
    const replay = await as(app, 'checker', 'GET', programPath('periods/2026-11/replay'));
    expect(replay.json, replay.text).toMatchObject({ differenceCount: 0 });
  });

  it.each([
    ['whole', 'ad-performance', { withheld: '0', netted: '-300', left: '-170', next: '5330' }],
    ['as far as withholding leaves it', 'manuscript', { withheld: '30', netted: '-270', left: '-200', next: '4790' }],
  ])(
    'is netted %s against tax that its partner owes, and no transfer; the next one bears the rest',
    async (_, nature, on) => {
      const app = await taxedOctober({ nature });
      const pay = async (period: string, date: string) => {
        const path = programPath(`payout-batches/${period}-zengin-1`);
        await approve(app, path);
        await remit(app, path);
        await as(app, 'maker', 'POST', `${path}/results`, { date, others: 'confirmed', results: [] });
      };
      await pay('2026-10', '2026-11-02');
      const close = async (period: string, now: string) => {
        app.setNow(`${now}T00:00:00+09:00`);
        for (const step of ['seal', 'calculate', 'approve', 'close', 'payout']) await settleStep(app, step, period);
        const [payout] = (await as(app, 'maker', 'GET', programPath(`periods/${period}/payouts`))).json.payouts;
        const statement = `/v1/statements/${encodeURIComponent(`${PROGRAM}:${period}:ptn_1`)}`;
        return { payout, document: (await app.call('GET', statement)).json.document };
      };
      const sale = async (conversionId: string, amount: string, occurredAt: string) => {
        const lines = [{ lineId: '1', quantity: 1, amount: yen(amount) }];
        const body = aConversion({ conversionId, currency: 'JPY', partnerId: 'ptn_1', occurredAt, lines });
        await post(app, programPath('conversions'), body);
      };
      // All of October comes back, and the debt is let go; its tax of ¥500 is owed on.
      const reversal = { reversalId: 'r', conversionId: 'a', cause: 'refund', amount: yen('100000') };
      await post(app, programPath('reversals'), { ...reversal, occurredAt: '2026-11-02T00:00:00+09:00' });
      const letGo = { adjustmentId: 'w', partnerId: 'ptn_1', amount: yen('5000'), reason: 'debt-write-off', text: 't' };
      await post(app, programPath('adjustments'), { ...letGo, effectiveAt: '2026-11-02T00:00:00+09:00' });
      await as(app, 'checker', 'POST', programPath('adjustments/w/approve'));
      await close('2026-11', '2026-12-02');
      await sale('c', '6000', '2026-12-02T00:00:00+09:00');
      const december = await close('2026-12', '2027-01-06');
      expect(december.document).toMatchObject({
        transfer: '0',
        tax: { carriedIn: '-500', tax: '30', paid: on.netted, carriedOn: on.left, withholding: on.withheld },
      });
      expect(december.payout).toMatchObject({
        ...{ status: 'confirmed', batchId: null, reasons: [], payable: yen('300'), tax: yen(on.netted) },
        ...{ withholding: yen(on.withheld), transfer: yen('0') },
      });
      // Broken off before it was confirmed, it goes on where it was.
      const { payouts } = app.deps.stores;
      const scope = { merchantId: MERCHANT, programId: PROGRAM };
      const stored = await payouts.payout(scope, { periodId: '2026-12', partnerId: 'ptn_1' });
      if (stored === null) throw new Error('December has no payout');
      await payouts.advancePayout(scope, stored, { ...stored, status: 'approved', confirmedAt: null, isPosted: false });
      await settleStep(app, 'payout', '2026-12');
      expect(await payouts.payout(scope, stored)).toEqual(stored);
      await sale('d', '100000', '2027-01-06T00:00:00+09:00');
      const january = await close('2027-01', '2027-02-02');
      expect([january.document.transfer, january.payout.transfer]).toEqual([on.next, yen(on.next)]);
      await pay('2027-01', '2027-02-02');
      const { accounts } = (await as(app, 'maker', 'GET', programPath('trial-balance'))).json;
      const own = accounts.filter(({ account }: Json) => account.startsWith('partner/ptn_1/'));
      expect(own.map(({ balance }: Json) => balance.amount)).toEqual(own.map(() => '0'));
      const replay = await as(app, 'checker', 'GET', programPath('periods/2027-01/replay'));
      expect(replay.json, replay.text).toMatchObject({ differenceCount: 0 });
    },
  );

  it('tells at the close of a share that a reserve keeps back from a freelancer beyond the sixty days', async () => {
    const app = await closedOctober({
      before: async (app) => {
        await as(app, 'maker', 'PUT', '/v1/payer', payerBody);
        await putProfile(app, {});
        const reserve = { rate: '0.1', days: 60 };
        const change = { from: '2026-10-03T00:00:00+09:00', status: 'active', reserve };
        const changed = await as(app, 'maker', 'POST', programPath('enrollments/ptn_1/terms'), change);
        expect(changed.status, changed.text).toBe(201);
      },
    });
    const statement = `/v1/statements/${encodeURIComponent(`${PROGRAM}:2026-10:ptn_1`)}/tax`;
    const { latePayments, needsReview, plannedWithholding } = (await as(app, 'maker', 'GET', statement)).json;
    const waits = { performedOn: '2026-10-02', payOn: '2027-01-29' };
    expect(latePayments).toMatchObject([
      { law: 'freelance', ...waits },
      { law: 'subcontract', ...waits },
    ]);
    expect(plannedWithholding.components).toEqual([
      { tax: 'income-tax', rate: '0.1' },
      { tax: 'reconstruction', rate: '0.0021' },
    ]);
    expect(needsReview.map(({ code }: Json) => code)).toEqual(['fair.late']);
  });

  it('is stale when what the law makes of it has changed since it was drafted', async () => {
    const app = await taxedOctober();
    await putProfile(app, { entityKind: 'corporation', corporateNumber: '7000012050002' });
    const { contentHash } = (await as(app, 'checker', 'GET', BATCH)).json;
    const reply = await as(app, 'checker', 'POST', `${BATCH}/approval`, { contentHash });
    expect([reply.status, reply.json.code], reply.text).toEqual([409, 'batch.stale']);
    await prepare(app);
    expect((await payoutsOf(app))[0]).toMatchObject({ withholding: yen('0'), transfer: yen('5500') });
    await approve(app);
  });

  it('stands in the records of its year from its approval on, is taken out when it comes back, and paid anew', async () => {
    const app = await taxedOctober();
    expect(await recordsOf(app)).toEqual([]);
    await approve(app);
    expect(await recordsOf(app)).toMatchObject([
      { kind: '204-1-1', payments: 1, fee: yen('5000'), withheld: yen('510') },
    ]);
    expect(await dueOf(app)).toMatchObject([{ payments: 1, withheld: yen('510'), dueOn: '2026-12-10' }]);
    await remit(app);
    app.setNow('2026-12-02T00:00:00+09:00');
    const results = [{ payoutId: '2026-10/ptn_1', outcome: 'returned', reason: '口座なし' }];
    const told = await as(app, 'maker', 'POST', `${BATCH}/results`, { date: '2026-12-01', results });
    expect(told.json).toEqual({ confirmed: 0, returned: 1, waiting: 0 });
    expect(await recordsOf(app)).toMatchObject([{ payments: 0, fee: yen('0'), withheld: yen('0') }]);
    await payeeOf(app, 'ptn_1', { accountNumber: '7654321' });
    app.setNow('2026-12-05T00:00:00+09:00');
    await prepare(app);
    const second = programPath('payout-batches/2026-10-zengin-2');
    await approve(app, second);
    expect(await dueOf(app, '2026-12')).toMatchObject([{ withheld: yen('510'), dueOn: '2027-01-12' }]);
    expect(await recordsOf(app)).toMatchObject([{ payments: 1, withheld: yen('510') }]);
    expect(moved(await entriesOf(app, 'ptn_1'), 'payout')).toHaveLength(1);
    await as(app, 'maker', 'POST', `${second}/cancellation`);
    expect(await recordsOf(app)).toMatchObject([{ payments: 0, withheld: yen('0') }]);
  });

  it('stays in the list that was remitted when it comes back after the 10th, and is corrected in the list of that later month', async () => {
    const app = await taxedOctober();
    await approve(app);
    await remit(app);
    app.setNow('2026-12-11T00:00:00+09:00');
    // The bank's date lies before the 10th; that it came back was not known until the 11th.
    const results = [{ payoutId: '2026-10/ptn_1', outcome: 'returned', reason: '口座なし' }];
    for (let twice = 0; twice < 2; twice += 1) {
      await as(app, 'maker', 'POST', `${BATCH}/results`, { date: '2026-12-09', results });
      app.setNow('2026-12-12T00:00:00+09:00');
    }
    const listOf = async (month: string) => (await as(app, 'maker', 'GET', `/v1/withholding/${month}`)).json;
    expect(await listOf('2026-11')).toMatchObject({ due: [{ payments: 1, withheld: yen('510') }], corrections: [] });
    expect(await listOf('2026-12')).toMatchObject({
      due: [],
      corrections: [
        { month: '2026-11', kind: '204-1-1', payments: 1, partners: 1, fee: yen('5000'), withheld: yen('510') },
      ],
    });
    expect(await recordsOf(app)).toMatchObject([{ payments: 0, fee: yen('0'), withheld: yen('0') }]);
  });
});
