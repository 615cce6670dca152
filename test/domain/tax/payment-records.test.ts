import { describe, expect, it } from 'vitest';
import { federalReserveDays, japaneseBankDays } from '../../../domain/payout/bank-days.ts';
import type { PaidFee } from '../../../domain/tax/paid-fee.ts';
import { paidFeeOf } from '../../../domain/tax/paid-fee.ts';
import {
  japanRecords,
  unitedStatesRecords,
  withholdingCorrections,
  withholdingDue,
} from '../../../domain/tax/payment-records.ts';
import { NO_EARLIER_PAYMENTS } from '../../../domain/tax/payment-to-withhold.ts';
import type { TaxProfile } from '../../../domain/tax/tax-profile.ts';
import { withholding } from '../../../domain/tax/withholding.ts';
import { aForeigner, aPayer, aPayment, aProfile, SHIPPED } from './build.ts';

/** 成人の日 */
const OPEN = japaneseBankDays(new Set(['2027-01-11']));
const JAPAN = { tables: SHIPPED, isBankDay: OPEN };
const UNITED_STATES = { tables: SHIPPED, isBankDay: federalReserveDays };

let count = 0;
function paid(partnerId: string, feesMinor: bigint, own: Parameters<typeof aPayment>[0] = {}): PaidFee {
  const payment = aPayment({ feesMinor, ...own });
  count += 1;
  const { paidOn, currency, taxMinor, profile, payer } = payment;
  return paidFeeOf(
    { paymentId: `pay_${count}`, programId: 'prg_1', partnerId, paidOn, currency, taxMinor },
    withholding(payment),
    { profile, payer },
  );
}
const writer = aProfile({ nature: 'manuscript' });
const agent = aProfile({ nature: 'sales-agent' });
const toFile = (fees: readonly PaidFee[], year = 2026) =>
  japanRecords(fees, year, JAPAN).filter(({ isToFile }) => isToFile);

