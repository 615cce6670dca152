import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FixedSupply, SupplyBasis } from '../../../domain/tax/consumption-tax.ts';
import { taxPerRate } from '../../../domain/tax/consumption-tax.ts';
import { statementTax } from '../../../domain/tax/statement-tax.ts';
import type { TaxProfile } from '../../../domain/tax/tax-profile.ts';
import { aForeigner, aPayer, aProfile, aStatement, NOT_REGISTERED } from './build.ts';

const QUALIFIED: SupplyBasis = {
  mode: 'exclusive',
  rate: '0.1',
  code: 'JP_QUALIFIED',
  creditShare: '1',
  ruleRows: ['jp-consumption-standard-2019-10'],
};
const codes = (notes: readonly { readonly code: string }[]) => notes.map(({ code }) => code);
const on = (suppliedTo: string) => ({ document: { ...aStatement().document, suppliedTo } });

describe('consumption tax of a statement', () => {
  it('is rounded once per document and rate: 3 × 105 at 10 % is 31, not 30', () => {
    const supplies = [105n, 105n, 105n].map((amountMinor) => ({ amountMinor, basis: QUALIFIED }));
    expect(taxPerRate(supplies, 'down')).toMatchObject([{ netMinor: 315n, taxMinor: 31n, grossMinor: 346n }]);
    expect(taxPerRate(supplies, 'up')).toMatchObject([{ taxMinor: 32n }]);
    expect(taxPerRate(supplies, 'half-up')).toMatchObject([{ taxMinor: 32n }]);
  });

  it('rounds each rate apart', () => {
    const reduced: FixedSupply = { amountMinor: 107n, basis: { ...QUALIFIED, rate: '0.08' } };
    const made = taxPerRate([{ amountMinor: 105n, basis: QUALIFIED }, reduced], 'down');
    expect(made.map(({ rate, taxMinor }) => [rate, taxMinor])).toEqual([
      ['0.08', 8n],
      ['0.1', 10n],
    ]);
  });

  it.each([
    [110n, 10n, 100n],
    [1_099n, 99n, 1_000n],
    [346n, 31n, 315n],
  ])('is contained in a price of %s yen agreed with tax: %s', (amountMinor, tax, net) => {
    const [made] = taxPerRate([{ amountMinor, basis: { ...QUALIFIED, mode: 'inclusive' } }], 'down');
    expect(made).toMatchObject({ taxMinor: tax, netMinor: net, grossMinor: amountMinor });
  });

  it('may be credited whole where the partner is registered', () => {
    const made = statementTax(aStatement());
    expect(made).toMatchObject({ netMinor: 100_000n, taxMinor: 10_000n, creditableMinor: 10_000n });
    expect(made.basis).toEqual(QUALIFIED);
    expect(made.payee?.registrationNumber).toBe('T7000012050002');
    expect(codes(made.notes)).toEqual(['jp.qualified']);
    expect(made.needsReview).toEqual([]);
    expect(made.ruleRows).toEqual(['jp-consumption-standard-2019-10']);
  });

  it.each([
    ['2026-09-30', '0.8', 8_000n],
    ['2026-10-01', '0.7', 7_000n],
    ['2028-09-30', '0.7', 7_000n],
    ['2028-10-01', '0.5', 5_000n],
    ['2030-10-01', '0.3', 3_000n],
    ['2031-10-01', '0', 0n],
  ])('of a partner without registration, supplied on %s, may be credited to %s', (suppliedTo, share, creditable) => {
    const made = statementTax(aStatement({ ...on(suppliedTo), profile: aProfile(NOT_REGISTERED) }));
    expect(made.taxMinor).toBe(10_000n);
    expect(made.basis.creditShare).toBe(share);
    expect(made.creditableMinor).toBe(creditable);
    expect(made.payee?.registrationNumber).toBeNull();
    expect(codes(made.notes)).toContain('jp.not-qualified');
  });

  it.each<[string, Partial<TaxProfile>, boolean]>([
    ['registered only within the month', NOT_REGISTERED, true],
    ['was another person before', { entityKind: 'corporation' }, true],
    ['moved to Japan within the month', aForeigner(), true],
    ['agreed on other prices before', { taxMode: 'inclusive' }, true],
    ['moved to another street', { address: '大阪府' }, false],
  ])('is for finance to look at where the partner %s', (_, before, isDoubtful) => {
    const profileBefore = aProfile(before);
    const made = statementTax(aStatement({ profileBefore }));
    expect(made.basis.code).toBe('JP_QUALIFIED');
    expect(codes(made.needsReview).includes('profile.changed-within')).toBe(isDoubtful);
    expect(codes(statementTax(aStatement({ profileBefore, fixedMinor: 0n })).needsReview)).toEqual([]);
  });

  it('is compared with the first day only where both days are known', () => {
    expect(codes(statementTax(aStatement({ profileBefore: null })).needsReview)).toEqual([]);
    const gone = aStatement({ profile: null, profileBefore: aProfile(NOT_REGISTERED) });
    expect(codes(statementTax(gone).needsReview)).toEqual(['profile.missing']);
  });

  it('shows no number that the public register has struck out', () => {
    const registration = { number: 'T7000012050002', check: 'lapsed', checkedOn: '2026-10-01' } as const;
    expect(statementTax(aStatement({ profile: aProfile({ registration }) })).payee?.registrationNumber).toBeNull();
  });

  it('tells of late documents only where there are some, and of late payments only where something waits', () => {
    const made = statementTax(aStatement({ profile: null, unpaidSince: '2026-01-01' }));
    expect('late' in made).toBe(false);
    expect(made.latePayments).toEqual([]);
    expect(statementTax(aStatement()).latePayments).toEqual([]);
  });

  it('never lowers what an unregistered partner is paid', () => {
    const made = statementTax(aStatement({ profile: aProfile(NOT_REGISTERED) }));
    expect(made.grossMinor).toBe(statementTax(aStatement()).grossMinor);
  });

  it('is not credited beyond 100 million yen per supplier and year of accounts', () => {
    const profile = aProfile(NOT_REGISTERED);
    const input = { ...on('2027-04-30'), profile, fixedMinor: 10_000_000n, boughtThisYearMinor: 94_500_000n };
    const made = statementTax(aStatement(input));
    expect(made.rates[0]?.parts).toMatchObject([
      { code: 'JP_NO_CREDIT', amountMinor: 5_000_000n },
      { code: 'JP_TRANSITIONAL', amountMinor: 5_000_000n },
    ]);
    expect(made.creditableMinor).toBe(350_000n);
    expect(codes(made.notes)).toContain('jp.over-cap');
    const beyond = statementTax(aStatement({ ...input, boughtThisYearMinor: 200_000_000n }));
    expect(beyond.creditableMinor).toBe(0n);
  });

  it('has the cap of a billion in a year of accounts that began before October 2026', () => {
    const profile = aProfile(NOT_REGISTERED);
    const input = { profile, fixedMinor: 10_000_000n, boughtThisYearMinor: 94_500_000n };
    const made = statementTax(aStatement({ ...on('2027-03-31'), ...input }));
    expect(made.creditableMinor).toBe(700_000n);
    expect(made.ruleRows).toContain('jp-credit-cap-2024-10');
  });

  it('is credited whole up to the last yen of the cap, and beyond it not at all', () => {
    const profile = aProfile(NOT_REGISTERED);
    const bought = (boughtThisYearMinor: bigint, fixedMinor: bigint) =>
      statementTax(aStatement({ ...on('2027-04-30'), profile, fixedMinor, boughtThisYearMinor }));
    const last = bought(89_000_000n, 10_000_000n);
    expect(codes(last.notes)).not.toContain('jp.over-cap');
    expect(last.rates[0]?.parts).toMatchObject([{ code: 'JP_TRANSITIONAL', amountMinor: 10_000_000n }]);
    expect(bought(89_000_001n, 10_000_000n).rates[0]?.parts).toHaveLength(2);
    expect(bought(200_000_000n, 1000n).rates[0]?.parts).toMatchObject([{ code: 'JP_NO_CREDIT', amountMinor: 1000n }]);
    // 1,050 yen are left for 1,100: 954.54 of the 1,000 agreed.
    expect(bought(99_998_950n, 1000n).rates[0]?.parts).toMatchObject([
      { code: 'JP_NO_CREDIT', amountMinor: 46n },
      { code: 'JP_TRANSITIONAL', amountMinor: 954n },
    ]);
  });

  it('has no cap in another currency, or in years of accounts that began before there was one', () => {
    const input = { profile: aProfile(NOT_REGISTERED), boughtThisYearMinor: 2_000_000_000n };
    const dollars = { document: { ...aStatement().document, currency: 'USD' } };
    expect(statementTax(aStatement({ ...input, ...dollars })).creditableMinor).toBe(7_000n);
    const early = statementTax(aStatement({ ...input, ...on('2024-12-31') }));
    expect(early.creditableMinor).toBe(8_000n);
    expect(early.ruleRows).toEqual(['jp-consumption-standard-2019-10', 'jp-credit-80-2023-10']);
  });

  it('of what is taken back is reversed at its own rate and share', () => {
    const original = { ...QUALIFIED, code: 'JP_TRANSITIONAL', creditShare: '0.8', ruleRows: ['old'] } as const;
    const takenBack = [{ amountMinor: -50_000n, basis: original }];
    const made = statementTax(aStatement({ profile: aProfile(NOT_REGISTERED), takenBack }));
    expect(made).toMatchObject({ netMinor: 50_000n, taxMinor: 5_000n, creditableMinor: 3_000n });
    const eight = { ...original, rate: '0.08' };
    const other = statementTax(aStatement({ fixedMinor: 0n, takenBack: [{ amountMinor: -50_000n, basis: eight }] }));
    expect(other).toMatchObject({ taxMinor: -4_000n, grossMinor: -54_000n, creditableMinor: -3_200n });
  });

  it('is accounted for by the payer where a foreigner places ads, and none is paid', () => {
    const made = statementTax(aStatement({ profile: aForeigner() }));
    expect(made).toMatchObject({ taxMinor: 0n, basis: { code: 'JP_REVERSE_CHARGE' } });
    expect(codes(made.notes)).toEqual(['jp.reverse-charge', 'jp.reverse-charge-dormant', 'vat.outside-scope']);
  });

  it.each<[string, Partial<TaxProfile>, readonly string[]]>([
    [
      'a number that was not looked up',
      { registration: { number: 'T7000012050002', check: 'not-checked', checkedOn: null } },
      ['jp.registration-unchecked'],
    ],
    [
      'a number that has lapsed',
      { registration: { number: 'T7000012050002', check: 'lapsed', checkedOn: '2026-10-01' } },
      ['jp.registration-refused'],
    ],
    [
      'an odd number of an individual',
      { registration: { number: 'T1000012050002', check: 'registered', checkedOn: '2026-10-01' } },
      ['jp.registration-check-digit'],
    ],
    [
      'a resident who says to be abroad',
      { consumptionTax: 'exempt-abroad', registration: null },
      ['jp.exempt-abroad-resident'],
    ],
    ['a foreigner who does not place ads', { ...aForeigner(), nature: 'lecture' }, ['jp.non-resident-nature']],
  ])('is left to finance for %s', (_, own, reviews) => {
    expect(codes(statementTax(aStatement({ profile: aProfile(own) })).needsReview)).toEqual(reviews);
  });

  it('is left to finance for an odd number of a payer that is no company, or for none', () => {
    const of = (registrationNumber: string | null) =>
      codes(statementTax(aStatement({ payer: aPayer({ registrationNumber, capitalMinor: 0n }) })).needsReview);
    expect(of('T1000012050002')).toEqual(['payer.registration-check-digit']);
    expect(of(null)).toEqual(['payer.no-registration']);
  });

  it('is nothing without a profile, and says so', () => {
    const made = statementTax(aStatement({ profile: null }));
    expect(made).toMatchObject({ taxMinor: 0n, grossMinor: 100_000n, payee: null, basis: { code: 'UNTAXED' } });
    expect(codes(made.needsReview)).toEqual(['profile.missing']);
  });

  it('plans the withholding of the payout beside it', () => {
    const made = statementTax(aStatement({ profile: aProfile({ nature: 'lecture' }) }));
    expect(made.plannedWithholding).toMatchObject({ kind: '204-1-1', baseMinor: 100_000n, withheldMinor: 10_210n });
    expect(made.ruleRows).toEqual([
      'jp-consumption-standard-2019-10',
      'jp-reconstruction-2013',
      'jp-withholding-204-1-1',
    ]);
  });

  it('plans it by what is known of the day of the payment, with the tax that goes with it', () => {
    const payment = { on: '2026-11-30', taxCarriedMinor: 0n, profile: aProfile(), payer: aPayer() };
    const lecturer = { ...payment, profile: aProfile({ nature: 'lecture' }) };
    expect(statementTax(aStatement({ payment: lecturer })).plannedWithholding.withheldMinor).toBe(10_210n);
    // Tax of this document and of earlier ones does not stand apart: it is part of what is withheld on.
    const whole = { ...lecturer, taxCarriedMinor: 3_000n, payer: aPayer({ separatesTax: false }) };
    expect(statementTax(aStatement({ payment: whole })).plannedWithholding).toMatchObject({
      baseMinor: 113_000n,
      withheldMinor: 11_537n,
    });
    expect(statementTax(aStatement({ payment: whole, payoutMinor: 0n })).plannedWithholding.baseMinor).toBe(0n);
  });
});

