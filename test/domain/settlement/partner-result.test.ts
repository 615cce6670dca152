import { describe, expect, it } from 'vitest';
import { decisionsByPartner } from '../../../domain/ledger/adjustment.ts';
import type { Settlement } from '../../../domain/partner/program.ts';
import type { PayoutTerms } from '../../../domain/payout/payout-terms.ts';
import { EMPTY_CARRY, EMPTY_PARTNER } from '../../../domain/settlement/carry.ts';
import { closePeriod } from '../../../domain/settlement/close-period.ts';
import { overridesOf } from '../../../domain/settlement/overrides.ts';
import { partnerResultIn, partnerResults } from '../../../domain/settlement/partner-result.ts';
import { NO_SUM } from '../../../domain/settlement/partner-sum.ts';
import type { Reversal } from '../../../domain/tracking/reversal.ts';
import type { EnrollmentChange } from '../../support/build.ts';
import {
  aConversion,
  aLine,
  anEnrollment,
  aPlan,
  aProgram,
  aReversal,
  at,
  JOINED,
  someEnrollmentTerms,
  someFacts,
  someTerms,
} from '../../support/build.ts';

const OCTOBER = someTerms().calendar.period('2026-10');

/** What ptn_1 is paid of 500 released under a threshold of 1,000. */
function paidBelowThreshold(settlement: Partial<Settlement>, enrollment: EnrollmentChange = {}, partnerId = 'ptn_1') {
  const terms = someTerms({
    program: aProgram({ settlement: { period: 'month', thresholdMinor: 1_000n, ...settlement } }),
    enrollments: [anEnrollment({ partnerId: 'ptn_1', ...enrollment })],
  });
  const sum = { ...NO_SUM, releasedMinor: 500n };
  return partnerResultIn(OCTOBER, terms)({ partnerId, book: EMPTY_PARTNER, sum, overrides: [] });
}

const payout: PayoutTerms = { monthsLater: 1, day: 'last', shift: 'after', calendar: 'jp' };

describe('what is payable below the threshold', () => {
  it.each<[string, Partial<Settlement>, EnrollmentChange, bigint]>([
    ['is carried forward', {}, {}, 0n],
    ['is carried forward while the partner takes part', { payout }, {}, 0n],
    [
      'is paid where a law wants it within sixty days',
      { payout: { ...payout, sixtyDaysFrom: 'conversion' } },
      {},
      500n,
    ],
    ['is paid to who has left by the cutoff', { payout }, { endedAt: OCTOBER.end }, 500n],
    ['is carried forward to who leaves after it', { payout }, { endedAt: OCTOBER.end + 1 }, 0n],
    ['is paid to who ended by its terms', { payout }, { status: 'ended' }, 500n],
    ['is carried forward to who is suspended', { payout }, { status: 'suspended' }, 0n],
    ['is carried forward to who has left where the program pays elsewhere', {}, { endedAt: OCTOBER.start }, 0n],
  ])('%s', (_, settlement, enrollment, payoutMinor) => {
    const result = paidBelowThreshold(settlement, enrollment);
    expect([result.payableMinor, result.payoutMinor, result.closingMinor]).toEqual([
      500n,
      payoutMinor,
      500n - payoutMinor,
    ]);
  });

  it('is never a debt, whatever waives the threshold', () => {
    const terms = someTerms({
      program: aProgram({
        settlement: { period: 'month', thresholdMinor: 0n, payout: { ...payout, sixtyDaysFrom: 'conversion' } },
      }),
    });
    const sum = { ...NO_SUM, releasedMinor: -500n };
    const result = partnerResultIn(OCTOBER, terms)({ partnerId: 'ptn_1', book: EMPTY_PARTNER, sum, overrides: [] });
    expect([result.payoutMinor, result.closingMinor]).toEqual([0n, -500n]);
  });

  it('is carried forward to a partner that the program does not know', () => {
    expect(paidBelowThreshold({ payout }, {}, 'stranger').payoutMinor).toBe(0n);
  });
});

