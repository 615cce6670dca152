import { describe, expect, it } from 'vitest';
import type { Role } from '../../../functions/contract/route.ts';
import { recordPaidFee, recordReturnedFee, withholdPayment } from '../../../functions/usecases/tax/withhold-payment.ts';
import type { App, Json } from '../../support/app.ts';
import { MERCHANT, PROGRAM } from '../../support/app.ts';
import { aConversion, aShop, post, programPath } from '../../support/shop.ts';
import { payerBody, taxRowBody } from '../../support/tax-bodies.ts';

const PROFILE = '/v1/partners/ptn_1/tax-profile';

const aProfile = (changes: Json = {}): Json => ({
  from: '2026-10-01',
  entityKind: 'individual',
  legalName: '山田太郎',
  address: '東京都千代田区1-1',
  country: 'JP',
  consumptionTax: 'not-registered',
  employees: 'none',
  isFreelance: true,
  ...changes,
});

const aPayer = (changes: Json = {}): Json => ({ ...payerBody, ...changes });

const aRow = (changes: Json = {}): Json => ({ ...taxRowBody, ...changes });

async function as(app: App, role: Role, subject = `${role}@example.com`) {
  const token = await app.token({ role, subject });
  return (method: string, path: string, body?: Json) =>
    app.call(method, path, body === undefined ? { token } : { token, body });
}

describe('the tax profile of a partner', () => {
  it('holds at once by the word of finance, with its history', async () => {
    const finance = await as(await aShop(), 'finance-maker');
    expect((await finance('GET', PROFILE)).json).toEqual({ current: null, history: [] });
    const put = await finance('PUT', PROFILE, aProfile({ capital: '10000000' }));
    expect(put.status).toBe(200);
    expect(put.json).toMatchObject({ version: 1, status: 'in-force', capital: '10000000', isJapanResident: true });
    expect((await finance('PUT', PROFILE, aProfile({ capital: '10000000' }))).json.version).toBe(1);
    await finance('PUT', PROFILE, aProfile({ from: '2027-01-01', nature: 'manuscript' }));
    const { json } = await finance('GET', PROFILE);
    expect(json.current).toMatchObject({
      version: 1,
      nature: 'ad-performance',
      decidedBy: 'finance-maker@example.com',
    });
    expect(json.history.map(({ version }: Json) => version)).toEqual([1, 2]);
  });

  it.each([PROFILE, '/v1/payer', programPath('payer')])(
    'is written under the tag of what was seen: %s',
    async (path) => {
      const app = await aShop();
      const token = await app.token({ role: 'finance-maker' });
      const bodyOf = (from: string) => (path === PROFILE ? aProfile({ from }) : aPayer({ from }));
      const seen = await app.call('GET', path, { token });
      expect(seen.headers['etag']).toBe('"0"');
      const headers = { 'if-match': '"0"' };
      const first = await app.call('PUT', path, { token, headers, body: bodyOf('2026-10-01') });
      expect([first.status, first.headers['etag']]).toEqual([200, '"1"']);
      expect((await app.call('PUT', path, { token, headers, body: bodyOf('2026-10-01') })).status).toBe(200);
      const late = await app.call('PUT', path, { token, headers, body: bodyOf('2026-12-01') });
      expect([late.status, late.json.code]).toEqual([412, 'tax.edited']);
      expect((await app.call('PUT', path, { token, body: bodyOf('2026-12-01') })).status).toBe(200);
    },
  );

  it('waits for finance when the partner wrote it, and what the register says is not the partner’s to say', async () => {
    const app = await aShop();
    const partner = await as(app, 'partner-admin');
    const registration = { number: 'T7000012050002', check: 'registered', checkedOn: '2026-10-01' };
    const put = await partner('PUT', PROFILE, aProfile({ consumptionTax: 'registered', registration }));
    expect(put.json).toMatchObject({ status: 'proposed', registration: { check: 'not-checked', checkedOn: null } });
    expect((await partner('GET', PROFILE)).json.current).toBeNull();
    const checker = await as(app, 'finance-checker');
    const confirmed = await checker('POST', `${PROFILE}/1/confirm`);
    expect(confirmed.json).toMatchObject({ status: 'in-force', draftedBy: 'partner-admin@example.com' });
    expect((await checker('POST', `${PROFILE}/1/confirm`)).json).toEqual(confirmed.json);
    expect((await checker('POST', `${PROFILE}/1/refuse`)).json.code).toBe('tax.decided');
    expect((await partner('GET', PROFILE)).json.current.version).toBe(1);
  });

  it('is not confirmed by whoever wrote it, and once refused never holds', async () => {
    const app = await aShop();
    const partner = await as(app, 'partner-admin', 'somebody');
    const finance = await as(app, 'admin', 'somebody');
    await partner('PUT', PROFILE, aProfile());
    const own = await finance('POST', `${PROFILE}/1/confirm`);
    expect(own.json.code).toBe('approval.same-person');
    expect((await finance('POST', `${PROFILE}/1/refuse`)).json.status).toBe('refused');
    expect((await finance('GET', PROFILE)).json.current).toBeNull();
    expect((await finance('POST', `${PROFILE}/9/confirm`)).json.code).toBe('tax.not-found');
  });

  it('of another partner is not there, to a partner', async () => {
    const app = await aShop();
    const partner = await as(app, 'partner-admin');
    for (const [method, body] of [['GET'], ['PUT', aProfile()]] as const) {
      const reply = await partner(method, '/v1/partners/ptn_2/tax-profile', body);
      expect([reply.status, reply.json.code]).toEqual([404, 'partner.not-found']);
    }
  });

  it('of another merchant is not there', async () => {
    const app = await aShop();
    await (await as(app, 'finance-maker'))('PUT', PROFILE, aProfile());
    const token = await app.token({ role: 'finance-maker', merchantId: 'mer_2' });
    expect((await app.call('GET', PROFILE, { token })).status).toBe(404);
    expect((await app.call('PUT', PROFILE, { token, body: aProfile() })).status).toBe(404);
  });

  it.each<[string, Json, string]>([
    ['a number that is none', { registration: { number: 'T123' } }, 'registration.number'],
    ['a registered partner without number', { consumptionTax: 'registered' }, 'registration'],
    ['a resident of Japan who lives abroad', { country: 'FR', isJapanResident: true }, 'country'],
    ['a freelancer with employees', { employees: '1-100' }, 'isFreelance'],
    ['a kind that is none', { entityKind: 'robot' }, 'entityKind'],
    ['capital in words', { capital: 'much' }, 'capital'],
    ['a number of a person', { corporateNumber: '123456789012' }, 'corporateNumber'],
  ])('is refused with %s', async (_, changes, field) => {
    const finance = await as(await aShop(), 'finance-maker');
    const reply = await finance('PUT', PROFILE, aProfile(changes));
    expect(reply.status).toBe(422);
    expect(reply.json.errors.map((error: Json) => error.field)).toEqual([field]);
    expect(reply.text).not.toContain('123456789012');
    expect((await finance('GET', PROFILE)).json.history).toEqual([]);
  });
});

