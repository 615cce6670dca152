import { describe, expect, it } from 'vitest';
import type { Payer } from '../../../domain/tax/payer.ts';
import { latePayments, protectionOf, shortestTerm } from '../../../domain/tax/payment-term.ts';
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
    [
      'a company of a payer with more capital than the limit, up to the limit',
      { ...company, employees: 'over-300', capitalMinor: 50_000_000n },
      { capitalMinor: 50_000_001n },
      ['subcontract'],
      false,
    ],
    [
      'no company of a payer with the limit itself',
      { ...company, employees: 'over-300', capitalMinor: 50_000_000n },
      { capitalMinor: 50_000_000n },
      [],
      false,
    ],
    [
      'a company up to the small limit, of a payer above that',
      { ...company, employees: 'over-300', capitalMinor: 10_000_000n },
      { capitalMinor: 10_000_001n },
      ['subcontract'],
      false,
    ],
    [
      'no company above the small limit, of a payer between both',
      { ...company, employees: 'over-300', capitalMinor: 10_000_001n },
      { capitalMinor: 40_000_000n },
      [],
      false,
    ],
    [
      'no company of a payer with the small limit itself',
      { ...company, employees: 'over-300', capitalMinor: 1n },
      { capitalMinor: 10_000_000n },
      [],
      false,
    ],
    ['perhaps a company of unknown capital', { ...company, employees: 'over-300', capitalMinor: null }, {}, [], true],
    [
      'no company of unknown capital where the payer has little',
      { ...company, employees: 'over-300', capitalMinor: null },
      { capitalMinor: 10_000_000n },
      [],
      false,
    ],
    [
      'perhaps a large company of unknown employees',
      { ...company, employees: 'unknown', capitalMinor: 900_000_000n },
      {},
      [],
      true,
    ],
    [
      'no company by its employees where the payer has no more than the limit',
      { ...company, capitalMinor: 900_000_000n },
      { employees: 100 },
      [],
      false,
    ],
    [
      'a company without employees, by those',
      { ...company, employees: 'none', capitalMinor: 900_000_000n },
      {},
      ['subcontract'],
      false,
    ],
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

  it('say by which rows, and no row of a law that does not protect', () => {
    expect(protection({}).ruleRows).toEqual(['jp-freelance-2024-11', 'jp-subcontract-test-2026-01']);
    expect(protection({}, { isRecommissioning: false }).ruleRows).toEqual(['jp-freelance-2024-11']);
    expect(protection({}, { isRecommissioning: false, employees: 0 }).ruleRows).toEqual([]);
    expect(protection({}, { country: 'US' })).toEqual({ laws: [], isUndetermined: false, ruleRows: [] });
    expect(protection({ isJapanResident: false })).toEqual({ laws: [], isUndetermined: false, ruleRows: [] });
  });

  it('have a shortest term, with the months of a close', () => {
    expect(shortestTerm(SHIPPED, '2026-10-31')).toEqual({
      daysMax: 60,
      ruleRow: 'jp-freelance-2024-11',
      months: { count: 2, ruleRow: 'jp-monthly-close-2004-04' },
    });
    const quick = SHIPPED.rows.map((row) =>
      row.id === 'jp-subcontract-2026-01' ? { ...row, value: { ...row.value, days: '30' } } : row,
    );
    const tables = { ...SHIPPED, rows: quick };
    expect(shortestTerm(tables, '2026-10-31')).toMatchObject({ daysMax: 30, ruleRow: 'jp-subcontract-2026-01' });
    const noMonths = SHIPPED.rows.filter(({ kind }) => kind !== 'monthly-close');
    expect(shortestTerm({ ...SHIPPED, rows: noMonths }, '2026-10-31')?.months).toBeNull();
    expect(shortestTerm(SHIPPED, '2000-01-01')).toBeNull();
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
