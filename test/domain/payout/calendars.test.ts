import { describe, expect, it } from 'vitest';
import { federalReserveDays, shifted, target2Days } from '../../../domain/payout/bank-days.ts';
import { dueDateOf, firstLatePayment } from '../../../domain/payout/due-date.ts';
import type { PayoutTerms } from '../../../domain/payout/payout-terms.ts';
import type { TaxRow } from '../../../domain/tax/tables/row.ts';
import { SHIPPED_ROWS } from '../../../domain/tax/tables/shipped.ts';
import { tablesOf } from '../../../domain/tax/tax-tables.ts';
import { bankDaysOf } from '../../../functions/runtime/bank-days.ts';
import { SHIPPED } from '../tax/build.ts';

const jp = bankDaysOf('jp');
const terms: PayoutTerms = { monthsLater: 1, day: 'last', shift: 'before', calendar: 'jp' };

describe('bank days', () => {
  it.each([
    ['2026-11-23', false], // 勤労感謝の日
    ['2026-09-22', false], // 国民の休日
    ['2026-05-06', false], // 振替休日
    ['2032-09-21', false],
    ['2026-12-30', true],
    ['2026-12-31', false],
    ['2027-01-03', false],
    ['2027-01-04', true],
    ['2026-11-28', false],
  ])('of Japanese banks: %s %s', (date, isOpen) => expect(jp(date)).toBe(isOpen));

  it.each([
    ['2026-04-03', false], // Good Friday
    ['2026-04-06', false], // Easter Monday
    ['2026-05-01', false],
    ['2026-12-24', true],
    ['2026-12-25', false],
    ['2024-03-29', false],
    ['2024-04-02', true],
  ])('of TARGET2: %s %s', (date, isOpen) => expect(target2Days(date)).toBe(isOpen));

  it.each([
    ['2026-01-19', false], // third Monday: Martin Luther King
    ['2026-05-25', false], // last Monday: Memorial Day
    ['2026-07-03', true], // the 4th is a Saturday: not kept on Friday
    ['2027-07-05', false], // the 4th is a Sunday: kept on Monday
    ['2026-11-26', false], // Thanksgiving
    ['2026-11-27', true],
  ])('of the Federal Reserve: %s %s', (date, isOpen) => expect(federalReserveDays(date)).toBe(isOpen));

  it('shifts a closed day to the bank day before or after', () => {
    expect(shifted('2026-10-31', 'before', jp)).toBe('2026-10-30');
    expect(shifted('2026-10-31', 'after', jp)).toBe('2026-11-02');
    expect(shifted('2026-12-31', 'after', jp)).toBe('2027-01-04');
  });
});

describe('the due date of a closed month', () => {
  it.each([
    ['2026-09', terms, '2026-10-31', '2026-10-30'],
    ['2026-11', terms, '2026-12-31', '2026-12-30'],
    ['2026-11', { ...terms, shift: 'after' } as const, '2026-12-31', '2027-01-04'],
    ['2027-01', { ...terms, day: 31 }, '2027-02-28', '2027-02-26'],
    ['2026-10', { ...terms, day: 15, monthsLater: 2 }, '2026-12-15', '2026-12-15'],
  ])('%s', (periodId, given, nominal, actual) => {
    expect(dueDateOf(periodId, given, jp)).toEqual({ nominal, actual });
  });
});

describe('the sixty days of the law', () => {
  const law: PayoutTerms = { ...terms, sixtyDaysFrom: 'conversion' };
  const late = (given: PayoutTerms, holdDays = 0, tables = SHIPPED, keptDays = 0) =>
    firstLatePayment(given, { holdDays, keptDays, first: '2026-10' }, { isBankDay: jp, tables });

  it('hold for a monthly close that pays by the end of the next month', () => {
    expect(late(law)).toBeNull();
    expect(late({ ...law, day: 15 }, 14)).toBeNull();
  });

  it('are broken by a payment a month later, by a shift beyond the month, and by a hold', () => {
    expect(late({ ...law, monthsLater: 2 })).toMatchObject({ from: '2026-10-01' });
    expect(late({ ...law, shift: 'after' })).not.toBeNull();
    expect(late(law, 30)).toEqual({
      ...{ from: '2026-09-01', paidOn: '2026-11-30', days: 91, daysMax: 60 },
      ruleRows: ['jp-freelance-2024-11', 'jp-monthly-close-2004-04'],
    });
  });

  it('are broken by a reserve, whose share is paid with a later month', () => {
    expect(late(law, 0, SHIPPED, 1)).toMatchObject({ from: '2026-10-01', paidOn: '2026-12-30', days: 91 });
    expect(late(law, 0, SHIPPED, 30)).toMatchObject({ paidOn: '2026-12-30' });
    expect(late(law, 0, SHIPPED, 31)).toMatchObject({ paidOn: '2027-01-29' });
    expect(late({ ...law, monthsLater: 0 }, 0, SHIPPED, 28)).toBeNull();
  });

  it('do not count the hold where terms say that a result is received when it is approved, nor without a law', () => {
    expect(late({ ...law, sixtyDaysFrom: 'approval' }, 30)).toBeNull();
    expect(late({ ...terms, monthsLater: 3 }, 30)).toBeNull();
  });

  it('are those of the row in force on the day of the result, the fewest of any law', () => {
    const shorter: TaxRow = {
      ...{ id: 'own-freelance-30', table: 'payment_term', jurisdiction: 'JP', kind: 'freelance', rounding: 'none' },
      ...{ validFrom: '2027-04-01', validTo: null, value: { days: '30' }, supersedes: 'jp-freelance-2024-11' },
      ...{ source: 'an act to come', reviewedOn: '2026-11-30', reviewedBy: 'fin_1' },
    };
    const monthly: TaxRow = {
      ...{ ...shorter, id: 'own-monthly-1', kind: 'monthly-close', value: { months: '1' } },
      supersedes: 'jp-monthly-close-2004-04',
    };
    expect(late(law, 0, tablesOf(SHIPPED_ROWS, [shorter, monthly]))).toMatchObject({
      ...{ from: '2027-04-01', daysMax: 30, ruleRows: ['own-freelance-30', 'own-monthly-1'] },
    });
    expect(late({ ...law, monthsLater: 9 }, 0, { rows: [] })).toBeNull();
  });
});
