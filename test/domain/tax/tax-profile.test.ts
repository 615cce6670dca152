import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { payerFaults } from '../../../domain/tax/payer.ts';
import { hasCheckDigit } from '../../../domain/tax/registration-number.ts';
import type { TaxProfile } from '../../../domain/tax/tax-profile.ts';
import { profileFaults } from '../../../domain/tax/tax-profile.ts';
import { aForeigner, aPayer, aProfile, CORPORATE_NUMBER, NOT_REGISTERED } from './build.ts';

const registered = (number: string) =>
  ({ registration: { number, check: 'registered', checkedOn: '2026-10-01' } }) as const;

describe('a registration number', () => {
  it.each([
    ['7000012050002', true],
    ['8000012050002', false],
    ['700001205000', false],
    ['70000120500021', false],
  ])('%s of a corporation has a check digit that fits: %s', (digits, fits) => {
    expect(hasCheckDigit(digits)).toBe(fits);
  });

  it('has one check digit that fits for any twelve digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (twelve) => {
        const rest = String(twelve).padStart(12, '0');
        return [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter((digit) => hasCheckDigit(`${digit}${rest}`)).length === 1;
      }),
    );
  });
});

describe('a tax profile', () => {
  it.each<[string, Partial<TaxProfile>, readonly string[]]>([
    ['is whole', {}, []],
    ['of an individual needs no check digit', registered('T1000012050002'), []],
    ['of a corporation does', { entityKind: 'corporation', ...registered('T1000012050002') }, ['registration.number']],
    ['has T and 13 digits', registered('7000012050002'), ['registration.number']],
    [
      'of a corporation has its corporate number',
      { entityKind: 'corporation', corporateNumber: '1000012050003' },
      ['registration.number'],
    ],
    ['of a corporation with both fits', { entityKind: 'corporation', corporateNumber: CORPORATE_NUMBER }, []],
    ['that is registered has a number', { registration: null }, ['registration']],
    ['that is not has none', { consumptionTax: 'not-registered' }, ['registration']],
    ['without registration is whole', NOT_REGISTERED, []],
    ['of a resident lives in Japan', { country: 'FR' }, ['country']],
    [
      'of a resident has no treaty',
      { treaty: { filedOn: '2026-01-01', expiresOn: '2027-01-01', rate: '0' } },
      ['treaty'],
    ],
    ['of a freelancer has no employees', { employees: '1-100' }, ['isFreelance']],
    [
      'has agreements that end after they begin',
      { selfBilling: { agreedOn: '2026-02-01', expiresOn: '2026-01-01' } },
      ['selfBilling.expiresOn'],
    ],
  ])('%s', (_, own, fields) => {
    expect(profileFaults(aProfile(own)).map(({ field }) => field)).toEqual(fields);
  });

  it('has a treaty form that ends after it was filed', () => {
    const treaty = { filedOn: '2026-02-01', expiresOn: '2026-01-01', rate: '0' };
    expect(profileFaults(aForeigner({ treaty })).map(({ field }) => field)).toEqual(['treaty.expiresOn']);
  });
});

describe('the settings of a payer', () => {
  it('have a registration number only in Japan, and a good one', () => {
    expect(payerFaults(aPayer())).toEqual([]);
    expect(payerFaults(aPayer({ registrationNumber: '123' })).map(({ field }) => field)).toEqual([
      'registrationNumber',
    ]);
    expect(payerFaults(aPayer({ country: 'US' })).map(({ field }) => field)).toEqual(['registrationNumber']);
  });

  it('of a company, which has capital, have a number whose check digit fits; others may have one of any rule', () => {
    expect(payerFaults(aPayer({ registrationNumber: 'T8000012050002' }))).toEqual([
      {
        field: 'registrationNumber',
        reason: {
          en: 'the first digit must be the check digit of the other twelve, 7, got "T8000012050002"',
          ja: '先頭の数字は残り12桁のチェックディジット7にしてください（入力値: "T8000012050002"）',
        },
      },
    ]);
    expect(payerFaults(aPayer({ registrationNumber: 'T8000012050002', capitalMinor: 0n }))).toEqual([]);
  });

  it('say when others pay it only where it passes their work on', () => {
    const originalPayment = { monthsLater: 1, day: 'last' } as const;
    const faults = (isRecommissioning: boolean) => payerFaults(aPayer({ originalPayment, isRecommissioning }));
    expect(faults(true)).toEqual([]);
    expect(faults(false)).toMatchObject([{ field: 'originalPayment' }]);
  });
});