describe('the payer', () => {
  it('is the merchant, or one program’s own, each with its history', async () => {
    const finance = await as(await aShop(), 'finance-maker');
    expect((await finance('PUT', '/v1/payer', aPayer())).json).toMatchObject({
      status: 'in-force',
      transferFee: 'payer',
    });
    expect((await finance('GET', programPath('payer'))).json).toEqual({ current: null, history: [] });
    await finance('PUT', programPath('payer'), aPayer({ legalName: '別会社' }));
    expect((await finance('GET', programPath('payer'))).json.current.legalName).toBe('別会社');
    expect((await finance('GET', '/v1/payer')).json.current.legalName).toBe('株式会社分配');
    expect((await finance('GET', '/v1/programs/none/payer')).status).toBe(404);
  });

  it('bears the fee of a transfer, whatever was agreed', async () => {
    const finance = await as(await aShop(), 'finance-maker');
    const reply = await finance('PUT', '/v1/payer', aPayer({ transferFee: 'partner' }));
    expect(reply.json.errors).toEqual([
      {
        field: 'transferFee',
        reason: 'must be "payer": a fee taken off the reward is a reduction of it, got "partner"',
      },
    ]);
    const abroad = await finance('PUT', '/v1/payer', aPayer({ country: 'US' }));
    expect(abroad.json.errors[0].field).toBe('registrationNumber');
  });
});

