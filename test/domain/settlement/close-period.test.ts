import { describe, expect, it } from 'vitest';
import { fitModel } from '../../../domain/attribution/fitted-model.ts';
import { canonical, parseCanonical } from '../../../domain/integrity/canonical.ts';
import type { Adjustment, OpeningBalance } from '../../../domain/ledger/adjustment.ts';
import { EMPTY_CARRY } from '../../../domain/settlement/carry.ts';
import type { PeriodResult } from '../../../domain/settlement/close-period.ts';
import { closePeriod } from '../../../domain/settlement/close-period.ts';
import type { Manifest, ManifestRow } from '../../../domain/settlement/manifest.ts';
import { byTypeAndId, unsealed } from '../../../domain/settlement/manifest.ts';
import type { FactsChange, TermsChange } from '../../support/build.ts';
import {
  aClick,
  aConversion,
  aCoupon,
  anEnrollment,
  aPlan,
  aProgram,
  aReversal,
  at,
  NOON,
  someFacts,
  someTerms,
} from '../../support/build.ts';
import { bytesOf } from './scenario.ts';

const named = (conversionId: string, partnerId: string) => aConversion({ conversionId, partnerId });

/** One close of October. */
function october(change: TermsChange, facts: FactsChange): PeriodResult {
  const terms = someTerms(change);
  return closePeriod(terms.calendar.period('2026-10'), someFacts(facts), EMPTY_CARRY, terms);
}

function overridesOf({ partners }: PeriodResult): Record<string, [string, number, bigint][]> {
  return Object.fromEntries(
    partners.flatMap(({ partnerId, overrides }) =>
      overrides.length === 0
        ? []
        : [[partnerId, overrides.map((each) => [each.recruitedPartnerId, each.level, each.amountMinor])]],
    ),
  );
}

describe('overrides', () => {
  const plan = aPlan({ holdDays: 0, overrides: { rates: ['0.1', '0.05', '0.01'], of: 'commission' } });
  const conversions = [named('c1', 'ptn_3')];
  const chain = [
    anEnrollment({ partnerId: 'ptn_1' }),
    anEnrollment({ partnerId: 'ptn_2', recruitedBy: 'ptn_1' }),
    anEnrollment({ partnerId: 'ptn_3', recruitedBy: 'ptn_2' }),
  ];

  it('end where nobody recruited any more', () => {
    expect(overridesOf(october({ plan, enrollments: chain }, { conversions }))).toEqual({
      ptn_1: [['ptn_3', 2, 25n]],
      ptn_2: [['ptn_3', 1, 50n]],
    });
  });

  it('never go in a circle', () => {
    const [, second, third] = chain as [unknown, (typeof chain)[0], (typeof chain)[0]];
    const enrollments = [anEnrollment({ partnerId: 'ptn_1', recruitedBy: 'ptn_3' }), second, third];
    expect(overridesOf(october({ plan, enrollments }, { conversions }))).toEqual({
      ptn_1: [['ptn_3', 2, 25n]],
      ptn_2: [['ptn_3', 1, 50n]],
    });
  });

  it('are for an upline that is active just before the cutoff, whatever it was at the sale', () => {
    const { end } = someTerms().calendar.period('2026-10');
    const recruiter = (endedAt: number) => [anEnrollment({ partnerId: 'ptn_1', endedAt }), ...chain.slice(1)];
    expect(overridesOf(october({ plan, enrollments: recruiter(end) }, { conversions }))).toHaveProperty('ptn_1');
    expect(overridesOf(october({ plan, enrollments: recruiter(end - 1) }, { conversions }))).not.toHaveProperty(
      'ptn_1',
    );
  });

  it('follow the recruiter of the day of the close', () => {
    const active = { status: 'active', tier: null, segment: null, recruitedBy: null } as const;
    const enrollments = [
      ...chain.slice(0, 2),
      anEnrollment({
        partnerId: 'ptn_3',
        terms: [
          { from: at('2026-01-01T00:00:00+09:00'), value: { ...active, recruitedBy: 'ptn_2' } },
          { from: at('2026-10-31T23:59:59+09:00'), value: { ...active, recruitedBy: 'ptn_1' } },
        ],
      }),
    ];
    expect(overridesOf(october({ plan, enrollments }, { conversions }))).toEqual({ ptn_1: [['ptn_3', 1, 50n]] });
  });

  it('are not paid to a recruiter that nobody enrolled', () => {
    const enrollments = [anEnrollment({ partnerId: 'ptn_3', recruitedBy: 'stranger' })];
    expect(overridesOf(october({ plan, enrollments }, { conversions }))).toEqual({});
  });
});

