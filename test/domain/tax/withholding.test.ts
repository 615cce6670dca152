import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PaymentToWithhold } from '../../../domain/tax/payment-to-withhold.ts';
import { NO_EARLIER_PAYMENTS } from '../../../domain/tax/payment-to-withhold.ts';
import type { TaxProfile } from '../../../domain/tax/tax-profile.ts';
import { usFormValidTo } from '../../../domain/tax/tax-profile.ts';
import { withholding } from '../../../domain/tax/withholding.ts';
import { aForeigner, aPayer, aPayment, aProfile } from './build.ts';

const withheld = (feesMinor: bigint, own: Parameters<typeof aPayment>[0] = {}) =>
  withholding(aPayment({ feesMinor, ...own })).withheldMinor;

describe('withholding on fees to residents', () => {
  it.each([
    [0n, 0n],
    [9n, 0n],
    [10n, 1n],
    [100_000n, 10_210n],
    [123_456n, 12_604n],
    [1_000_000n, 102_100n],
    [1_000_001n, 102_100n],
    [1_500_000n, 204_200n],
    [3_000_000n, 510_500n],
  ])('of %s yen for an article is %s: 10.21 %% to a million, 20.42 %% above, fractions dropped', (fees, tax) => {
    expect(withheld(fees)).toBe(tax);
  });

  it('has one step to a million for all that a person is paid on a day', () => {
    const first = withheld(800_000n);
    const earlier = { ...NO_EARLIER_PAYMENTS, dayBaseMinor: 800_000n, dayWithheldMinor: first };
    expect(first).toBe(81_680n);
    expect(first + withheld(800_000n, { earlier })).toBe(224_620n);
    expect(withheld(1_600_000n)).toBe(224_620n);
  });

  it('is never made on a plain ad reward, which 204条1項 does not list', () => {
    expect(withholding(aPayment({ profile: aProfile() }))).toMatchObject({ kind: 'none', withheldMinor: 0n });
    expect(withholding(aPayment({ profile: aProfile() })).needsReview).toEqual([]);
  });

  it('is never made on a domestic corporation', () => {
    expect(withheld(100_000n, { profile: aProfile({ entityKind: 'corporation', nature: 'manuscript' }) })).toBe(0n);
  });

  it('is not made by a payer who need not', () => {
    expect(withheld(100_000n, { payer: aPayer({ isExemptFromWithholding: true }) })).toBe(0n);
  });

  it('treats a program of sales agents as one, for finance to confirm', () => {
    const agent = withholding(
      aPayment({ feesMinor: 200_000n, profile: aProfile(), payer: aPayer({ adPerformanceAs: 'sales-agent' }) }),
    );
    expect(agent).toMatchObject({ kind: '204-1-4', baseMinor: 200_000n, withheldMinor: 8168n });
    expect(agent.needsReview.map(({ code }) => code)).toEqual(['jp.sales-agent']);
  });

  it("deducts 120,000 yen from a sales agent's month once, however many payments there are", () => {
    const profile = aProfile({ nature: 'sales-agent' });
    const first = withheld(150_000n, { profile });
    const earlier = { ...NO_EARLIER_PAYMENTS, monthBaseMinor: 150_000n, monthWithheldMinor: first };
    expect(first).toBe(3063n);
    expect(withheld(50_000n, { profile, earlier })).toBe(8168n - 3063n);
    expect(withheld(120_000n, { profile })).toBe(0n);
  });

  it('has the fee alone as its base where consumption tax stands apart, and all that is paid otherwise', () => {
    expect(withholding(aPayment()).baseMinor).toBe(100_000n);
    expect(withholding(aPayment({ payer: aPayer({ separatesTax: false }) }))).toMatchObject({
      baseMinor: 110_000n,
      withheldMinor: 11_231n,
    });
  });

  it('takes the consumption tax out of a price that contains it', () => {
    const profile = aProfile({ nature: 'manuscript', taxMode: 'inclusive' });
    const made = withholding(aPayment({ feesMinor: 110_000n, taxMinor: 0n, profile }));
    expect(made).toMatchObject({ baseMinor: 100_000n, withheldMinor: 10_210n });
    expect(made.ruleRows).toContain('jp-consumption-standard-2019-10');
  });

  it('takes out what the price contained when it was agreed, not what prices contain on the day of the payment', () => {
    const [onTop, contained] = (['exclusive', 'inclusive'] as const).map((taxMode) =>
      aProfile({ nature: 'manuscript', taxMode }),
    );
    const agreed = (profile: TaxProfile | undefined) => aPayment({ profile: profile ?? null }).agreed;
    const made = (profile: TaxProfile | undefined, basis: PaymentToWithhold['agreed']) =>
      withholding(aPayment({ feesMinor: 110_000n, taxMinor: 0n, profile: profile ?? null, agreed: basis }));
    expect(made(contained, agreed(onTop))).toMatchObject({ baseMinor: 110_000n, withheldMinor: 11_231n });
    expect(made(onTop, agreed(contained))).toMatchObject({ baseMinor: 100_000n, withheldMinor: 10_210n });
  });

  it('is never below nothing, also where more tax is taken back than fees are paid', () => {
    const made = withholding(aPayment({ feesMinor: 100n, taxMinor: -5_000n, payer: aPayer({ separatesTax: false }) }));
    expect(made).toMatchObject({ baseMinor: 0n, withheldMinor: 0n });
  });

  it.each([
    [89_790n, 100_000n],
    [10_000n, 11_137n],
    [897_900n, 1_000_000n],
    [1_295_800n, 1_500_000n],
  ])('of %s yen agreed net is reckoned from %s', (net, gross) => {
    const profile = aProfile({ nature: 'manuscript', isNetOfWithholding: true });
    const made = withholding(aPayment({ feesMinor: net, profile }));
    expect(made).toMatchObject({ baseMinor: gross, withheldMinor: gross - net, grossUpMinor: gross - net });
  });

  it('has three taxes from 2027 on, which come to the same, and says so', () => {
    const before = withholding(aPayment({ paidOn: '2026-12-31' }));
    const after = withholding(aPayment({ paidOn: '2027-01-01' }));
    expect(after.withheldMinor).toBe(before.withheldMinor);
    expect(before.label.ja).toBe('所得税及び復興特別所得税');
    expect(after.label.ja).toBe('所得税、復興特別所得税及び防衛特別所得税');
    expect(after.components).toEqual([
      { tax: 'income-tax', rate: '1/10' },
      { tax: 'reconstruction', rate: '11/10000' },
      { tax: 'defence', rate: '1/1000' },
    ]);
    expect(before.ruleRows).toEqual(['jp-withholding-204-1-1', 'jp-reconstruction-2013']);
    expect(withholding(aPayment({ paidOn: '2038-01-01' })).withheldMinor).toBe(10_210n);
  });

  it('is none, by no rule and no rate, where nothing is paid or no rule is known', () => {
    const none = {
      kind: 'none',
      withheldMinor: 0n,
      grossUpMinor: 0n,
      components: [],
      label: { ja: '', en: '' },
      ruleRows: [],
    };
    const lecturer = { profile: aProfile({ nature: 'lecture' }), currency: 'USD' };
    expect(withholding(aPayment({ ...lecturer, feesMinor: 0n }))).toMatchObject({ ...none, needsReview: [] });
    expect(withholding(aPayment(lecturer))).toMatchObject(none);
    const contained = aProfile({ taxMode: 'inclusive' });
    expect(withholding(aPayment({ profile: contained, feesMinor: 110_000n }))).toMatchObject({
      ...none,
      baseMinor: 100_000n,
    });
  });

  it('names its taxes in both languages', () => {
    const label = (paidOn: string) => withholding(aPayment({ paidOn })).label;
    expect(label('2026-12-31')).toEqual({
      ja: '所得税及び復興特別所得税',
      en: 'income tax and special income tax for reconstruction',
    });
    expect(label('2027-01-01').en).toBe(
      'income tax, special income tax for reconstruction and special income tax for defence',
    );
  });

  it("tells by which rules a sales agent's month bears how much, fractions dropped", () => {
    const made = withholding(aPayment({ feesMinor: 120_019n, profile: aProfile({ nature: 'sales-agent' }) }));
    expect(made).toMatchObject({
      withheldMinor: 1n,
      components: [
        { tax: 'income-tax', rate: '1/10' },
        { tax: 'reconstruction', rate: '21/10000' },
      ],
      ruleRows: ['jp-withholding-204-1-4', 'jp-reconstruction-2013'],
    });
  });

  it('leaves what it does not know to finance', () => {
    const reviews = (profile: TaxProfile | null, own = {}) =>
      withholding(aPayment({ profile, ...own })).needsReview.map(({ code }) => code);
    expect(reviews(null)).toEqual(['profile.missing']);
    expect(reviews(aProfile({ nature: 'other' }))).toEqual(['jp.unknown-nature']);
    expect(reviews(aProfile({ nature: 'lecture', entityKind: 'unincorporated' }))).toEqual(['jp.unincorporated']);
    expect(reviews(aProfile({ nature: 'lecture' }), { currency: 'USD' })).toEqual(['currency.not-payers']);
    expect(reviews(aProfile({ nature: 'lecture' }), { paidOn: '2012-12-31' })).toEqual(['row.missing']);
  });
});