describe('a row of the tax tables', () => {
  it('is in force when a second person has approved it, and takes over the days that it supersedes', async () => {
    const app = await aShop();
    const [maker, checker] = [await as(app, 'finance-maker', 'maker'), await as(app, 'finance-checker', 'checker')];
    const proposed = await maker('POST', '/v1/tax-rows', aRow());
    expect([proposed.status, proposed.json.status]).toEqual([201, 'proposed']);
    expect((await maker('POST', '/v1/tax-rows', aRow())).json).toEqual(proposed.json);
    const alsoAdmin = await as(app, 'admin', 'maker');
    expect((await alsoAdmin('POST', '/v1/tax-rows/own-food-1/approve')).json.code).toBe('approval.same-person');
    expect((await checker('POST', '/v1/tax-rows/own-food-1/approve')).json).toMatchObject({ status: 'in-force' });
    const { inForce, own } = (await maker('GET', '/v1/tax-rows')).json;
    const reduced = inForce.filter(({ kind }: Json) => kind === 'reduced');
    expect(reduced.map(({ id, validTo }: Json) => [id, validTo])).toEqual([
      ['jp-consumption-reduced-2019-10', '2027-03-31'],
      ['own-food-1', null],
    ]);
    expect(own).toMatchObject([{ id: 'own-food-1', draftedBy: 'maker', decidedBy: 'checker' }]);
  });

  it('is refused where it overlaps, where its id was used, and when the tables have moved on', async () => {
    const app = await aShop();
    const [maker, checker] = [await as(app, 'finance-maker', 'maker'), await as(app, 'finance-checker', 'checker')];
    const overlapping = await maker('POST', '/v1/tax-rows', aRow({ supersedes: undefined }));
    expect(overlapping.json).toMatchObject({ status: 422, code: 'tax.row-invalid', errors: [{ field: 'validFrom' }] });
    await maker('POST', '/v1/tax-rows', aRow());
    await maker('POST', '/v1/tax-rows', aRow({ id: 'own-food-2' }));
    expect((await maker('POST', '/v1/tax-rows', aRow({ source: 'another' }))).json.errors[0].field).toBe('id');
    await checker('POST', '/v1/tax-rows/own-food-1/approve');
    const late = await checker('POST', '/v1/tax-rows/own-food-2/approve');
    expect(late.json).toMatchObject({ code: 'tax.row-invalid', errors: [{ field: 'validFrom' }] });
    expect((await checker('POST', '/v1/tax-rows/own-food-2/refuse')).json.status).toBe('refused');
    expect((await checker('POST', '/v1/tax-rows/none/approve')).status).toBe(404);
  });
});

describe('the tax of a statement', () => {
  it('is read by its partner and finance, and by nobody else', async () => {
    const app = await aShop();
    const [partner, finance] = [await as(app, 'partner-admin'), await as(app, 'finance-maker')];
    await finance('PUT', '/v1/payer', aPayer());
    await finance('PUT', PROFILE, aProfile());
    await post(app, programPath('conversions'), aConversion({ partnerId: 'ptn_1', lines: [aLine('1000.00')] }));
    app.setNow('2026-11-02T00:00:00+09:00');
    const steps = [
      ['seal', finance],
      ['calculate', finance],
      ['approve', await as(app, 'finance-checker')],
      ['close', finance],
    ] as const;
    for (const [step, by] of steps) await by('POST', programPath(`periods/2026-10/${step}`));
    const { statements } = (await partner('GET', '/v1/statements')).json;
    const path = `/v1/statements/${encodeURIComponent(statements[0].statementId)}/tax`;
    const { json, status } = await partner('GET', path);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      net: { amount: '50.00', currency: 'USD' },
      tax: { amount: '5.00', currency: 'USD' },
      gross: { amount: '55.00', currency: 'USD' },
      creditable: { amount: '3.50', currency: 'USD' },
      payee: { legalName: '山田太郎', registrationNumber: null },
      rates: [{ rate: '0.1', parts: [{ code: 'JP_TRANSITIONAL', creditShare: '0.7' }] }],
      ruleRows: ['jp-consumption-standard-2019-10', 'jp-credit-70-2026-10'],
    });
    expect((await finance('GET', path)).json).toEqual(json);
    const stranger = await app.token({ role: 'partner-admin', partnerId: 'ptn_2' });
    expect((await app.call('GET', path, { token: stranger })).status).toBe(404);
    const elsewhere = await app.token({ role: 'finance-maker', merchantId: 'mer_2' });
    expect((await app.call('GET', path, { token: elsewhere })).status).toBe(404);
  });
});

