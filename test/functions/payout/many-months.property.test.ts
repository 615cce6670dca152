import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { App, Json } from '../../support/app.ts';
import { PROGRAM } from '../../support/app.ts';
import { aConversion, post, programPath, settleStep } from '../../support/shop.ts';
import { payerBody } from '../../support/tax-bodies.ts';
import { as, closedOctober, none, payeeOf, payerOf } from './finance-desk.ts';

const MONTHS = ['2026-11', '2026-12', '2027-01', '2027-02', '2027-03', '2027-04'];
const ALL_MONTHS = ['2026-10', ...MONTHS];
const PARTNERS = ['ptn_1', 'ptn_2'];
const yen = (amount: string) => ({ amount, currency: 'JPY' });

const REGISTERED = {
  consumptionTax: 'registered',
  registration: { number: 'T7000012050002', check: 'registered', checkedOn: '2026-10-01' },
};
const NOT_REGISTERED = { consumptionTax: 'not-registered' };
const PERSON = { entityKind: 'individual', legalName: '山田', address: '東京', country: 'JP', employees: 'none' };
const ABROAD = { ...PERSON, address: 'Berlin', country: 'DE', isJapanResident: false, consumptionTax: 'exempt-abroad' };
const PROFILES: readonly Json[] = [
  { ...PERSON, ...REGISTERED, nature: 'manuscript' },
  { ...PERSON, ...REGISTERED, nature: 'manuscript', taxMode: 'inclusive' },
  { ...PERSON, ...NOT_REGISTERED, nature: 'manuscript', isNetOfWithholding: true },
  { ...PERSON, ...NOT_REGISTERED, nature: 'sales-agent' },
  { ...PERSON, ...NOT_REGISTERED, nature: 'ad-performance' },
  { ...ABROAD, entityKind: 'corporation', nature: 'ad-performance' },
  { ...ABROAD, nature: 'royalty' },
];
const EURO = { ...none(), scheme: 'sepa', iban: 'FR1420041010050500013M02606', sending: undefined };