describe('withholding on fees to non-residents', () => {
  it.each<[string, Partial<TaxProfile>, bigint, readonly string[]]>([
    ['ads placed abroad are not withheld on', {}, 0n, []],
    ['a licence used in Japan is, on the whole', { nature: 'royalty' }, 408_400n, ['jp.non-resident-nature']],
    ['a lecture abroad is not, but is looked at', { nature: 'lecture' }, 0n, ['jp.non-resident-nature']],
    ['work done in Japan is', { workCountry: 'JP' }, 408_400n, ['jp.non-resident-work-in-japan']],
    [
      'a treaty whose form is on file lowers it',
      { nature: 'royalty', treaty: { filedOn: '2026-01-01', expiresOn: '2028-12-31', rate: '0' } },
      0n,
      ['jp.non-resident-nature', 'jp.treaty'],
    ],
    [
      'a treaty form that has expired does not',
      { nature: 'royalty', treaty: { filedOn: '2020-01-01', expiresOn: '2026-10-31', rate: '0' } },
      408_400n,
      ['jp.non-resident-nature', 'jp.treaty-expired'],
    ],
  ])('%s', (_, own, tax, reviews) => {
    const made = withholding(aPayment({ feesMinor: 2_000_000n, profile: aForeigner(own) }));
    expect(made.withheldMinor).toBe(tax);
    expect(made.needsReview.map(({ code }) => code)).toEqual(reviews);
  });

  const licensed = (filedOn: string, expiresOn: string) =>
    withholding(
      aPayment({
        feesMinor: 2_000_003n,
        profile: aForeigner({ nature: 'royalty', treaty: { filedOn, expiresOn, rate: '0.05' } }),
      }),
    );

  it("has a treaty's rate from the day on which its form is filed to the day on which it expires", () => {
    expect(licensed('2026-11-30', '2026-11-30')).toMatchObject({
      withheldMinor: 100_000n,
      components: [{ tax: 'treaty', rate: '1/20' }],
      label: { ja: '所得税（租税条約）', en: 'income tax under a treaty' },
      ruleRows: ['jp-withholding-non-resident'],
    });
    expect(licensed('2026-12-01', '2028-12-31').withheldMinor).toBe(408_400n);
    expect(licensed('2026-01-01', '2026-11-29').withheldMinor).toBe(408_400n);
  });

  it('tells by which rules, where no treaty lowers it', () => {
    expect(licensed('2026-12-01', '2028-12-31')).toMatchObject({
      components: [
        { tax: 'income-tax', rate: '1/5' },
        { tax: 'reconstruction', rate: '21/5000' },
      ],
      ruleRows: ['jp-withholding-non-resident', 'jp-reconstruction-2013'],
    });
  });
});