describe('a fee agreed net of withholding', () => {
  const writer = aProfile({ nature: 'manuscript', isNetOfWithholding: true });

  it('leaves to finance that what the payer adds is consideration too', () => {
    const made = statementTax(aStatement({ profile: writer, payoutMinor: 100_000n }));
    expect(made.plannedWithholding.grossUpMinor).toBeGreaterThan(0n);
    expect(codes(made.needsReview)).toEqual(['jp.net-agreement']);
  });

  it('leaves nothing to finance where no tax is added', () => {
    const made = statementTax(aStatement({ profile: writer, payoutMinor: 100_000n, fixedMinor: 0n }));
    expect(made.plannedWithholding.grossUpMinor).toBeGreaterThan(0n);
    expect(codes(made.needsReview)).toEqual([]);
  });

  it('leaves nothing to finance where nothing is paid', () => {
    const made = statementTax(aStatement({ profile: writer, payoutMinor: 0n }));
    expect(codes(made.needsReview)).toEqual([]);
  });
});

describe('a payout that is less by a debt', () => {
  it.each([
    [
      'on which something is withheld',
      { profile: aProfile({ nature: 'lecture' }), debtMinor: 1n },
      ['withholding.debt-netted'],
    ],
    ['on which nothing is withheld', { debtMinor: 1n }, []],
    ['that no debt makes less', { profile: aProfile({ nature: 'lecture' }), debtMinor: 0n }, []],
  ])('%s', (_, input, reviews) => {
    expect(codes(statementTax(aStatement(input)).needsReview)).toEqual(reviews);
  });
});

