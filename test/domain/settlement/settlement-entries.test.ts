import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../domain/commission/plan.ts';
import { entryIdOf } from '../../../domain/ledger/entry-id.ts';
import type { Carry } from '../../../domain/settlement/carry.ts';
import { EMPTY_CARRY } from '../../../domain/settlement/carry.ts';
import type { PeriodResult } from '../../../domain/settlement/close-period.ts';
import { closePeriod } from '../../../domain/settlement/close-period.ts';
import { payoutEntry } from '../../../domain/settlement/settlement-entries.ts';
import { formatInstant } from '../../../domain/time.ts';
import type { Review } from '../../../domain/tracking/review.ts';
import type { FactsChange } from '../../support/build.ts';
import {
  aConversion,
  aLine,
  anEnrollment,
  aPlan,
  aProgram,
  aReversal,
  at,
  someFacts,
  someTerms,
} from '../../support/build.ts';

const volume: Plan['rules'] = [
  {
    id: 'volume',
    when: {},
    pay: {
      volume: {
        metric: 'base',
        window: 'year',
        mode: 'retroactive',
        steps: [
          { from: '0', rate: '0.04' },
          { from: '20000', rate: '0.06' },
        ],
      },
    },
  },
];

const sale = (conversionId: string, occurredAt: string, ...lines: ReturnType<typeof aLine>[]) =>
  aConversion({
    conversionId,
    occurredAt: at(occurredAt),
    partnerId: 'ptn_1',
    lines: lines.length > 0 ? lines : [aLine()],
  });

type Month = FactsChange & { readonly reviews?: readonly Review[] };

/** Closes October, November, … with the facts of each. */
function closes(plan: Plan, ...months: readonly Month[]): readonly PeriodResult[] {
  const terms = someTerms({
    plan,
    enrollments: [anEnrollment({ partnerId: 'ptn_1', recruitedBy: 'ptn_2' }), anEnrollment({ partnerId: 'ptn_2' })],
  });
  let carry: Carry = EMPTY_CARRY;
  return months.map(({ reviews = [], ...change }, index) => {
    const facts = { ...someFacts(change), reviews: new Map(reviews.map((review) => [review.conversionId, review])) };
    const result = closePeriod(terms.calendar.period(`2026-${10 + index}`), facts, carry, terms);
    carry = result.carry;
    return result;
  });
}

/** Entries as `kind id: from → to amount, …`. */
function shown(result: PeriodResult | undefined): string[] {
  return (result?.entries ?? []).map(({ entryId, postings }) => {
    const moves = postings.map(({ from, to, amountMinor }) => `${from} → ${to} ${amountMinor}`);
    return `${entryId}: ${moves.join(', ')}`;
  });
}

const HELD = 'partner/ptn_1/held';
const PAYABLE = 'partner/ptn_1/payable';
const EXPENSE = 'expense/commission';