describe('payment records of Japan', () => {
  it.each<[string, TaxProfile, bigint, boolean]>([
    ['an article of 50,000 yen is not filed', writer, 50_000n, false],
    ['one yen more is', writer, 50_001n, true],
    ['a sales agent of 500,000 yen is not', agent, 500_000n, false],
    ['one yen more is', agent, 500_001n, true],
    [
      'a corporation is filed too, though nothing was withheld',
      { ...writer, entityKind: 'corporation' },
      50_001n,
      true,
    ],
    ['an ad reward is no listed kind', aProfile(), 9_000_000n, false],
    ['work of a foreigner abroad is not', aForeigner(), 9_000_000n, false],
    ['a licence of a foreigner is, from the first yen', aForeigner({ nature: 'royalty' }), 1n, true],
  ])('%s', (_, profile, fees, isFiled) => {
    expect(toFile([paid('ptn_1', fees, { profile })])).toHaveLength(isFiled ? 1 : 0);
  });

  it('add up the payments of a calendar year, without consumption tax, and take returned ones off', () => {
    const fees = [
      paid('ptn_1', 100_000n, { paidOn: '2026-01-31' }),
      paid('ptn_1', 40_000n, { paidOn: '2026-12-31' }),
      paid('ptn_1', 70_000n, { paidOn: '2027-01-01' }),
    ];
    const returned = {
      ...(fees[1] as PaidFee),
      paymentId: 'back',
      feeMinor: -40_000n,
      taxMinor: -10_000n,
      withheldMinor: -4_084n,
    };
    const [record] = toFile([...fees, returned]);
    expect(record).toMatchObject({
      form: 'jp-payment-record',
      kind: '204-1-1',
      payments: 1,
      feeMinor: 100_000n,
      taxMinor: 10_000n,
      withheldMinor: 10_210n,
      thresholdMinor: 50_000n,
      // The 31st is a Sunday.
      dueOn: '2027-02-01',
    });
    expect(record?.ruleRows).toEqual(['jp-reconstruction-2013', 'jp-record-204-1-1', 'jp-withholding-204-1-1']);
  });

  it('are made by each payer for itself, under the name that it had at last', () => {
    const other = aPayer({ legalName: '株式会社別会社', registrationNumber: null });
    const renamed = aPayer({ legalName: '株式会社分配ホールディングス' });
    const fees = [
      paid('ptn_1', 40_000n, { paidOn: '2026-03-31' }),
      paid('ptn_1', 20_000n, { paidOn: '2026-11-30', payer: renamed }),
      paid('ptn_1', 40_000n, { payer: other }),
    ];
    const records = japanRecords(fees, 2026, JAPAN);
    expect(records.map(({ payer, feeMinor, isToFile }) => [payer.legalName, feeMinor, isToFile])).toEqual([
      ['株式会社分配ホールディングス', 60_000n, true],
      ['株式会社別会社', 40_000n, false],
    ]);
    expect(withholdingDue(fees, '2026-11', OPEN).map(({ payer, feeMinor }) => [payer.legalName, feeMinor])).toEqual([
      ['株式会社分配ホールディングス', 20_000n],
      ['株式会社別会社', 40_000n],
    ]);
  });

  it('keep a person and the company that it founded apart: each has a form of its own', () => {
    const company: TaxProfile = { ...writer, entityKind: 'corporation', legalName: '株式会社花' };
    const asPerson = paid('ptn_1', 30_000n, { paidOn: '2026-03-31', profile: writer });
    const fees = [
      asPerson,
      paid('ptn_1', 60_000n, { paidOn: '2026-06-30', profile: company }),
      paid('ptn_1', 10_000n, { paidOn: '2026-09-30', profile: writer }),
    ];
    const records = japanRecords(fees, 2026, JAPAN);
    expect(
      records.map(({ payee, feeMinor, withheldMinor, isToFile }) => [
        payee?.legalName,
        feeMinor,
        withheldMinor,
        isToFile,
      ]),
    ).toEqual([
      ['株式会社花', 60_000n, 0n, true],
      [writer.legalName, 40_000n, 4_084n, false],
    ]);
  });

  it.each([
    ['2027-02-01', []],
    ['2027-02-02', ['record.came-back-late']],
  ])('say so where a payment comes back after they were due (recorded on %s)', (takenBackOn, codes) => {
    const lost = paid('ptn_1', 100_000n, { paidOn: '2026-12-28', profile: writer });
    const back = { ...lost, feeMinor: -100_000n, withheldMinor: -lost.withheldMinor, paymentId: 'back', takenBackOn };
    const [record] = japanRecords([lost, back], 2026, JAPAN);
    expect([record?.feeMinor, record?.isToFile]).toEqual([0n, false]);
    expect(record?.needsReview.map(({ code }) => code)).toEqual(codes);
  });

  it('name the payer as the latest payment did, whatever order they are told in, and count those of tax alone', () => {
    const named = (legalName: string, paidOn: string, feesMinor = 30_000n) =>
      paid('ptn_1', feesMinor, { paidOn, payer: aPayer({ legalName }) });
    const { feeMinor: _, ...taxAlone } = named('その前', '2026-11-01');
    const fees = [named('最後', '2026-11-30'), { ...taxAlone, feeMinor: 0n }, named('最初', '2026-10-31')];
    expect(japanRecords(fees, 2026, JAPAN)).toMatchObject([{ payer: { legalName: '最後' }, payments: 3 }]);
    const [one, other] = [named('午前', '2026-12-01'), named('午後', '2026-12-01')];
    expect(japanRecords([one, other], 2026, JAPAN)).toMatchObject([{ payer: { legalName: '午後' } }]);
  });

  it('have a form of their own for foreigners', () => {
    const fees = [paid('ptn_1', 100n, { profile: aForeigner({ nature: 'royalty' }) })];
    expect(japanRecords(fees, 2026, JAPAN)).toMatchObject([{ form: 'jp-non-resident-record', isToFile: true }]);
  });

  it('in another currency, or of a year without a threshold, are filed from the first unit on', () => {
    const dollar = { ...paid('ptn_1', 1n), currency: 'USD' };
    const [record] = japanRecords([dollar], 2026, JAPAN);
    expect(record).toMatchObject({ isToFile: true, thresholdMinor: 50_000n });
    expect(record?.needsReview.map(({ code }) => code)).toEqual(['currency.not-payers']);
    const back = { ...dollar, feeMinor: -1n, paymentId: 'back' };
    expect(japanRecords([dollar, back], 2026, JAPAN)).toMatchObject([{ isToFile: false }]);
    const old = { ...paid('ptn_1', 1n), paidOn: '1949-12-31' };
    expect(japanRecords([old], 1949, JAPAN)).toMatchObject([{ isToFile: true, thresholdMinor: null }]);
  });

  it('ask what was paid for where the profile does not say', () => {
    const [record] = japanRecords([paid('ptn_1', 60_000n, { profile: aProfile({ nature: 'other' }) })], 2026, JAPAN);
    expect(record?.needsReview.map(({ code }) => code)).toEqual(['jp.unknown-nature']);
  });

  it('keep kinds apart and leave what is unknown to finance', () => {
    const fees = [
      paid('ptn_1', 60_000n),
      paid('ptn_1', 60_000n, { profile: agent }),
      paid('ptn_2', 60_000n, { profile: null }),
    ];
    const records = japanRecords(fees, 2026, JAPAN);
    expect(records.map(({ partnerId, kind, isToFile }) => [partnerId, kind, isToFile])).toEqual([
      ['ptn_1', '204-1-1', true],
      ['ptn_1', '204-1-4', false],
      ['ptn_2', 'unknown', false],
    ]);
    expect(records[2]?.needsReview.map(({ code }) => code)).toEqual(['profile.missing']);
  });
});

