import { describe, expect, it } from 'vitest';
import { electronicFilings } from '../../../domain/tax/electronic-filing.ts';
import type { PaymentRecord } from '../../../domain/tax/payment-records.ts';
import { SHIPPED } from './build.ts';

const A = { legalName: '株式会社分配', registrationNumber: null };
const B = { legalName: '株式会社別会社', registrationNumber: null };

const forms = (count: number, year: number, own: Partial<PaymentRecord> = {}): readonly PaymentRecord[] =>
  Array.from({ length: count }, (_, index) => ({
    payer: A,
    form: 'jp-payment-record',
    kind: '204-1-1',
    partnerId: `ptn_${index}`,
    payee: null,
    currency: 'JPY',
    payments: 1,
    feeMinor: 60_000n,
    taxMinor: 0n,
    withheldMinor: 0n,
    thresholdMinor: 50_000n,
    isToFile: true,
    dueOn: `${year + 1}-01-31`,
    needsReview: [],
    ruleRows: [],
    ...own,
  }));
const judged = (year: number, earlier: readonly PaymentRecord[]) =>
  electronicFilings(forms(3, year), { earlier, tables: SHIPPED });

describe('the duty to file payment records electronically', () => {
  it.each([
    ['of 2026, filed in 2027: from thirty on that were due in 2025', 2026, 29, false, 2025, 30],
    ['of 2026, filed in 2027: from thirty on that were due in 2025', 2026, 30, true, 2025, 30],
    ['of 2025, filed in 2026: from a hundred on that were due in 2024', 2025, 99, false, 2024, 100],
    ['of 2025, filed in 2026: from a hundred on that were due in 2024', 2025, 100, true, 2024, 100],
  ])('%s', (_, year, then, isRequired, judgedOn, formsMin) => {
    const [filing] = judged(year, forms(then, year - 2));
    expect(filing).toMatchObject({ forms: 3, judgedOn, formsDueThen: then, formsMin, isRequired });
    expect(filing?.notes.map(({ code }) => code)).toEqual([
      isRequired ? 'jp.electronic-filing' : 'jp.electronic-filing-others',
    ]);
    expect(filing?.ruleRows).toEqual([formsMin === 30 ? 'jp-e-filing-2027' : 'jp-e-filing-2021']);
  });

  it('is each payer’s own', () => {
    const then = [...forms(20, 2024), ...forms(20, 2024, { payer: B })];
    const now = [...forms(3, 2026), ...forms(1, 2026, { payer: B })];
    expect(electronicFilings(now, { earlier: then, tables: SHIPPED })).toMatchObject([
      { payer: A, forms: 3, formsDueThen: 20, isRequired: false },
      { payer: B, forms: 1, formsDueThen: 20, isRequired: false },
    ]);
  });

  it('counts each form for itself, and only what was due', () => {
    const then = [
      ...forms(20, 2024),
      ...forms(20, 2024, { form: 'jp-non-resident-record' }),
      ...forms(20, 2024, { isToFile: false }),
    ];
    expect(judged(2026, then)).toMatchObject([{ form: 'jp-payment-record', formsDueThen: 20, isRequired: false }]);
  });

  it('is nobody’s who has nothing to file, and left to finance for a time that the tables do not know', () => {
    expect(electronicFilings(forms(3, 2026, { isToFile: false }), { earlier: [], tables: SHIPPED })).toEqual([]);
    expect(judged(2019, forms(500, 2017))).toMatchObject([{ formsMin: null, isRequired: false, ruleRows: [] }]);
  });
});