const aLine = (amount: string): Json => ({ lineId: '1', quantity: 1, amount: { amount, currency: 'USD' } });

/** What is paid for. */
const SUPPLY = {
  merchantId: MERCHANT,
  programId: PROGRAM,
  partnerId: 'ptn_1',
  suppliedOn: '2026-10-31',
  currency: 'JPY',
} as const;

describe('payments of a year', () => {
  async function aPaidYear() {
    const app = await aShop();
    const finance = await as(app, 'finance-maker');
    await finance('PUT', '/v1/payer', aPayer());
    await finance('PUT', PROFILE, aProfile({ nature: 'manuscript' }));
    const pay = async (paymentId: string, feesMinor: bigint, paidOn = '2026-11-30') => {
      const made = await withholdPayment(app.deps, {
        ...SUPPLY,
        paymentId,
        paidOn,
        feesMinor,
        taxMinor: 0n,
      });
      if (made === null) throw new Error('no payer');
      await recordPaidFee(app.deps, MERCHANT, made.paid);
      return made;
    };
    return { app, finance, pay };
  }

  it('are listed by kind with what was withheld, as JSON and as CSV', async () => {
    const { finance, pay } = await aPaidYear();
    expect((await pay('pay_1', 100_000n)).withholding.withheldMinor).toBe(10_210n);
    await pay('pay_2', 1_500_000n, '2026-11-27');
    const { json } = await finance('GET', '/v1/payment-records/2026');
    expect(json).toMatchObject({
      year: 2026,
      jurisdiction: 'JP',
      records: [
        { partnerId: 'ptn_1', kind: '204-1-1', isToFile: true, withheld: { amount: '214410', currency: 'JPY' } },
      ],
    });
    expect(json.electronicFiling).toMatchObject([
      { form: 'jp-payment-record', forms: 1, judgedOn: 2025, formsDueThen: 0, formsMin: 30, isRequired: false },
    ]);
    const csv = await finance('GET', '/v1/payment-records/2026?format=csv');
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.text.split('\r\n')[1]).toBe(
      'jp-payment-record,204-1-1,ptn_1,山田太郎,東京都千代田区1-1,JP,individual,2,1600000,0,214410,JPY,50000,yes,' +
        '2027-02-01,,jp-reconstruction-2013 jp-record-204-1-1 jp-withholding-204-1-1,,株式会社分配',
    );
    expect((await finance('GET', '/v1/payment-records/2026?jurisdiction=US')).json.records).toEqual([]);
    expect((await finance('GET', '/v1/payment-records/never')).status).toBe(422);
  });

  it('that came back are taken off again', async () => {
    const { app, finance, pay } = await aPaidYear();
    const { paid } = await pay('pay_1', 100_000n);
    await recordReturnedFee(app.deps, MERCHANT, paid, '2026-11-30');
    const [record] = (await finance('GET', '/v1/payment-records/2026')).json.records;
    expect(record).toMatchObject({ payments: 0, isToFile: false, withheld: { amount: '0' } });
  });

  it('leave each payer its own monthly deduction', async () => {
    const { app, finance, pay } = await aPaidYear();
    await finance('PUT', PROFILE, aProfile({ nature: 'sales-agent' }));
    const own = { ...aPayer(), legalName: '株式会社別会社', registrationNumber: null };
    expect((await finance('PUT', `/v1/programs/${PROGRAM}/payer`, own)).status).toBe(200);
    expect((await pay('pay_1', 200_000n)).withholding.withheldMinor).toBe(8_168n);
    expect((await pay('pay_2', 200_000n)).withholding.withheldMinor).toBe(20_420n);
    const ofMerchant = {
      merchantId: MERCHANT,
      programId: 'prg_2',
      partnerId: 'ptn_1',
      suppliedOn: '2026-10-31',
      currency: 'JPY',
    } as const;
    const payment = { ...ofMerchant, paymentId: 'pay_3', paidOn: '2026-11-30', feesMinor: 200_000n, taxMinor: 0n };
    expect((await withholdPayment(app.deps, payment))?.withholding.withheldMinor).toBe(8_168n);
  });

  it('reach a million yen together on a day, whatever programs of the payer they are of', async () => {
    const { app, finance, pay } = await aPaidYear();
    await pay('pay_0', 800_000n, '2026-11-27');
    const first = await pay('pay_1', 800_000n);
    expect(first.withholding.withheldMinor).toBe(81_680n);
    const payment = { ...SUPPLY, programId: 'prg_2', paymentId: 'pay_2', feesMinor: 800_000n, taxMinor: 0n };
    const onDay = async (paidOn: string) => (await withholdPayment(app.deps, { ...payment, paidOn }))?.withholding;
    expect(await onDay('2026-11-30')).toMatchObject({ withheldMinor: 142_940n, baseMinor: 800_000n });
    expect(await onDay('2026-11-29')).toMatchObject({ withheldMinor: 81_680n });
    // What came back was not paid that day, and another legal entity pays for itself.
    await recordReturnedFee(app.deps, MERCHANT, first.paid, '2026-11-30');
    expect(await onDay('2026-11-30')).toMatchObject({ withheldMinor: 81_680n });
    await pay('pay_3', 800_000n);
    const own = { ...aPayer(), legalName: '株式会社別会社', registrationNumber: null };
    expect((await finance('PUT', `/v1/programs/${PROGRAM}/payer`, own)).status).toBe(200);
    expect((await pay('pay_4', 800_000n)).withholding.withheldMinor).toBe(81_680n);
  });

  it('say what is due to the tax office by the 10th of the next month', async () => {
    const { finance, pay } = await aPaidYear();
    await pay('pay_1', 100_000n);
    expect((await finance('GET', '/v1/withholding/2026-11')).json).toEqual({
      month: '2026-11',
      due: [
        {
          payer: { legalName: '株式会社分配', registrationNumber: 'T7000012050002' },
          kind: '204-1-1',
          payments: 1,
          partners: 1,
          dueOn: '2026-12-10',
          fee: { amount: '100000', currency: 'JPY' },
          withheld: { amount: '10210', currency: 'JPY' },
        },
      ],
      corrections: [],
    });
  });

  it('deduct 120,000 yen of a month once from a sales agent', async () => {
    const { finance, pay } = await aPaidYear();
    await finance('PUT', PROFILE, aProfile({ nature: 'sales-agent' }));
    expect((await pay('pay_1', 150_000n)).withholding.withheldMinor).toBe(3_063n);
    expect((await pay('pay_2', 50_000n)).withholding.withheldMinor).toBe(5_105n);
    expect((await pay('pay_2', 50_000n)).withholding.withheldMinor).toBe(5_105n);
  });

  it('deduct it from what is paid to a sales agent as such, whatever else is paid to it in the month', async () => {
    const { finance, pay } = await aPaidYear();
    await finance('PUT', PROFILE, aProfile({ nature: 'ad-performance' }));
    expect((await pay('pay_1', 150_000n)).withholding.withheldMinor).toBe(0n);
    // A program of sales agents, as its payer and finance see it.
    await finance('PUT', `/v1/programs/${PROGRAM}/payer`, { ...aPayer(), adPerformanceAs: 'sales-agent' });
    expect((await pay('pay_2', 150_000n)).withholding.withheldMinor).toBe(3_063n);
  });

  it('deduct it once also where an earlier payment is drafted and not recorded yet', async () => {
    const { app, finance, pay } = await aPaidYear();
    await finance('PUT', PROFILE, aProfile({ nature: 'sales-agent' }));
    const first = await pay('pay_1', 150_000n);
    const other = await aPaidYear();
    await other.finance('PUT', PROFILE, aProfile({ nature: 'sales-agent' }));
    const payment = { ...SUPPLY, paymentId: 'pay_2', paidOn: '2026-11-30', feesMinor: 50_000n, taxMinor: 0n };
    const beside = [first.paid];
    for (const each of [app, other.app]) {
      expect((await withholdPayment(each.deps, { ...payment, beside }))?.withholding.withheldMinor).toBe(5_105n);
    }
    expect((await withholdPayment(other.app.deps, payment))?.withholding.withheldMinor).toBe(0n);
  });

  it('of a merchant without payer are not reckoned', async () => {
    const app = await aShop();
    const payment = { ...SUPPLY, paymentId: 'p', paidOn: '2026-11-30', feesMinor: 1n, taxMinor: 0n };
    expect(await withholdPayment(app.deps, payment)).toBeNull();
  });
});