describe('forms of the United States', () => {
  const payer = aPayer({ country: 'US', registrationNumber: null, hasUsReporting: true });
  const form = { form: 'W-9', signedOn: '2026-01-05', taxpayerNumber: 'on-file' } as const;
  const american = aForeigner({ country: 'US', workCountry: 'US', usForm: form });
  const dollars = (feesMinor: bigint, own = {}) =>
    paid('ptn_us', feesMinor, { payer, currency: 'USD', taxMinor: 0n, profile: american, ...own });
  const filed = (fees: readonly PaidFee[], year: number) =>
    unitedStatesRecords(fees, year, UNITED_STATES).filter(({ isToFile }) => isToFile);

  it('are due from $2,000 on in 2026, from $600 on before', () => {
    expect(filed([dollars(199_999n)], 2026)).toHaveLength(0);
    expect(filed([dollars(200_000n)], 2026)).toMatchObject([{ form: '1099-NEC', dueOn: '2027-02-01' }]);
    expect(filed([dollars(60_000n, { paidOn: '2025-12-31' })], 2025)).toHaveLength(1);
  });

  it('say so where a payment comes back after they were due', () => {
    const lost = dollars(250_000n, { paidOn: '2026-12-30' });
    const back = { ...lost, feeMinor: -lost.feeMinor, paymentId: 'back', takenBackOn: '2027-02-02' };
    const [record] = unitedStatesRecords([lost, back], 2026, UNITED_STATES);
    expect(record?.needsReview.map(({ code }) => code)).toContain('record.came-back-late');
  });

  const formsOf = (fees: readonly PaidFee[], year = 2026, tables = SHIPPED) =>
    unitedStatesRecords(fees, year, { ...UNITED_STATES, tables });
  const reviewsOf = (fees: readonly PaidFee[]) =>
    formsOf(fees).map(({ needsReview }) => needsReview.map(({ code }) => code));

  it('add up what payers with duties there paid a person in the year', () => {
    const fees = [
      dollars(150_000n),
      dollars(50_000n, { paidOn: '2026-01-01' }),
      dollars(7n, { paidOn: '2025-12-31' }),
      dollars(9n, { payer: aPayer() }),
      dollars(3n, { profile: null }),
    ];
    expect(formsOf(fees)).toMatchObject([
      {
        form: '1099-NEC',
        kind: 'nec',
        partnerId: 'ptn_us',
        payments: 2,
        feeMinor: 200_000n,
        taxMinor: 0n,
        withheldMinor: 0n,
        thresholdMinor: 200_000n,
        dueOn: '2027-02-01',
        isToFile: true,
        needsReview: [],
        ruleRows: ['us-1099-nec-2000'],
      },
    ]);
  });

  it('are made of whoever signed a W-9, wherever they live, and of Americans without a form, who are asked for one', () => {
    const living = (country: string, usForm: TaxProfile['usForm']) =>
      dollars(250_000n, { profile: aForeigner({ country, workCountry: 'FR', usForm }) });
    expect(reviewsOf([living('FR', form)])).toEqual([[]]);
    expect(reviewsOf([living('US', null)])).toEqual([['us.form-missing']]);
    expect(reviewsOf([living('US', { ...form, form: 'W-8BEN' })])).toEqual([]);
    expect(reviewsOf([living('FR', null)])).toEqual([]);
  });

  it('in another currency have no threshold', () => {
    const euros = dollars(1n, { currency: 'EUR' });
    expect(formsOf([euros])).toMatchObject([{ thresholdMinor: null, isToFile: true }]);
    expect(reviewsOf([euros])).toEqual([['currency.not-payers']]);
    expect(formsOf([euros, { ...euros, feeMinor: -1n, paymentId: 'back' }])).toMatchObject([{ isToFile: false }]);
  });

  it('are due of whatever was withheld, below the threshold too', () => {
    const missing = { ...american, usForm: { ...form, taxpayerNumber: 'missing' } } as const;
    const earlier = { ...NO_EARLIER_PAYMENTS, yearBaseMinor: 200_000n };
    expect(filed([dollars(100n, { profile: missing, earlier })], 2026)).toMatchObject([{ withheldMinor: 24n }]);
  });

  it('go by the latest threshold known, whatever order the rows stand in, or by none', () => {
    const paidLater = [dollars(70_000n, { paidOn: '2027-05-31' })];
    const without = SHIPPED.rows.filter(({ table }) => table !== 'reporting_threshold_us');
    for (const rows of [SHIPPED.rows, [...SHIPPED.rows].reverse()]) {
      expect(formsOf(paidLater, 2027, { ...SHIPPED, rows })).toMatchObject([
        { thresholdMinor: 200_000n, isToFile: false, ruleRows: ['us-1099-nec-2000'] },
      ]);
    }
    expect(formsOf(paidLater, 2027, { ...SHIPPED, rows: without })).toMatchObject([
      { thresholdMinor: null, isToFile: true, ruleRows: [] },
    ]);
  });

  it('of a year whose threshold is not known go by the last one, and say so', () => {
    const [record] = filed([dollars(200_000n, { paidOn: '2027-05-31' })], 2027);
    expect(record?.needsReview.map(({ code }) => code)).toEqual(['us.threshold-not-published']);
  });

  it('are not made of corporations, nor of foreigners who work abroad', () => {
    const fees = [
      dollars(900_000n, { profile: { ...american, entityKind: 'corporation' } }),
      dollars(900_000n, { profile: aForeigner() }),
    ];
    expect(filed(fees, 2026)).toEqual([]);
  });

  it('are 1042-S for a foreigner who worked in the United States', () => {
    const profile = aForeigner({ workCountry: 'US', usForm: { ...form, form: 'W-8BEN' } });
    const fee = dollars(10_000n, { profile });
    expect(filed([fee], 2026)).toMatchObject([
      { form: '1042-S', kind: 'fdap', withheldMinor: 3_000n, thresholdMinor: 0n, dueOn: '2027-03-15' },
    ]);
    expect(reviewsOf([fee])).toEqual([['us.us-source']]);
    const back = { ...fee, feeMinor: -10_000n, withheldMinor: -3_000n, paymentId: 'back' };
    expect(formsOf([fee, back])).toMatchObject([{ feeMinor: 0n, isToFile: false }]);
  });
});