describe('a payer who reports to the United States', () => {
  const payer = aPayer({ country: 'US', registrationNumber: null, hasUsReporting: true });
  const american = (own: Partial<TaxProfile>) => aForeigner({ country: 'US', workCountry: 'US', ...own });
  const w9 = (taxpayerNumber: 'on-file' | 'missing' | 'wrong') =>
    american({ usForm: { form: 'W-9', signedOn: '2026-01-05', taxpayerNumber } });
  const w8 = { form: 'W-8BEN', signedOn: '2026-05-10', taxpayerNumber: 'on-file' } as const;
  const paid = (profile: TaxProfile, own = {}) =>
    withholding(aPayment({ currency: 'USD', feesMinor: 200_000n, taxMinor: 0n, payer, profile, ...own }));

  it.each<[string, TaxProfile, bigint, readonly string[]]>([
    ['a good W-9: nothing', w9('on-file'), 0n, []],
    ['a W-9 without number: 24 %', w9('missing'), 48_000n, []],
    ['a W-9 with a wrong number: 24 %', w9('wrong'), 48_000n, []],
    ['an American without form: 24 %', american({}), 48_000n, ['us.form-missing']],
    ['a foreigner abroad with W-8: nothing', aForeigner({ usForm: w8 }), 0n, []],
    ['a foreigner abroad without: nothing, but a doubt', aForeigner(), 0n, ['us.form-missing']],
    [
      'a foreigner at work in the United States: 30 %',
      aForeigner({ usForm: w8, workCountry: 'US' }),
      60_000n,
      ['us.us-source'],
    ],
  ])('%s', (_, profile, tax, reviews) => {
    const made = paid(profile);
    expect(made.withheldMinor).toBe(tax);
    expect(made.needsReview.map(({ code }) => code)).toEqual(reviews);
  });

  it('rounds to the nearest cent, and says what it is', () => {
    expect(paid(w9('missing'), { feesMinor: 200_003n })).toMatchObject({
      withheldMinor: 48_001n,
      components: [{ tax: 'backup', rate: '6/25' }],
      label: { en: 'US backup withholding' },
    });
    expect(paid(w9('missing'), { feesMinor: 200_002n }).withheldMinor).toBe(48_000n);
    expect(paid(w9('missing')).ruleRows).toHaveLength(1);
  });

  it('withholds from the payment on that reaches the reporting threshold of the year', () => {
    const earlier = (yearBaseMinor: bigint) => ({ ...NO_EARLIER_PAYMENTS, yearBaseMinor });
    expect(paid(w9('missing'), { feesMinor: 199_999n }).kind).toBe('none');
    expect(paid(w9('missing'), { feesMinor: 1n, earlier: earlier(199_999n) }).kind).toBe('backup');
    expect(paid(w9('missing'), { feesMinor: 60_000n, paidOn: '2025-12-31' }).kind).toBe('backup');
  });

  it('takes a W-8 until the end of the third year after it was signed', () => {
    expect(usFormValidTo(w8)).toBe('2029-12-31');
    const profile = aForeigner({ usForm: w8 });
    expect(paid(profile, { paidOn: '2029-12-31' }).needsReview).toEqual([]);
    expect(paid(profile, { paidOn: '2030-01-01' }).needsReview.map(({ code }) => code)).toEqual(['us.form-expired']);
  });
});