describe('the entries of a close', () => {
  it('accrue to held, and release to payable when the hold has ended', () => {
    const [october, november] = closes(aPlan(), { conversions: [sale('c1', '2026-10-05T10:00:00+09:00')] }, {});
    expect(shown(october)).toEqual([`2026-10/accrual/c1/ptn_1: ${EXPENSE} → ${HELD} 500`]);
    expect(shown(november)).toEqual([`2026-11/release/c1/ptn_1: ${HELD} → ${PAYABLE} 500`]);
    expect(october?.entries[0]).toMatchObject({ kind: 'accrual', periodId: '2026-10', currency: 'JPY' });
    expect(formatInstant(october?.entries[0]?.effectiveAt ?? 0)).toBe('2026-10-05T01:00:00Z');
    expect(formatInstant(november?.entries[0]?.effectiveAt ?? 0)).toBe('2026-11-04T01:00:00Z');
  });

  it('are one a conversion and partner, with every line that moved named', () => {
    const [october] = closes(aPlan(), {
      conversions: [
        sale(
          'c1',
          '2026-10-05T10:00:00+09:00',
          aLine(),
          aLine({ lineId: '2', amountMinor: 0n }),
          aLine({ lineId: '3', amountMinor: 500n }),
        ),
      ],
    });
    expect(october?.entries).toHaveLength(1);
    expect(october?.entries[0]?.postings).toEqual([{ from: EXPENSE, to: HELD, amountMinor: 525n }]);
    expect(october?.entries[0]?.cause).toEqual({
      type: 'conversion',
      conversionId: 'c1',
      lines: [
        { lineId: '1', ruleId: 'base', amountMinor: 500n },
        { lineId: '3', ruleId: 'base', amountMinor: 25n },
      ],
    });
  });

  it('take back what is held from held, dated by the reversal', () => {
    const refund = aReversal({ conversionId: 'c1', occurredAt: at('2026-11-02T10:00:00+09:00'), amountMinor: 4_000n });
    const [, november] = closes(
      aPlan(),
      { conversions: [sale('c1', '2026-10-05T10:00:00+09:00')] },
      { reversals: [refund] },
    );
    expect(shown(november)).toEqual([
      `2026-11/clawback/c1/ptn_1: ${HELD} → ${EXPENSE} 200`,
      `2026-11/release/c1/ptn_1: ${HELD} → ${PAYABLE} 300`,
    ]);
    expect(formatInstant(november?.entries[0]?.effectiveAt ?? 0)).toBe('2026-11-02T01:00:00Z');
  });

  it('take back what was released from payable, and say so in negative lines', () => {
    const refund = aReversal({ conversionId: 'c1', occurredAt: at('2026-11-02T10:00:00+09:00') });
    const [, november] = closes(
      aPlan({ holdDays: 0 }),
      { conversions: [sale('c1', '2026-10-05T10:00:00+09:00')] },
      { reversals: [refund] },
    );
    expect(shown(november)).toEqual([`2026-11/clawback/c1/ptn_1: ${PAYABLE} → ${EXPENSE} 50`]);
    expect(november?.entries[0]?.cause).toMatchObject({ lines: [{ lineId: '1', amountMinor: -50n }] });
  });

  it('call it a true-up when the rate changed and not the sale', () => {
    const [, november, december] = closes(
      aPlan({ holdDays: 0, rules: volume }),
      { conversions: [sale('c1', '2026-10-05T10:00:00+09:00')] },
      { conversions: [sale('c2', '2026-11-05T10:00:00+09:00')] },
      {
        reversals: [
          aReversal({ conversionId: 'c2', occurredAt: at('2026-12-05T10:00:00+09:00'), amountMinor: 10_000n }),
        ],
      },
    );
    // 20000 reaches 6 %: c1 400 → 600. Without c2 it is 4 % again: 600 → 400.
    expect(shown(november)).toEqual([
      `2026-11/true-up/c1/ptn_1: ${EXPENSE} → ${HELD} 200`,
      `2026-11/release/c1/ptn_1: ${HELD} → ${PAYABLE} 200`,
      `2026-11/accrual/c2/ptn_1: ${EXPENSE} → ${HELD} 600`,
      `2026-11/release/c2/ptn_1: ${HELD} → ${PAYABLE} 600`,
    ]);
    expect(shown(december)).toEqual([
      `2026-12/true-up/c1/ptn_1: ${PAYABLE} → ${EXPENSE} 200`,
      `2026-12/clawback/c2/ptn_1: ${PAYABLE} → ${EXPENSE} 600`,
    ]);
    expect(december?.entries.map(({ effectiveAt }) => formatInstant(effectiveAt))).toEqual([
      '2026-12-31T15:00:00Z',
      '2026-12-05T01:00:00Z',
    ]);
  });

  it('call it a true-up where the rate brought more than a refund took', () => {
    const small = aReversal({ conversionId: 'c1', occurredAt: at('2026-11-02T10:00:00+09:00'), amountMinor: 1_000n });
    const [, november] = closes(
      aPlan({ rules: volume }),
      { conversions: [sale('c1', '2026-10-31T10:00:00+09:00')] },
      { conversions: [sale('c2', '2026-11-05T10:00:00+09:00', aLine({ amountMinor: 15_000n }))], reversals: [small] },
    );
    // 10000 × 4 % were 400; 9000 × 6 % are 540.
    expect(shown(november)[0]).toBe(`2026-11/true-up/c1/ptn_1: ${EXPENSE} → ${HELD} 140`);
    expect(formatInstant(november?.entries[0]?.effectiveAt ?? 0)).toBe('2026-11-30T15:00:00Z');
  });

  it('take back what was paid for a lead without an amount', () => {
    const lead: Plan['rules'] = [
      { id: 'lead', when: {}, pay: { flat: { amount: '500', currency: 'JPY' }, per: 'line' } },
    ];
    const gone = aReversal({ conversionId: 'c1', occurredAt: at('2026-11-02T10:00:00+09:00'), amountMinor: 0n });
    const [, november] = closes(
      aPlan({ rules: lead }),
      { conversions: [sale('c1', '2026-10-31T10:00:00+09:00', aLine({ amountMinor: 0n }))] },
      { reversals: [gone] },
    );
    expect(shown(november)).toEqual([`2026-11/clawback/c1/ptn_1: ${HELD} → ${EXPENSE} 500`]);
  });

  it('take back what was rejected on the day of the decision, whatever came back before', () => {
    const decidedAt = at('2026-11-20T10:00:00+09:00');
    const review: Review = { conversionId: 'c1', outcome: 'rejected', reasonCode: 'fraud', by: 'aoi', at: decidedAt };
    const small = aReversal({ conversionId: 'c1', occurredAt: at('2026-11-02T10:00:00+09:00') });
    const [, november] = closes(
      aPlan(),
      { conversions: [sale('c1', '2026-10-31T10:00:00+09:00')] },
      { reversals: [small], reviews: [review] },
    );
    expect(november?.entries.map(({ kind, effectiveAt }) => [kind, effectiveAt])).toEqual([['clawback', decidedAt]]);
  });

  it('true up and down in one entry, each from its account', () => {
    const steps = (rate: string, when: Plan['rules'][number]['when'], id: string) => ({
      id,
      when,
      pay: {
        volume: {
          metric: 'base' as const,
          window: 'year' as const,
          mode: 'retroactive' as const,
          steps: [
            { from: '0', rate: '0.04' },
            { from: '20000', rate },
          ],
        },
      },
    });
    const plan = aPlan({
      holdDays: 0,
      rules: [steps('0.06', {}, 'more'), steps('0.01', { category: ['tea'] }, 'less')],
    });
    const [, november] = closes(
      plan,
      { conversions: [sale('c1', '2026-10-05T10:00:00+09:00', aLine(), aLine({ lineId: '2', category: 'tea' }))] },
      { conversions: [sale('c2', '2026-11-05T10:00:00+09:00', aLine(), aLine({ lineId: '2', category: 'tea' }))] },
    );
    // Both reach 20000: line 1 from 400 to 600, line 2 from 400 to 100. Only what was added is released.
    expect(shown(november).slice(0, 2)).toEqual([
      `2026-11/true-up/c1/ptn_1: ${EXPENSE} → ${HELD} 200, ${PAYABLE} → ${EXPENSE} 300`,
      `2026-11/release/c1/ptn_1: ${HELD} → ${PAYABLE} 200`,
    ]);
  });

  it('pay bonuses and overrides at once, and take them back from payable', () => {
    const plan = aPlan({
      holdDays: 0,
      bonuses: [
        {
          id: 'b 1',
          metric: 'base',
          window: 'month',
          reaches: '10000',
          pay: { flat: { amount: '70', currency: 'JPY' } },
        },
      ],
      overrides: { rates: ['0.1'], of: 'commission' },
    });
    const refund = aReversal({ conversionId: 'c1', occurredAt: at('2026-11-02T10:00:00+09:00'), amountMinor: 10_000n });
    const [october, november] = closes(
      plan,
      { conversions: [sale('c1', '2026-10-05T10:00:00+09:00')] },
      { reversals: [refund] },
    );
    expect(shown(october).slice(2)).toEqual([
      `2026-10/bonus/b%201/2026-10/ptn_1: ${EXPENSE} → ${PAYABLE} 70`,
      `2026-10/override/ptn_1/1/ptn_2: ${EXPENSE} → partner/ptn_2/payable 50`,
    ]);
    expect(shown(november)).toEqual([
      `2026-11/clawback/c1/ptn_1: ${PAYABLE} → ${EXPENSE} 500`,
      `2026-11/bonus/b%201/2026-10/ptn_1: ${PAYABLE} → ${EXPENSE} 70`,
      `2026-11/override/ptn_1/1/ptn_2: partner/ptn_2/payable → ${EXPENSE} 50`,
    ]);
    expect(october?.entries.slice(2).map(({ cause }) => cause)).toEqual([
      { type: 'bonus', bonusId: 'b 1', window: '2026-10' },
      { type: 'override', recruitedPartnerId: 'ptn_1', level: 1 },
    ]);
  });

  it('are none where nothing moved', () => {
    const [october] = closes(aPlan({ rules: [] }), { conversions: [sale('c1', '2026-10-05T10:00:00+09:00')] });
    expect(october?.entries).toEqual([]);
  });
});

