import { describe, expect, it } from 'vitest';
import type { Plan, Rule, Volume } from '../../../domain/commission/plan.ts';
import type { PeriodResult } from '../../../domain/settlement/close-period.ts';
import { closePeriod } from '../../../domain/settlement/close-period.ts';
import type { ProgramTerms } from '../../../domain/settlement/terms.ts';
import type { Reversal } from '../../../domain/tracking/reversal.ts';
import { aPlan, aReversal, aRule, at, someFacts, someTerms } from '../../support/build.ts';
import type { OctoberCase } from '../commission/october.ts';
import { aSale, aSharedSale, closeOctober } from '../commission/october.ts';

const NOVEMBER = at('2026-11-10T12:00:00+09:00');

const volume = (metric: Volume['metric'], window: Volume['window'] = 'month') => ({
  volume: { metric, window, mode: 'marginal', steps: [{ from: '0', rate: '0.1' }] } as const,
});
const rules = (...all: readonly Partial<Rule>[]): Plan =>
  aPlan({ holdDays: 0, rules: all.map((rule, place) => aRule({ id: `r${place + 1}`, ...rule })) });

/** What is kept of closed windows: `owner window: metric, used up of the cap`; the program is nobody's. */
function kept({ carry }: PeriodResult): readonly string[] {
  const all = [...carry.partners].map(([partnerId, { windows }]) => [partnerId, windows] as const);
  return [...all, ['program', carry.windows] as const].flatMap(([owner, windows]) =>
    [...windows].map(([key, { metricMinor, capUsedMinor }]) => `${owner} ${key}: ${metricMinor}, ${capUsedMinor}`),
  );
}

function closeNovember(october: PeriodResult, terms: ProgramTerms, facts: Partial<OctoberCase>): PeriodResult {
  return closePeriod(terms.calendar.period('2026-11'), someFacts(facts), october.carry, terms);
}

describe('what a close keeps of a window that is over', () => {
  // Three lines in two sales: 4000 in money, five items.
  const conversions = [
    aSale(1, [{ amountMinor: 1_000n, quantity: 2 }, 500n]),
    aSale(2, [{ amountMinor: 2_500n, quantity: 2 }]),
  ];

  it.each<[string, Partial<Rule>, readonly string[]]>([
    ['the money sold', { pay: volume('base') }, ['ptn_1 r1|2026-10: 4000, 0']],
    ['each sale once, whatever its lines', { pay: volume('conversions') }, ['ptn_1 r1|2026-10|conversions: 2, 0']],
    ['the items', { pay: volume('items') }, ['ptn_1 r1|2026-10|items: 5, 0']],
    [
      "what is used up of a partner's cap",
      { pay: { rate: '0.1' }, cap: { amount: '330', per: 'partner-period' } },
      ['ptn_1 r1|2026-10: 0, 330'],
    ],
    [
      "what is used up of the program's cap",
      { pay: { rate: '0.1' }, cap: { amount: '330', per: 'program-period' } },
      ['program r1|2026-10: 0, 330'],
    ],
    [
      'money and cap of one month together',
      { pay: volume('base'), cap: { amount: '330', per: 'partner-period' } },
      ['ptn_1 r1|2026-10: 4000, 330'],
    ],
    [
      'steps with the partner, the cap with the program',
      { pay: volume('base'), cap: { amount: '330', per: 'program-period' } },
      ['ptn_1 r1|2026-10: 4000, 0', 'program r1|2026-10: 0, 330'],
    ],
    ['nothing where there is no window', { pay: { rate: '0.1' }, cap: { amount: '9', per: 'conversion' } }, []],
    ['nothing of a quarter that is not over', { pay: volume('base', 'quarter') }, []],
    [
      'nothing of a month whose lines are open for their quarter',
      { pay: volume('base', 'quarter'), cap: { amount: '330', per: 'partner-period' } },
      [],
    ],
  ])('is %s', (_, rule, expected) => {
    expect(kept(closeOctober({ plan: rules(rule), conversions }))).toEqual(expected);
  });

  it('is kept by rule: a sale under two rules is one for each', () => {
    const plan = rules({ pay: volume('conversions') }, { pay: volume('conversions'), when: { category: ['tea'] } });
    const sale = aSale(1, [1_000n, { amountMinor: 1_000n, category: 'tea' }]);
    expect(kept(closeOctober({ plan, conversions: [sale] }))).toEqual([
      'ptn_1 r1|2026-10|conversions: 1, 0',
      'ptn_1 r2|2026-10|conversions: 1, 0',
    ]);
  });

  it('is kept by partner: a shared sale is one for each', () => {
    const shared = {
      ...aSharedSale(['ptn_1', 'ptn_2'], [1_000n, 1_000n]),
      plan: rules({ pay: volume('conversions') }),
    };
    expect(kept(closeOctober(shared))).toEqual([
      'ptn_1 r1|2026-10|conversions: 1, 0',
      'ptn_2 r1|2026-10|conversions: 1, 0',
    ]);
  });

  it('leaves open lines out that share a window with sealed ones after an edit', () => {
    const cap = { amount: '330', per: 'partner-period' } as const;
    const plans = [
      rules({ pay: { rate: '0.1' }, cap }),
      { ...rules({ pay: volume('base', 'year'), cap }), version: 2, effectiveFrom: '2026-10-16' },
    ];
    const after = aSale(3, [1_000n], { occurredAt: at('2026-10-20T12:00:00+09:00') });
    // 150 and 180 before the edit; the 100 after it are cut to nothing, but would count for the year.
    expect(kept(closeOctober({ plans, conversions: [...conversions, after] }))).toEqual(['ptn_1 r1|2026-10: 0, 330']);
    // Without the second sale 150 are sealed, and the 100 of the year go on standing beside them.
    expect(kept(closeOctober({ plans, conversions: [aSale(1, [1_500n]), after] }))).toEqual([
      'ptn_1 r1|2026-10: 0, 150',
    ]);
  });
});