describe('a close', () => {
  it('has figures for every enrolled partner and every other with lines, by id', () => {
    const enrollments = [anEnrollment({ partnerId: 'ptn_2' }), anEnrollment({ partnerId: 'ptn_1' })];
    const { partners } = october({ enrollments }, { conversions: [named('c1', 'ptn_10')] });
    expect(partners.map(({ partnerId, commissionMinor }) => [partnerId, commissionMinor])).toEqual([
      ['ptn_1', 0n],
      ['ptn_10', 500n],
      ['ptn_2', 0n],
    ]);
  });

  it('shows the lines of the period and what it changed or released, and no more', () => {
    const terms = someTerms({ plan: aPlan({ holdDays: 45 }) });
    const close = (month: string, facts: FactsChange, last: PeriodResult | null) =>
      closePeriod(terms.calendar.period(month), someFacts(facts), last?.carry ?? EMPTY_CARRY, terms);
    const first = close('2026-10', { conversions: [named('c1', 'ptn_1'), named('c2', 'ptn_1')] }, null);
    const refund = aReversal({ conversionId: 'c2', occurredAt: at('2026-11-05T10:00:00+09:00') });
    const second = close('2026-11', { reversals: [refund] }, first);
    const third = close('2026-12', {}, second);
    const fourth = close('2027-01', {}, third);
    const ids = (result: PeriodResult) => result.lines.map(({ paid }) => paid.booked.conversion.conversionId);
    // Sold on 15 October: held until 29 November, which is in the second close.
    expect([ids(first), ids(second), ids(third), ids(fourth)]).toEqual([['c1', 'c2'], ['c1', 'c2'], [], []]);
  });

  it('keeps a conversion before the first plan, attributed and unpaid', () => {
    const plan = aPlan({ effectiveFrom: '2026-10-16' });
    const { outcomes, partners } = october({ plan }, { conversions: [named('c1', 'ptn_1')] });
    expect(outcomes).toEqual({ recorded: 1, attributed: 1 });
    expect(partners[0]).toMatchObject({ baseMinor: 10_000n, commissionMinor: 0n });
  });

  it('counts conversions that nobody is credited with by their reason', () => {
    const bot = aClick({ isBot: true });
    const { outcomes } = october(
      {},
      {
        conversions: [aConversion({ conversionId: 'c1' }), aConversion({ conversionId: 'c2', visitorId: 'vis_2' })],
        clicks: [bot],
      },
    );
    expect(outcomes).toEqual({
      recorded: 2,
      attributed: 0,
      'unattributed:no-eligible-touchpoint': 1,
      'unattributed:no-touchpoint': 1,
    });
  });

  it('pays the threshold itself and nothing below it', () => {
    const paid = (thresholdMinor: bigint) => {
      const program = aProgram({ settlement: { period: 'month', thresholdMinor } });
      const { partners } = october({ program, plan: aPlan({ holdDays: 0 }) }, { conversions: [named('c1', 'ptn_1')] });
      return partners[0]?.payoutMinor;
    };
    expect([paid(500n), paid(501n), paid(0n)]).toEqual([500n, 0n, 500n]);
  });

  it('finds the clicks of all visitors that were seen with the customer by then', () => {
    const seen = aConversion({ conversionId: 'c1', customerId: 'u1', visitorId: 'vis_1', occurredAt: NOON });
    const later = aConversion({ conversionId: 'c2', customerId: 'u1', visitorId: 'vis_2', occurredAt: NOON + 1000 });
    const earlier = aConversion({ conversionId: 'c0', customerId: 'u1', visitorId: 'vis_3', occurredAt: NOON - 1000 });
    const { lines } = october({}, { conversions: [later, seen, earlier], clicks: [aClick()] });
    expect(lines.map(({ paid }) => paid.booked.conversion.conversionId)).toEqual(['c1', 'c2']);
  });
});

