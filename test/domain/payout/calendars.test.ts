import { describe, expect, it } from 'vitest';
import { federalReserveDays, shifted, target2Days } from '../../../domain/payout/bank-days.ts';
import { dueDateOf, firstLatePayment } from '../../../domain/payout/due-date.ts';
import type { PayoutTerms } from '../../../domain/payout/payout-terms.ts';
import { bankDaysOf } from '../../../functions/runtime/bank-days.ts';

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

  it('hold for a monthly close that pays by the end of the next month', () => {
    expect(firstLatePayment(law, 0, '2026-10', jp)).toBeNull();
    expect(firstLatePayment({ ...law, day: 15 }, 14, '2026-10', jp)).toBeNull();
  });

  it('are broken by a payment a month later, by a shift beyond the month, and by a hold', () => {
    expect(firstLatePayment({ ...law, monthsLater: 2 }, 0, '2026-10', jp)).toMatchObject({ from: '2026-10-01' });
    expect(firstLatePayment({ ...law, shift: 'after' }, 0, '2026-10', jp)).not.toBeNull();
    expect(firstLatePayment(law, 30, '2026-10', jp)).toEqual({ from: '2026-09-01', paidOn: '2026-11-30', days: 90 });
  });

  it('do not count the hold where terms say that a result is received when it is approved, nor without a law', () => {
    expect(firstLatePayment({ ...law, sixtyDaysFrom: 'approval' }, 30, '2026-10', jp)).toBeNull();
    expect(firstLatePayment({ ...terms, monthsLater: 3 }, 30, '2026-10', jp)).toBeNull();
  });
});