describe('the figures of a partner', () => {
  it('add up from what was carried, earned and moved', () => {
    const terms = someTerms();
    const book = {
      ...EMPTY_PARTNER,
      heldMinor: 300n,
      openingMinor: -40n,
      reserves: [
        { keptIn: '2026-08', amountMinor: 7n, until: OCTOBER.end },
        { keptIn: '2026-09', amountMinor: 5n, until: OCTOBER.end + 1 },
      ],
    };
    const sum = { ...NO_SUM, baseMinor: 9_000n, commissionMinor: 200n, releasedMinor: 150n };
    const override = {
      recruitedPartnerId: 'ptn_2',
      level: 1,
      rate: '0.1',
      rounding: 'half-even',
      planVersion: 1,
      sourceMinor: 100n,
      amountMinor: 10n,
    } as const;
    expect(
      partnerResultIn(OCTOBER, terms)({ partnerId: 'ptn_1', book, sum, overrides: [override, override] }),
    ).toMatchObject({
      baseMinor: 9_000n,
      commissionMinor: 200n,
      releasedMinor: 150n,
      openingHeldMinor: 300n,
      heldMinor: 350n,
      bonusMinor: 0n,
      overrideMinor: 20n,
      movedMinor: 7n,
      openingReserveMinor: 12n,
      reserveMinor: 5n,
      openingMinor: -40n,
      payableMinor: 137n,
      payoutMinor: 137n,
      closingMinor: 0n,
    });
  });

  it('stand for everybody who takes part, has books, has sold, or was decided about, by id', () => {
    const adjustment = {
      adjustmentId: 'adj_1',
      partnerId: 'decided',
      amountMinor: 5n,
      effectiveAt: OCTOBER.start,
      reason: 'correction',
      text: '',
      reference: null,
      draftedBy: 'a',
      approvedBy: 'b',
    } as const;
    const terms = {
      ...someTerms({ enrollments: [anEnrollment({ partnerId: 'member' })] }),
      decisions: new Map([['2026-10', decisionsByPartner([adjustment], [])]]),
    };
    const results = partnerResults([], OCTOBER, new Map([['known', EMPTY_PARTNER]]), terms);
    expect(results.map(({ partnerId, payableMinor }) => [partnerId, payableMinor])).toEqual([
      ['decided', 5n],
      ['known', 0n],
      ['member', 0n],
    ]);
  });
});

describe('what a partner sold in a month', () => {
  const terms = someTerms({
    plan: aPlan({ shares: [{ id: 's', rate: '0.1', among: [{ partner: 'ptn_1', weight: '1' }], when: {} }] }),
  });
  const two = ['1', '2'].map((lineId) => aLine({ lineId, quantity: 3 }));
  const conversions = ['c1', 'c2'].map((conversionId) => aConversion({ conversionId, partnerId: 'ptn_1', lines: two }));
  const back = (reversalId: string, lineId: string, conversionId = 'c1') =>
    aReversal({ reversalId, lineId, conversionId, amountMinor: 10_000n, quantity: 3 });
  const after = (...reversals: readonly Reversal[]) =>
    closePeriod(OCTOBER, someFacts({ conversions, reversals }), EMPTY_CARRY, terms)
      .partners.find(({ partnerId }) => partnerId === 'ptn_1')
      ?.months.get('2026-10');

  it.each<[string, readonly Reversal[], readonly [base: bigint, conversions: number, items: number]]>([
    ['is each sale once, whatever its lines, and no share', [], [40_000n, 2, 12]],
    ['is a sale of which any line lives', [back('r1', '1')], [30_000n, 2, 9]],
    ['is a sale of which another line lives', [back('r1', '2')], [30_000n, 2, 9]],
    ['is no sale that came back as a whole', [back('r1', '1'), back('r2', '2')], [20_000n, 1, 6]],
    ['is the sale before one that came back', [back('r1', '1', 'c2'), back('r2', '2', 'c2')], [20_000n, 1, 6]],
    ['is each sale by itself', [back('r1', '2'), back('r2', '1', 'c2')], [20_000n, 2, 6]],
  ])('%s', (_, reversals, [baseMinor, count, items]) => {
    expect(after(...reversals)).toEqual({ baseMinor, conversions: count, items });
  });

  it('loses a sale when the last of its lines comes back after the close, and not before', () => {
    let { carry } = closePeriod(OCTOBER, someFacts({ conversions }), EMPTY_CARRY, terms);
    const counts = [back('r1', '2'), back('r2', '1')].map((reversal, month) => {
      const period = terms.calendar.period(`2026-${11 + month}`);
      const result = closePeriod(period, someFacts({ reversals: [reversal] }), carry, terms);
      carry = result.carry;
      return carry.partners.get('ptn_1')?.months.get('2026-10')?.conversions;
    });
    expect(counts).toEqual([2, 1]);
  });
});