describe('a sealed manifest', () => {
  const enrollment = anEnrollment({ partnerId: 'ptn_1' });
  const click = aClick();
  const conversion = aConversion({ coupon: 'SAVE10' });
  const facts = [
    { type: 'program', id: 'prg_1', fact: aProgram() },
    { type: 'plan', id: '1', fact: aPlan() },
    { type: 'enrollment', id: 'ptn_1', fact: enrollment },
    { type: 'coupon', id: 'x', fact: aCoupon() },
    { type: 'rate', id: 'x', fact: { date: '2026-10-15', from: 'USD', to: 'JPY', rate: '150' } },
    { type: 'conversion', id: 'cnv_1', fact: { conversion, clickVisitorId: null } },
    { type: 'reversal', id: 'rev_1', fact: aReversal() },
    { type: 'click', id: 'clk_1', fact: click },
  ] as const;
  const header: Manifest['header'] = {
    merchantId: 'mer_1',
    programId: 'prg_1',
    periodId: '2026-10',
    previousHash: null,
    hash: 'h',
    recordedFrom: '2026-10-01',
    recordedTo: '2026-11-01',
    later: [],
  };
  const rows: readonly ManifestRow[] = facts.map((row) => ({ ...row, hash: 'row' }));

  it('closes as the facts that it holds, also after it was text', () => {
    const unsealedTerms = someTerms({
      enrollments: [enrollment],
      coupons: [aCoupon()],
      rates: [{ date: '2026-10-15', from: 'USD', to: 'JPY', rate: '150' }],
    });
    const direct = { ...unsealedTerms, manifestHash: 'h' };
    const period = direct.calendar.period('2026-10');
    const hashed = { conversion, clickVisitorId: null, factHash: 'row' };
    const given = someFacts({ conversions: [hashed], reversals: [aReversal()], clicks: [click] });
    const expected = bytesOf([{ result: closePeriod(period, given, EMPTY_CARRY, direct), terms: direct }]);
    for (const manifest of [{ header, rows }, parseCanonical<Manifest>(canonical({ header, rows }))]) {
      const { facts: sealed, terms } = unsealed(manifest);
      expect(bytesOf([{ result: closePeriod(period, sealed, EMPTY_CARRY, terms), terms }])).toBe(expected);
    }
  });

  it('holds what people decided, and the clicks of each visitor together', () => {
    const review = { conversionId: 'cnv_1', outcome: 'approved', reasonCode: null, by: 'aoi', at: NOON } as const;
    const adjustment: Adjustment = {
      adjustmentId: 'adj_1',
      partnerId: 'ptn_1',
      amountMinor: 5n,
      effectiveAt: NOON,
      reason: 'correction',
      text: '',
      reference: null,
      draftedBy: 'aoi',
      approvedBy: 'ren',
    };
    const opening: OpeningBalance = {
      importId: 'imp_1',
      partnerId: 'ptn_1',
      heldMinor: 0n,
      heldUntil: null,
      payableMinor: 7n,
    };
    const second = aClick({ clickId: 'clk_2' });
    const { facts: sealed, terms } = unsealed({
      header,
      rows: [
        ...rows,
        { type: 'review', id: 'cnv_1', hash: 'row', fact: review },
        { type: 'adjustment', id: 'adj_1', hash: 'row', fact: adjustment },
        { type: 'opening', id: 'imp_1', hash: 'row', fact: opening },
        { type: 'click', id: 'clk_2', hash: 'row', fact: second },
      ],
    });
    expect(sealed.reviews).toEqual(new Map([['cnv_1', review]]));
    expect(sealed.clicks).toEqual(new Map([['vis_1', [click, second]]]));
    expect(terms.decisions).toEqual(
      new Map([['2026-10', new Map([['ptn_1', { adjustments: [adjustment], openings: [opening] }]])]]),
    );
    expect(unsealed({ header, rows }).facts).not.toHaveProperty('reviews');
  });

  it('holds the coupons, the rates and the fit that decide', () => {
    const fitted = fitModel(
      { name: 'markov', order: 1 },
      [{ touches: ['ptn_1'], conversions: 1, value: 0n, nulls: 1 }],
      { programId: 'prg_1', window: { from: 0, to: 1 } },
      (text) => text,
    );
    const { terms } = unsealed({ header, rows: [...rows, { type: 'snapshot', id: 'fit', hash: 'row', fact: fitted }] });
    expect(terms.directory.coupons.get('SAVE10')).toEqual([aCoupon()]);
    expect(terms.rates).toEqual([{ date: '2026-10-15', from: 'USD', to: 'JPY', rate: '150' }]);
    expect(terms.fit).toEqual(fitted);
    expect(unsealed({ header, rows }).terms.fit).toBeNull();
  });

  it('without its program is no manifest', () => {
    const orphan = { header, rows: rows.filter(({ type }) => type !== 'program') };
    expect(() => unsealed(orphan)).toThrow(
      expect.objectContaining({ code: 'manifest.no-program', message: 'the manifest holds no program' }),
    );
  });

  it('stands in the order of type and id', () => {
    const sorted = [...rows, { ...rows[1], id: '0' } as ManifestRow, { ...rows[1], id: '2' } as ManifestRow].sort(
      byTypeAndId,
    );
    expect(sorted.map(({ type, id }) => `${type} ${id}`)).toEqual([
      'click clk_1',
      'conversion cnv_1',
      'coupon x',
      'enrollment ptn_1',
      'plan 0',
      'plan 1',
      'plan 2',
      'program prg_1',
      'rate x',
      'reversal rev_1',
    ]);
  });
});