describe('wording abroad', () => {
  const german = aPayer({ country: 'DE', registrationNumber: null, vatNumber: 'DE123456789' });
  const british = aPayer({ country: 'GB', registrationNumber: null, vatNumber: 'GB123456789' });
  const selfBilling = { agreedOn: '2026-01-01', expiresOn: '2026-12-31' };
  it.each([
    [
      'German payer, French partner',
      german,
      { vatNumber: 'FR12345678901', selfBilling },
      ['vat.self-billing', 'vat.reverse-charge'],
      [],
    ],
    [
      'no agreement, no number',
      german,
      {},
      ['vat.self-billing', 'vat.reverse-charge'],
      ['vat.agreement-missing', 'vat.number-missing'],
    ],
    [
      'German payer and partner',
      german,
      { country: 'DE', vatNumber: 'DE1', selfBilling },
      ['vat.self-billing'],
      ['vat.not-computed'],
    ],
    [
      'British payer and partner',
      british,
      { country: 'GB', vatNumber: 'GB1', selfBilling },
      ['vat.self-billing', 'vat.uk-self-billing'],
      ['vat.not-computed'],
    ],
    [
      'British agreement without end',
      british,
      { country: 'GB', vatNumber: 'GB1', selfBilling: { ...selfBilling, expiresOn: null } },
      ['vat.self-billing', 'vat.uk-self-billing'],
      ['vat.not-computed', 'vat.agreement-too-long'],
    ],
  ] as const)('%s', (_, payer, own, notes, reviews) => {
    const made = statementTax(aStatement({ payer, profile: aForeigner(own) }));
    expect(codes(made.notes)).toEqual(notes);
    expect(codes(made.needsReview)).toEqual(reviews);
    expect(made.taxMinor).toBe(0n);
  });
});