describe('overrides', () => {
  const chain = [
    anEnrollment({ partnerId: 'ptn_1' }),
    anEnrollment({ partnerId: 'ptn_2', recruitedBy: 'ptn_1' }),
    anEnrollment({ partnerId: 'ptn_3', recruitedBy: 'ptn_2' }),
  ];
  const released = (releasedMinor: bigint, within: readonly (readonly [number, bigint])[] = []) => ({
    releasedMinor,
    releasedWithin: new Map(within),
  });
  const plan = aPlan({ overrides: { rates: ['0.1', '0.05'], of: 'commission', months: [12, 6] } });

  it('are of what was sold within the months of each level', () => {
    const terms = someTerms({ plan, enrollments: chain });
    const found = overridesOf(
      new Map([
        [
          'ptn_3',
          released(900n, [
            [12, 500n],
            [6, 300n],
          ]),
        ],
      ]),
      OCTOBER,
      terms,
    );
    expect(found).toEqual(
      new Map([
        [
          'ptn_2',
          [
            {
              recruitedPartnerId: 'ptn_3',
              level: 1,
              months: 12,
              rate: '0.1',
              rounding: 'half-even',
              planVersion: 1,
              sourceMinor: 500n,
              amountMinor: 50n,
            },
          ],
        ],
        [
          'ptn_1',
          [
            {
              recruitedPartnerId: 'ptn_3',
              level: 2,
              months: 6,
              rate: '0.05',
              rounding: 'half-even',
              planVersion: 1,
              sourceMinor: 300n,
              amountMinor: 15n,
            },
          ],
        ],
      ]),
    );
  });

  it('are none of what was sold after the months, nor of less than a yen', () => {
    const terms = someTerms({ plan, enrollments: chain });
    expect(overridesOf(new Map([['ptn_3', released(900n)]]), OCTOBER, terms).size).toBe(0);
    expect(overridesOf(new Map([['ptn_3', released(4n, [[12, 4n]])]]), OCTOBER, terms).size).toBe(0);
  });

  it('with months are none on who is not known here, whose lines are settled all the same', () => {
    // All joined in January: October is within the twelve months of level 1 and past the six of level 2.
    const terms = someTerms({ plan: { ...plan, holdDays: 0 }, enrollments: chain });
    const conversions = ['stranger', 'ptn_3'].map((partnerId) => aConversion({ conversionId: partnerId, partnerId }));
    const { partners } = closePeriod(OCTOBER, someFacts({ conversions }), EMPTY_CARRY, terms);
    expect(
      partners.map(({ partnerId, releasedMinor, overrideMinor }) => [partnerId, releasedMinor, overrideMinor]),
    ).toEqual([
      ['ptn_1', 0n, 0n],
      ['ptn_2', 0n, 50n],
      ['ptn_3', 500n, 0n],
      ['stranger', 500n, 0n],
    ]);
  });

  it('are listed by the partner that was recruited', () => {
    const enrollments = [
      anEnrollment({ partnerId: 'ptn_1' }),
      ...['ptn_3', 'ptn_2'].map((partnerId) => anEnrollment({ partnerId, recruitedBy: 'ptn_1' })),
    ];
    const terms = someTerms({ plan: aPlan({ overrides: { rates: ['0.1'], of: 'commission' } }), enrollments });
    const found = overridesOf(new Map(['ptn_3', 'ptn_2'].map((id) => [id, released(100n)])), OCTOBER, terms);
    expect(found.get('ptn_1')?.map(({ recruitedPartnerId }) => recruitedPartnerId)).toEqual(['ptn_2', 'ptn_3']);
  });

  it('go by the plan and the recruiters of the last moment of the period', () => {
    const moved = anEnrollment({
      partnerId: 'ptn_3',
      terms: [
        { from: JOINED, value: someEnrollmentTerms({ recruitedBy: 'ptn_2' }) },
        { from: OCTOBER.end - 1, value: someEnrollmentTerms({ recruitedBy: 'ptn_1' }) },
        { from: OCTOBER.end, value: someEnrollmentTerms({ recruitedBy: 'ptn_2' }) },
      ],
    });
    const plans = [
      aPlan(),
      aPlan({ version: 2, effectiveFrom: '2026-10-31', overrides: { rates: ['0.1'], of: 'commission' } }),
      aPlan({ version: 3, effectiveFrom: '2026-11-01', overrides: { rates: ['0.9'], of: 'commission' } }),
    ];
    const terms = someTerms({ plans, enrollments: [...chain.slice(0, 2), moved] });
    const found = overridesOf(new Map([['ptn_3', released(100n)]]), OCTOBER, terms);
    expect(
      [...found].map(([id, own]) => [id, own.map(({ amountMinor, planVersion }) => [amountMinor, planVersion])]),
    ).toEqual([['ptn_1', [[10n, 2]]]]);
    expect(at('2026-10-31T23:59:59.999+09:00')).toBe(OCTOBER.end - 1);
  });
});