describe('the name of an entry', () => {
  it('is made of its cause, and two causes never share one', () => {
    expect(entryIdOf('2026-10', 'accrual', 'a/b', 'c')).toBe('2026-10/accrual/a%2Fb/c');
    expect(entryIdOf('a/b', 'c')).not.toBe(entryIdOf('a', 'b/c'));
  });
});

describe('the release of a conversion that was reviewed', () => {
  it.each([
    ['2026-10-20T09:00:00+09:00', '2026-10-20T09:00:00+09:00'],
    ['2026-10-06T09:00:00+09:00', '2026-10-15T10:00:00+09:00'],
  ])('with an approval of %s and a hold until 15 October takes effect at %s', (decided, effective) => {
    const terms = someTerms({ plan: aPlan({ holdDays: 10 }), program: aProgram({ review: { days: 14 } }) });
    const approval: Review = {
      conversionId: 'cnv_1',
      outcome: 'approved',
      reasonCode: null,
      by: 'usr_1',
      at: at(decided),
    };
    const conversions = [sale('cnv_1', '2026-10-05T10:00:00+09:00')];
    const facts = { ...someFacts({ conversions }), reviews: new Map([['cnv_1', approval]]) };
    const { entries } = closePeriod(terms.calendar.period('2026-10'), facts, EMPTY_CARRY, terms);
    expect(entries.map(({ kind, effectiveAt }) => [kind, effectiveAt])).toEqual([
      ['accrual', at('2026-10-05T10:00:00+09:00')],
      ['release', at(effective)],
    ]);
  });
});

describe('a payout', () => {
  const terms = someTerms();
  const period = terms.calendar.period('2026-10');
  const payout = { partnerId: 'ptn_1', statementId: 'stm_1', bookedOn: '2026-11-20' };

  it('moves what is payable on its way to the bank', () => {
    const entry = payoutEntry({ ...payout, payoutMinor: 300n }, period, terms);
    expect(entry).toMatchObject({
      entryId: '2026-10/payout/ptn_1',
      kind: 'payout',
      bookedOn: '2026-11-20',
      effectiveAt: period.end,
      cause: { type: 'statement', statementId: 'stm_1' },
      postings: [{ from: PAYABLE, to: 'partner/ptn_1/in-payout', amountMinor: 300n }],
    });
  });

  it('of nothing is none', () => {
    expect(payoutEntry({ ...payout, payoutMinor: 0n }, period, terms)).toBeNull();
  });
});