describe('consumption tax, whatever the supplies', () => {
  const supplies = fc.array(
    fc.record({
      amountMinor: fc.bigInt({ min: -1_000_000n, max: 1_000_000n }),
      basis: fc.constantFrom<SupplyBasis>(
        QUALIFIED,
        { ...QUALIFIED, mode: 'inclusive' },
        { ...QUALIFIED, rate: '0.08' },
        { ...QUALIFIED, code: 'JP_TRANSITIONAL', creditShare: '0.7' },
      ),
    }),
    { maxLength: 20 },
  );
  const total = (made: ReturnType<typeof taxPerRate>) => made.reduce((sum, { taxMinor }) => sum + taxMinor, 0n);

  it('of a document that takes everything back is the mirror of the one that fixed it', () => {
    fc.assert(
      fc.property(supplies, (list) => {
        const back = list.map(({ amountMinor, basis }) => ({ amountMinor: -amountMinor, basis }));
        return total(taxPerRate(list, 'down')) + total(taxPerRate(back, 'down')) === 0n;
      }),
    );
  });

  it('is floored: never above the exact tax, and less than one unit below it per rate', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), (amountMinor) => {
        const tax = total(taxPerRate([{ amountMinor, basis: QUALIFIED }], 'down'));
        return tax * 10n <= amountMinor && (tax + 1n) * 10n > amountMinor;
      }),
    );
  });

  it('does not depend on the order of the supplies', () => {
    fc.assert(
      fc.property(supplies, (list) => {
        expect(taxPerRate([...list].reverse(), 'down').map(({ taxMinor }) => taxMinor)).toEqual(
          taxPerRate(list, 'down').map(({ taxMinor }) => taxMinor),
        );
      }),
    );
  });

  it('is never taken on carried amounts: what is paid out changes no tax', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 9n }), (payoutMinor) => {
        return statementTax(aStatement({ payoutMinor })).taxMinor === 10_000n;
      }),
    );
  });
});