describe('withholding, whatever the amount', () => {
  it('of the payments of a day comes to that of their sum, also to the yen', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 2_000_000n }), { maxLength: 5 }), (payments) => {
        let [dayBaseMinor, dayWithheldMinor] = [0n, 0n];
        for (const feesMinor of payments) {
          dayWithheldMinor += withheld(feesMinor, {
            earlier: { ...NO_EARLIER_PAYMENTS, dayBaseMinor, dayWithheldMinor },
          });
          dayBaseMinor += feesMinor;
        }
        expect(dayWithheldMinor).toBe(withheld(dayBaseMinor));
      }),
    );
  });

  const profiles = fc.constantFrom(
    aProfile({ nature: 'manuscript' }),
    aProfile({ nature: 'sales-agent' }),
    aForeigner({ nature: 'royalty' }),
    aProfile(),
  );
  const yen = fc.bigInt({ min: 0n, max: 1_000_000_000n });

  it('grows with the fee, by at most one yen for a yen, and never exceeds it', () => {
    fc.assert(
      fc.property(profiles, yen, (profile, fees) => {
        const [here, more] = [withheld(fees, { profile }), withheld(fees + 1n, { profile })];
        return here >= 0n && here <= fees && (more === here || more === here + 1n);
      }),
    );
  });

  it('pays out exactly what was agreed net', () => {
    fc.assert(
      fc.property(profiles, yen, (profile, net) => {
        const made = withholding(aPayment({ feesMinor: net, profile: { ...profile, isNetOfWithholding: true } }));
        return made.kind === 'none' ? made.withheldMinor === 0n : made.baseMinor - made.withheldMinor === net;
      }),
    );
  });
});