describe('what later closes add to a window', () => {
  const capped = { pay: volume('conversions'), cap: { amount: '900', per: 'partner-period' } } as const;
  const plan = rules(capped);
  const terms = someTerms({ plan });
  const lost = (change: Partial<Reversal>) => aReversal({ reversalId: 'lost', cause: 'chargeback', ...change });
  const won = (change: Partial<Reversal>) =>
    aReversal({ reversalId: 'won', cause: 'dispute-won', undoes: 'lost', occurredAt: NOVEMBER, ...change });

  it('is what a late sale has of it', () => {
    const october = closeOctober({ plan, conversions: [aSale(1, [1_000n])] });
    const november = closeNovember(october, terms, { conversions: [aSale(2, [2_000n])] });
    expect(kept(november)).toEqual(['ptn_1 r1|2026-10|conversions: 2, 0', 'ptn_1 r1|2026-10: 0, 300']);
  });

  it("is what a late sale has of the program's cap, whoever made it", () => {
    const pool = rules({ pay: { rate: '0.1' }, cap: { amount: '900', per: 'program-period' } });
    const october = closeOctober({ plan: pool, conversions: [aSale(1, [1_000n])] });
    const late = aSale(2, [2_000n], { partnerId: 'ptn_2' });
    expect(kept(closeNovember(october, someTerms({ plan: pool }), { conversions: [late] }))).toEqual([
      'program r1|2026-10: 0, 300',
    ]);
  });

  it('is no money of a won dispute: the steps stay where they were sealed', () => {
    const steps = rules({ pay: volume('base') });
    const of = { plan: steps, conversions: [aSale(1, [1_000n])], reversals: [lost({ amountMinor: 400n })] };
    const november = closeNovember(closeOctober(of), someTerms(of), { reversals: [won({ amountMinor: 400n })] });
    expect(kept(november)).toEqual(['ptn_1 r1|2026-10: 600, 0']);
  });

  it('is, of a won dispute, what it brings beyond the amount that was sealed, and no second count', () => {
    // Sealed with ¥60 of ¥600; ¥400 come back: ¥100, so ¥40 more are used up of the cap.
    const sale = aSale(1, [1_000n]);
    const october = closeOctober({ plan, conversions: [sale], reversals: [lost({ amountMinor: 400n })] });
    expect(kept(october)).toEqual(['ptn_1 r1|2026-10|conversions: 1, 0', 'ptn_1 r1|2026-10: 0, 60']);
    const november = closeNovember(october, terms, { reversals: [won({ amountMinor: 400n })] });
    expect(kept(november)).toEqual(['ptn_1 r1|2026-10|conversions: 1, 0', 'ptn_1 r1|2026-10: 0, 100']);
  });

  it('is the amount of a line that comes to life, and no count where the sale was counted', () => {
    const october = closeOctober({
      plan,
      conversions: [aSale(1, [1_000n, 500n])],
      reversals: [lost({ lineId: '2', amountMinor: 500n })],
    });
    const november = closeNovember(october, terms, { reversals: [won({ lineId: '2', amountMinor: 500n })] });
    expect(kept(november)).toEqual(['ptn_1 r1|2026-10|conversions: 1, 0', 'ptn_1 r1|2026-10: 0, 150']);
  });

  it('is a count where the sale was counted under another rule only', () => {
    const both = rules(capped, { pay: volume('conversions'), when: { category: ['tea'] } });
    const october = closeOctober({
      plan: both,
      conversions: [aSale(1, [1_000n, { amountMinor: 500n, category: 'tea' }])],
      reversals: [lost({ lineId: '2', amountMinor: 500n })],
    });
    const november = closeNovember(october, someTerms({ plan: both }), {
      reversals: [won({ lineId: '2', amountMinor: 500n })],
    });
    expect(kept(november)).toContain('ptn_1 r2|2026-10|conversions: 1, 0');
  });

  it('is a count for a partner of whose lines none was counted, though those of another were', () => {
    const elsewhere = rules(capped, { pay: { rate: '0.1' }, when: { partner: ['ptn_2'], category: ['tea'] } });
    const sale = aSharedSale(['ptn_1', 'ptn_2'], [{ amountMinor: 1_000n, category: 'tea' }, 500n]);
    const of = { ...sale, plan: elsewhere, reversals: [lost({ lineId: '2', amountMinor: 500n })] };
    const october = closeOctober(of);
    expect(kept(october)).toEqual(['ptn_1 r1|2026-10|conversions: 1, 0', 'ptn_1 r1|2026-10: 0, 50']);
    const november = closeNovember(october, someTerms(of), { reversals: [won({ lineId: '2', amountMinor: 500n })] });
    expect(kept(november)).toEqual([
      'ptn_1 r1|2026-10|conversions: 1, 0',
      'ptn_1 r1|2026-10: 0, 75',
      'ptn_2 r1|2026-10|conversions: 1, 0',
      'ptn_2 r1|2026-10: 0, 25',
    ]);
  });

  it('leaves a window alone that nothing concerns', () => {
    const october = closeOctober({ plan, conversions: [aSale(1, [1_000n])] });
    const november = closeNovember(october, terms, { conversions: [aSale(2, [2_000n], { occurredAt: NOVEMBER })] });
    expect(kept(november).slice(0, 2)).toEqual(kept(october));
    expect(kept(november)).toHaveLength(4);
  });
});
