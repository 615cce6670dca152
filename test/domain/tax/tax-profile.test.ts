import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Payer } from '../../../domain/tax/payer.ts';
import { payerFaults } from '../../../domain/tax/payer.ts';
import type { Fault } from '../../../domain/tax/registration-number.ts';
import { hasCheckDigit } from '../../../domain/tax/registration-number.ts';
import type { TaxProfile } from '../../../domain/tax/tax-profile.ts';
import { profileFaults, selfBillingOn } from '../../../domain/tax/tax-profile.ts';
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

  it.each<[TaxProfile, string, string]>([
    [
      aProfile({ registration: null }),
      'must be given when consumptionTax is "registered", got null',
      'consumptionTaxが"registered"のときは必須です（入力値: null）',
    ],
    [
      aProfile({ consumptionTax: 'not-registered' }),
      'must be null when consumptionTax is "not-registered", got one',
      'consumptionTaxが"not-registered"のときはnullにしてください',
    ],
    [
      aProfile(registered('123')),
      'must be T and 13 digits, got "123"',
      'Tと数字13桁で指定してください（入力値: "123"）',
    ],
    [
      aProfile({ entityKind: 'corporation', corporateNumber: '1000012050003' }),
      `must be T and the corporate number 1000012050003, got "T${CORPORATE_NUMBER}"`,
      `Tと法人番号1000012050003で指定してください（入力値: "T${CORPORATE_NUMBER}"）`,
    ],
    [
      aProfile({ country: 'FR' }),
      'must be JP for a resident of Japan, got FR',
      '日本の居住者ではJPを指定してください（入力値: FR）',
    ],
    [
      aProfile({ treaty: { filedOn: '2026-01-01', expiresOn: '2027-01-01', rate: '0' } }),
      'must be null for a resident of Japan, got one filed on 2026-01-01',
      '日本の居住者ではnullにしてください（入力値: 2026-01-01提出の届出書）',
    ],
    [
      aForeigner({ treaty: { filedOn: '2026-02-01', expiresOn: '2026-01-01', rate: '0' } }),
      'must not be before filedOn, 2026-02-01, got 2026-01-01',
      'filedOn（2026-02-01）以降の日付にしてください（入力値: 2026-01-01）',
    ],
    [
      aProfile({ selfBilling: { agreedOn: '2026-02-01', expiresOn: '2026-01-01' } }),
      'must not be before agreedOn, 2026-02-01, got 2026-01-01',
      'agreedOn（2026-02-01）以降の日付にしてください（入力値: 2026-01-01）',
    ],
    [
      aProfile({ employees: '1-100' }),
      'a freelancer has no employees: employees must be "none", got "1-100"',
      'フリーランスには従業員がいないため、employeesは"none"を指定してください（入力値: "1-100"）',
    ],
  ])('says what is wrong in both languages', (profile, en, ja) => {
    expect(profileFaults(profile).map(({ reason }) => reason)).toEqual([{ en, ja }]);
  });

  it('may have a form or an agreement of a single day, and an agreement without end', () => {
    const day = '2026-02-01';
    expect(profileFaults(aForeigner({ treaty: { filedOn: day, expiresOn: day, rate: '0' } }))).toEqual([]);
    expect(profileFaults(aProfile({ selfBilling: { agreedOn: day, expiresOn: day } }))).toEqual([]);
    expect(profileFaults(aProfile({ selfBilling: { agreedOn: day, expiresOn: null } }))).toEqual([]);
  });

  it.each([
    ['2026-02-01', '2027-02-01', '2026-02-01', true, true],
    ['2026-02-01', '2027-02-01', '2027-02-01', true, true],
    ['2026-02-01', '2027-02-02', '2026-06-01', true, false],
    ['2026-02-01', '2027-02-01', '2026-01-31', false, true],
    ['2026-02-01', '2027-02-01', '2027-02-02', false, true],
    ['2026-02-01', null, '2030-01-01', true, false],
  ])(
    'with self-billing agreed from %s to %s, on %s: in force %s, short enough %s',
    (agreedOn, expiresOn, on, isAgreed, isWithinTwelveMonths) => {
      const profile = aProfile({ selfBilling: { agreedOn, expiresOn } });
      expect(selfBillingOn(profile, on)).toEqual({ isAgreed, isWithinTwelveMonths });
      expect(selfBillingOn(aProfile(), on)).toEqual({ isAgreed: false, isWithinTwelveMonths: false });
    },
  );

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

  it.each<[Partial<Payer>, Fault]>([
    [
      { country: 'US' },
      {
        field: 'registrationNumber',
        reason: {
          en: `must be null outside Japan, got "T${CORPORATE_NUMBER}"`,
          ja: `日本国外の支払者ではnullにしてください（入力値: "T${CORPORATE_NUMBER}"）`,
        },
      },
    ],
    [{ vatNumber: '' }, { field: 'vatNumber', reason: { en: 'must not be empty', ja: '空にはできません' } }],
    [
      { isRecommissioning: false, originalPayment: { monthsLater: 1, day: 'last' } },
      {
        field: 'originalPayment',
        reason: {
          en: 'must be null where isRecommissioning is false: nobody else commissioned the work',
          ja: 'isRecommissioningがfalseのときはnullにしてください。元の委託者がいません。',
        },
      },
    ],
  ])('say what is wrong in both languages', (own, fault) => {
    expect(payerFaults(aPayer(own))).toEqual([fault]);
  });

  it('abroad are whole without a number, and with one for value added tax', () => {
    expect(payerFaults(aPayer({ country: 'DE', registrationNumber: null, vatNumber: 'DE123456789' }))).toEqual([]);
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
