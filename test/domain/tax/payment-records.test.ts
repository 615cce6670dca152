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
    expect(filed([dollars(10_000n, { profile })], 2026)).toMatchObject([{ form: '1042-S', withheldMinor: 3_000n }]);
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
