import { describe, expect, it } from 'vitest';
import type { Payer } from '../../../domain/tax/payer.ts';
import { latePayments, protectionOf } from '../../../domain/tax/payment-term.ts';
import { statementTax } from '../../../domain/tax/statement-tax.ts';
import type { TaxProfile } from '../../../domain/tax/tax-profile.ts';
import { aForeigner, aPayer, aProfile, aStatement, SHIPPED } from './build.ts';

const company = { entityKind: 'corporation', isFreelance: false, employees: '1-100' } as const;
const protection = (own: Partial<TaxProfile>, payer: Partial<Payer> = {}, on = '2026-10-31') =>
  protectionOf({ profile: aProfile(own), payer: aPayer(payer), tables: SHIPPED, on });

describe('whom the laws on payment protect', () => {
  it.each<[string, Partial<TaxProfile>, Partial<Payer>, readonly string[], boolean]>([
    ['a freelancer, by both laws', {}, {}, ['freelance', 'subcontract'], false],
    ['a freelancer who sells to the advertiser itself', {}, { isRecommissioning: false }, ['freelance'], false],
    ['nobody who sells to someone without employees', {}, { employees: 0, capitalMinor: 0n }, [], false],
    ['a small company of an agency', { ...company, capitalMinor: 10_000_000n }, {}, ['subcontract'], false],
    [
      'a small company that writes articles',
      { ...company, capitalMinor: 10_000_000n, nature: 'manuscript' },
      { isRecommissioning: false },
      ['subcontract'],
      false,
    ],
    ['a company of few employees, by those', { ...company, capitalMinor: 900_000_000n }, {}, ['subcontract'], false],
    ['no large company', { ...company, employees: 'over-300', capitalMinor: 900_000_000n }, {}, [], false],
    [
      'no company of a small payer',
      { ...company, capitalMinor: 10_000_000n },
      { employees: 5, capitalMinor: 5_000_000n },
      [],
      false,
    ],
    [
      'perhaps a company of which little is known',
      { ...company, employees: 'unknown', capitalMinor: null },
      {},
      [],
      true,
    ],
  ])('protect %s', (_, own, payer, laws, isUndetermined) => {
    expect(protection(own, payer)).toMatchObject({ laws, isUndetermined });
  });

  it('protect nobody abroad, and nobody before they came into force', () => {
    const profile = aForeigner();
    expect(protectionOf({ profile, payer: aPayer(), tables: SHIPPED, on: '2026-10-31' }).laws).toEqual([]);
    expect(protection({}, {}, '2024-10-31').laws).toEqual([]);
    expect(protection({}, {}, '2025-12-31').laws).toEqual(['freelance']);
  });
});

describe('the sixty days', () => {
  it.each([
    ['2026-10-01', '2026-11-29', []],
    ['2026-10-01', '2026-11-30', [{ law: 'freelance', days: 61, daysMax: 60, ruleRow: 'jp-freelance-2024-11' }]],
    ['2026-10-02', '2026-11-30', []],
  ])('from %s are over after %s or not: the first day counts', (performedOn, payOn, late) => {
    expect(
      latePayments({ laws: ['freelance'] }, { performedOn, payOn, originalPayment: null, tables: SHIPPED }),
    ).toMatchObject(late);
  });

  it('are held against what a statement leaves unpaid, and go on counting in the next', () => {
    const unpaid = { unpaidSince: '2026-08-20', payoutMinor: 0n };
    const made = statementTax(aStatement(unpaid));
    expect(made.unpaidSince).toBe('2026-08-20');
    expect(made.latePayments.map(({ law, days }) => [law, days])).toEqual([
      ['freelance', 103],
      ['subcontract', 103],
    ]);
    expect(made.needsReview.map(({ code }) => code)).toEqual(['fair.late']);
    expect(made.ruleRows).toContain('jp-freelance-2024-11');
    expect(statementTax(aStatement({ unpaidSince: '2026-10-02' })).unpaidSince).toBeNull();
  });

  it('are held against what a reserve keeps back, when it is kept', () => {
    const keptBack = { performedOn: '2026-10-02', payOn: '2026-12-30' };
    const made = statementTax(aStatement({ unpaidSince: '2026-10-02', keptBack }));
    expect(made.latePayments.map(({ law, payOn, days }) => [law, payOn, days])).toEqual([
      ['freelance', '2026-12-30', 90],
      ['subcontract', '2026-12-30', 90],
    ]);
    expect(made.needsReview.map(({ code }) => code)).toEqual(['fair.late']);
  });

  it('give way to thirty days after the payer is paid itself, where it passes work on and has told so', () => {
    const payer = aPayer({ originalPayment: { monthsLater: 1, day: 'last' } });
    const profile = aProfile({ employees: 'none' });
    expect(protectionOf({ profile, payer, tables: SHIPPED, on: '2026-10-31' })).toMatchObject({
      laws: ['freelance-recommission', 'subcontract'],
      ruleRows: ['jp-freelance-recommission-2024-11', 'jp-subcontract-test-2026-01'],
    });
    // A payer that is small enough for 取適法 to leave alone has only this limit.
    const small = { ...payer, employees: 5, capitalMinor: 5_000_000n };
    const paidOn = (on: string) => {
      const payment = { on, taxCarriedMinor: 0n, profile: aProfile(), payer: small };
      return statementTax(aStatement({ payer: small, unpaidSince: '2026-10-01', payment }));
    };
    expect(paidOn('2026-12-29')).toMatchObject({ latePayments: [], needsReview: [] });
    const late = paidOn('2026-12-30');
    expect(late.latePayments).toEqual([
      {
        law: 'freelance-recommission',
        performedOn: '2026-10-01',
        originallyPaidOn: '2026-11-30',
        payOn: '2026-12-30',
        days: 31,
        daysMax: 30,
        ruleRow: 'jp-freelance-recommission-2024-11',
      },
    ]);
    expect(late.needsReview.map(({ code }) => code)).toEqual(['fair.late']);
    expect(late.ruleRows).toContain('jp-freelance-recommission-2024-11');
  });

  it('are counted from the last day of a shorter month, where the payer is paid on the 31st', () => {
    const own = { performedOn: '2027-01-10', payOn: '2027-03-30', tables: SHIPPED } as const;
    const originalPayment = { monthsLater: 1, day: 31 };
    expect(latePayments({ laws: ['freelance-recommission'] }, { ...own, originalPayment })).toMatchObject([
      { originallyPaidOn: '2027-02-28', days: 31 },
    ]);
  });

  it('are left to finance where too little is known of the partner', () => {
    const profile = aProfile({ ...company, employees: 'unknown', capitalMinor: null });
    const made = statementTax(aStatement({ profile, unpaidSince: '2026-10-02' }));
    expect(made.needsReview.map(({ code }) => code)).toEqual(['fair.undetermined']);
  });
});