describe('what is due to the tax office', () => {
  it('is what a month withheld, by kind, by the 10th of the next', () => {
    const fees = [
      paid('ptn_1', 100_000n),
      paid('ptn_2', 1_500_000n, { paidOn: '2026-11-01' }),
      paid('ptn_3', 300_000n, { profile: agent }),
      paid('ptn_4', 300_000n, { profile: aProfile() }),
      paid('ptn_5', 100_000n, { paidOn: '2026-12-01' }),
    ];
    const { legalName, registrationNumber } = aPayer();
    const payer = { legalName, registrationNumber };
    expect(withholdingDue(fees, '2026-11', OPEN)).toEqual([
      {
        payer,
        kind: '204-1-1',
        currency: 'JPY',
        payments: 2,
        partners: 2,
        feeMinor: 1_600_000n,
        withheldMinor: 214_410n,
        dueOn: '2026-12-10',
      },
      {
        payer,
        kind: '204-1-4',
        currency: 'JPY',
        payments: 1,
        partners: 1,
        feeMinor: 300_000n,
        withheldMinor: 18_378n,
        dueOn: '2026-12-10',
      },
    ]);
    // A Sunday, and 成人の日 after it.
    expect(withholdingDue(fees, '2026-12', OPEN)).toMatchObject([{ dueOn: '2027-01-12' }]);
  });

  it('counts nobody whose payment came back, until it is made again, and has no row of nothing', () => {
    const [kept, lost] = [paid('ptn_1', 100_000n), paid('ptn_2', 50_000n)];
    const back = { ...lost, feeMinor: -50_000n, withheldMinor: -lost.withheldMinor, paymentId: 'back' };
    const due = (fees: readonly PaidFee[]) =>
      withholdingDue(fees, '2026-11', OPEN).map(({ payments, partners, feeMinor }) => [payments, partners, feeMinor]);
    expect(due([kept, lost, back])).toEqual([[1, 1, 100_000n]]);
    expect(due([kept, lost, back, { ...lost, paymentId: 'again' }])).toEqual([[2, 2, 150_000n]]);
    expect(due([lost, back])).toEqual([]);
  });

  it('is not changed any more by what comes back after the 10th: that is a correction in the month in which it was known', () => {
    const [kept, lost] = [paid('ptn_1', 100_000n), paid('ptn_2', 50_000n)];
    const back = (takenBackOn: string): PaidFee => {
      return { ...lost, feeMinor: -50_000n, withheldMinor: -5_105n, paymentId: 'back', takenBackOn };
    };
    const lists = (takenBackOn: string) => {
      const fees = [kept, lost, back(takenBackOn)];
      return [
        withholdingDue(fees, '2026-11', OPEN)[0]?.withheldMinor,
        withholdingCorrections(fees, takenBackOn.slice(0, 7), OPEN),
      ];
    };
    expect(lists('2026-12-10')).toEqual([10_210n, []]);
    expect(lists('2026-12-11')).toMatchObject([
      15_315n,
      [{ month: '2026-11', payments: 1, partners: 1, feeMinor: 50_000n, withheldMinor: 5_105n }],
    ]);
    expect(lists('2027-02-01')).toMatchObject([15_315n, [{ month: '2026-11' }]]);
    expect(withholdingCorrections([kept, lost, back('2027-02-01')], '2026-12', OPEN)).toEqual([]);
  });

  it('is corrected by what was withheld alone, and tells of how many partners', () => {
    const lost = ['ptn_1', 'ptn_2'].map((partnerId) => paid(partnerId, 50_000n));
    const unlisted = paid('ptn_3', 50_000n, { profile: aProfile() });
    const back = [...lost, unlisted].map((fee, place) => ({
      ...fee,
      feeMinor: -fee.feeMinor,
      withheldMinor: -fee.withheldMinor,
      paymentId: `back_${place}`,
      takenBackOn: '2026-12-11',
    }));
    expect(withholdingCorrections([...lost, unlisted, ...back], '2026-12', OPEN)).toMatchObject([
      { kind: '204-1-1', payments: 2, partners: 2, feeMinor: 100_000n },
    ]);
  });

  it('may still change on the days off that move its due day', () => {
    const paidInDecember = paid('ptn_1', 100_000n, { paidOn: '2026-12-15' });
    const left = (takenBackOn: string) => {
      const back = { ...paidInDecember, feeMinor: -100_000n, withheldMinor: -10_210n, paymentId: 'back', takenBackOn };
      return withholdingDue([paidInDecember, back], '2026-12', OPEN).map(({ withheldMinor }) => withheldMinor);
    };
    expect(left('2027-01-12')).toEqual([]);
    expect(left('2027-01-13')).toEqual([10_210n]);
  });
});