/** What one partner does in a month, and what its bank does with what is paid to it. */
const act = fc.record({
  profile: fc.option(fc.constantFrom(...PROFILES), { freq: 2 }),
  sale: fc.option(fc.constantFrom('200', '999', '6000', '100000', '3000000')),
  refund: fc.option(fc.record({ of: fc.nat(), isWhole: fc.boolean() }), { freq: 2 }),
  adjustment: fc.option(fc.constantFrom(['debt-write-off', '2000000'], ['goodwill', '700'], ['correction', '-5000']), {
    freq: 2,
  }),
  result: fc.constantFrom('paid', 'paid', 'returned', 'rejected'),
  isInEuro: fc.boolean(),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;
const year = fc.array(fc.tuple(act, act), { minLength: MONTHS.length, maxLength: MONTHS.length });

const nextMonth = (month: string): string => MONTHS[MONTHS.indexOf(month) + 1] ?? '2027-05';

async function said(app: App, who: string, path: string, body: Json): Promise<Json> {
  const reply = await as(app, who, 'POST', path, body);
  expect(reply.status, reply.text).toBeLessThan(300);
  return reply.json;
}

/** Every batch that may still be paid goes to the bank on a day; what it gives back gets another account, maybe in another currency. */
async function paid(app: App, date: string, acts: readonly Act[]): Promise<void> {
  const { batches } = (await as(app, 'maker', 'GET', programPath('payout-batches'))).json;
  for (const { batchId, contentHash, file, status, scheme } of batches) {
    const path = programPath(`payout-batches/${batchId}`);
    if (status !== 'draft') continue;
    const approved = await as(app, 'checker', 'POST', `${path}/approval`, { contentHash });
    if (approved.status >= 300) continue;
    await said(app, 'maker', `${path}/remittance`, { fileHash: file.sha256 });
    const { items } = (await as(app, 'maker', 'GET', path)).json;
    const back = items.flatMap(({ payoutId, partnerId }: Json) => {
      const { result = 'paid', isInEuro = false } = acts[PARTNERS.indexOf(partnerId)] ?? {};
      return result === 'paid' ? [] : [{ payoutId, partnerId, outcome: result, isInEuro }];
    });
    const results = back.map(({ payoutId, outcome }: Json) => ({ payoutId, outcome }));
    await said(app, 'maker', `${path}/results`, { date, others: 'confirmed', results });
    for (const { partnerId, isInEuro } of back) {
      await payeeOf(
        app,
        partnerId,
        isInEuro
          ? { ...EURO, holder: `Ren ${date}` }
          : { accountNumber: date.slice(1, 4) + date.slice(5, 7) + date.slice(8) },
      );
    }
    if (scheme !== 'sepa' || results.length === items.length) continue;
    const { exchange } = await said(app, 'maker', `${path}/exchange`, { paid: yen('12345'), date, reference: 'x' });
    await said(app, 'checker', `${path}/exchange/approval`, { contentHash: exchange.contentHash });
  }
}

async function lived(acts: readonly (readonly [Act, Act])[], separatesTax: boolean): Promise<App> {
  const app = await closedOctober({
    before: async (app) => {
      await as(app, 'maker', 'PUT', '/v1/payer', { ...payerBody, separatesTax });
      await payerOf(app, { ...EURO, holder: 'Bunpai GmbH' });
      await payeeOf(app, 'ptn_2', { ...EURO, holder: 'Ren' });
      await post(app, programPath('rates'), { date: '2026-10-30', from: 'JPY', to: 'EUR', rate: '0.0062' });
    },
  });
  await settleStep(app, 'payout', '2026-10');
  const sales = PARTNERS.map((partnerId, index) => ({
    partnerId,
    id: 'ab'.charAt(index),
    amount: 100_000 / (index + 1),
  }));
  for (const [index, month] of MONTHS.entries()) {
    app.setNow(`${month}-06T12:00:00+09:00`);
    await paid(app, `${month}-06`, acts[index] ?? []);
    for (const [which, partnerId] of PARTNERS.entries()) {
      const own = acts[index]?.[which];
      if (own === undefined) continue;
      const name = `${month} ${partnerId}`;
      const at = `${month}-06T09:00:00+09:00`;
      if (own.profile) {
        const put = await as(app, 'maker', 'PUT', `/v1/partners/${partnerId}/tax-profile`, {
          from: `${month}-03`,
          ...own.profile,
        });
        expect(put.status, put.text).toBe(200);
      }
      const theirs = sales.filter((sale) => sale.partnerId === partnerId);
      const of = theirs[(own.refund?.of ?? 0) % theirs.length];
      if (own.refund && of !== undefined) {
        const amount = yen(String(own.refund.isWhole ? of.amount : Math.ceil(of.amount / 3)));
        await post(app, programPath('reversals'), {
          reversalId: name,
          conversionId: of.id,
          occurredAt: at,
          cause: 'refund',
          amount,
        });
      }
      if (own.sale) {
        const lines = [{ lineId: '1', quantity: 1, amount: yen(own.sale) }];
        await post(
          app,
          programPath('conversions'),
          aConversion({ conversionId: name, currency: 'JPY', partnerId, occurredAt: at, lines }),
        );
        sales.push({ partnerId, id: name, amount: Number(own.sale) });
      }
      if (own.adjustment) {
        const [reason, amount = '0'] = own.adjustment;
        const adjustmentId = `${month}.${partnerId}`;
        await post(app, programPath('adjustments'), {
          adjustmentId,
          partnerId,
          reason,
          amount: yen(amount),
          text: 't',
          effectiveAt: at,
        });
        await said(app, 'checker', programPath(`adjustments/${adjustmentId}/approve`), {});
      }
    }
    app.setNow(`${nextMonth(month)}-02T00:00:00+09:00`);
    await post(app, programPath('rates'), { date: `${month}-28`, from: 'JPY', to: 'EUR', rate: '0.0059' });
    for (const step of ['seal', 'calculate', 'approve', 'close', 'payout']) await settleStep(app, step, month);
  }
  // In the end everybody has a profile and an account, and all that is owed is paid.
  app.setNow('2027-05-06T12:00:00+09:00');
  for (const partnerId of PARTNERS) {
    await as(app, 'maker', 'PUT', `/v1/partners/${partnerId}/tax-profile`, { from: '2027-05-01', ...PROFILES[4] });
  }
  for (const day of ['2027-05-09', '2027-05-12', '2027-05-15']) {
    app.setNow(`${day}T12:00:00+09:00`);
    for (const month of ALL_MONTHS) await settleStep(app, 'payout', month);
    await paid(app, day, []);
  }
  return app;
}

it('pays what documents say, whatever changes in many months, and leaves nothing between them and the bank', async () => {
  const world = fc.asyncProperty(year, fc.boolean(), async (acts, separatesTax) => {
    const app = await lived(acts, separatesTax);
    const { accounts } = (await as(app, 'maker', 'GET', programPath('trial-balance'))).json;
    const balances = new Map<string, string>();
    for (const { account, balance } of accounts) {
      if (/^fx$|^rounding$|in-payout/.test(account)) expect([account, Number(balance.amount)]).toEqual([account, 0]);
      if (balance.currency === 'JPY') balances.set(account, balance.amount);
    }
    let withheld = 0;
    for (const partnerId of PARTNERS) {
      let [taxCarried, closing] = ['0', '0'];
      for (const month of ALL_MONTHS) {
        const address = `/v1/statements/${encodeURIComponent(`${PROGRAM}:${month}:${partnerId}`)}`;
        const { document, ...statement } = (await app.call('GET', address)).json;
        expect(Number(document.transfer)).toBeGreaterThanOrEqual(0);
        expect(document.tax?.carriedIn ?? '0').toBe(taxCarried);
        [taxCarried, closing] = [document.tax?.carriedOn ?? '0', statement.closing];
        const { payouts } = (await as(app, 'maker', 'GET', programPath(`periods/${month}/payouts`))).json;
        const payout = payouts.find((each: Json) => each['partnerId'] === partnerId);
        if (payout === undefined) expect(document.transfer).toBe('0');
        else {
          expect(payout).toMatchObject({ status: 'confirmed', tax: yen(document.tax?.paid ?? '0') });
          const isAsStated = payout.needsReview.every(({ code }: Json) => code !== 'payment.not-as-stated');
          if (isAsStated) expect(payout.net.amount).toBe(document.transfer);
          withheld += Number(payout.withholding.amount);
        }
      }
      expect(balances.get(`partner/${partnerId}/tax`) ?? '0').toBe(taxCarried);
      expect(balances.get(`partner/${partnerId}/payable`) ?? '0').toBe(closing);
    }
    expect(Number(balances.get('withholding') ?? '0')).toBe(withheld);
    const records = await Promise.all(
      ['2026', '2027'].map((of) => as(app, 'maker', 'GET', `/v1/payment-records/${of}`)),
    );
    const recorded = records.flatMap(({ json }) =>
      json.records.map((record: Json) => Number(record['withheld'].amount)),
    );
    expect(recorded.reduce((sum: number, each: number) => sum + each, 0)).toBe(withheld);
    for (const month of ALL_MONTHS) {
      const replay = await as(app, 'checker', 'GET', programPath(`periods/${month}/replay`));
      expect(replay.json, replay.text).toMatchObject({ differenceCount: 0 });
    }
  });
  await fc.assert(world, { numRuns: 8 });
});
