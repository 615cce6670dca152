import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../domain/commission/plan.ts';
import type { Carry } from '../../../domain/settlement/carry.ts';
import { EMPTY_CARRY } from '../../../domain/settlement/carry.ts';
import { closePeriod } from '../../../domain/settlement/close-period.ts';
import { simulatedMonth } from '../../../domain/settlement/simulate.ts';
import type { MonthPair, Simulation } from '../../../domain/settlement/simulation.ts';
import { simulationOf } from '../../../domain/settlement/simulation.ts';
import type { Figures, Summary } from '../../../domain/settlement/summary.ts';
import { summaryOf } from '../../../domain/settlement/summary.ts';
import type { FactsChange } from '../../support/build.ts';
import { aConversion, aPlan, aReversal, aRule, at, someFacts, someTerms } from '../../support/build.ts';

const sale = (conversionId: string, date: string, partnerId = 'ptn_1') =>
  aConversion({ conversionId, occurredAt: at(`${date}T12:00:00+09:00`), partnerId });

/** October and November, closed as they were and again from `from` on with a draft. */
function simulated(plans: readonly Plan[], draft: Plan, from: '2026-10' | '2026-11', months: readonly FactsChange[]) {
  const terms = someTerms({ plans });
  const since = terms.calendar.period(from).start;
  let carry: Carry = EMPTY_CARRY;
  let draftCarry: Carry | null = null;
  return ['2026-10', '2026-11'].flatMap((month, index): MonthPair[] => {
    const period = terms.calendar.period(month);
    const facts = someFacts(months[index]);
    const before = draftCarry ?? carry;
    const result = closePeriod(period, facts, carry, terms);
    carry = result.carry;
    if (month < from) return [];
    const under = simulatedMonth({ period, facts, terms }, before, { plan: draft, since });
    draftCarry = under.carry;
    return [{ actual: summaryOf(result, terms), draft: under.summary }];
  });
}

const commissions = (pairs: readonly MonthPair[]) =>
  pairs.map(({ actual, draft }) => [actual.totals.commission, draft.totals.commission]);

const tenth = aPlan({ holdDays: 0, rules: [aRule({ id: 'base', pay: { rate: '0.1' } })] });

describe('a simulated month', () => {
  const months = [
    { conversions: [sale('c1', '2026-10-05')] },
    {
      conversions: [sale('c2', '2026-11-05')],
      reversals: [aReversal({ conversionId: 'c1', occurredAt: at('2026-11-07T12:00:00+09:00') })],
    },
  ];

  it('is closed as if the draft had been the plan, and the next goes on from it', () => {
    // A refund of 1,000: 50 of the 500, or 100 of the 1,000.
    expect(commissions(simulated([aPlan()], tenth, '2026-10', months))).toEqual([
      ['500', '1000'],
      ['450', '900'],
    ]);
  });

  it('counts what was sold before it by the plan of that time', () => {
    expect(commissions(simulated([aPlan()], tenth, '2026-11', months))).toEqual([['450', '950']]);
  });

  it('takes the place of every version that began in it or later, and of none before', () => {
    const next = aPlan({ version: 2, effectiveFrom: '2026-11-01', rules: [] });
    expect(commissions(simulated([aPlan(), next], tenth, '2026-11', months))).toEqual([['-50', '950']]);
    expect(commissions(simulated([aPlan(), next], tenth, '2026-10', months))).toEqual([
      ['500', '1000'],
      ['-50', '900'],
    ]);
  });

  it('is under the draft from its first instant, and whatever version and day the draft names itself', () => {
    const midnight = {
      conversions: [aConversion({ partnerId: 'ptn_1', occurredAt: at('2026-11-01T00:00:00+09:00') })],
    };
    const draft = { ...tenth, version: 1, effectiveFrom: '2030-01-01' };
    expect(commissions(simulated([aPlan()], draft, '2026-11', [{}, midnight]))).toEqual([['500', '1000']]);
  });

  it('leaves an earlier sale that changes plans by a version of the same day to that version', () => {
    const plans = [aPlan(), aPlan({ version: 9, effectiveFrom: '2026-10-01', rules: [] })];
    expect(commissions(simulated(plans, tenth, '2026-11', months))).toEqual([['0', '1000']]);
  });
});

const NOTHING: Figures = {
  base: '0',
  commission: '0',
  bonus: '0',
  override: '0',
  held: '0',
  released: '0',
  payable: '0',
  payout: '0',
};

interface MonthFigures {
  readonly period?: string;
  readonly totals?: Partial<Figures>;
  readonly partners?: Readonly<Record<string, Partial<Figures>>>;
  readonly conversions?: Readonly<Record<string, number>>;
}

const aSummary = ({ period = '2026-10', totals, partners = {}, conversions }: MonthFigures): Summary => ({
  program: 'prg_1',
  period,
  currency: 'JPY',
  conversions: { recorded: 0, attributed: 0, ...conversions },
  unmatchedReversals: 0,
  totals: { ...NOTHING, ...totals },
  partners: Object.entries(partners).map(([partnerId, figures]) => ({ partnerId, ...NOTHING, ...figures })),
});

const aPair = (actual: MonthFigures, draft: MonthFigures): MonthPair => ({
  actual: aSummary(actual),
  draft: aSummary({ ...(actual.period !== undefined && { period: actual.period }), ...draft }),
});

const outcomes = ({ partners }: Simulation) =>
  partners.map(({ partnerId, outcome, change }) => [partnerId, outcome, change]);

describe('a simulation', () => {
  it('costs commission, bonuses and overrides together, and shows the payout beside', () => {
    const of = { commission: '100', bonus: '20', override: '3', payout: '70' };
    const { totals } = simulationOf([
      aPair({ totals: of }, { totals: { ...of, commission: '90', bonus: '35', payout: '60' } }),
    ]);
    expect(totals).toEqual({
      actual: { commission: '100', bonus: '20', override: '3', cost: '123', payout: '70' },
      draft: { commission: '90', bonus: '35', override: '3', cost: '128', payout: '60' },
      change: '5',
    });
  });

  it('adds months and partners up', () => {
    const simulation = simulationOf([
      aPair(
        { totals: { commission: '100' }, partners: { ptn_1: { commission: '100' } }, conversions: { recorded: 1 } },
        {
          totals: { commission: '110' },
          partners: { ptn_1: { commission: '110' } },
          conversions: { recorded: 3, 'waiting:rate.missing': 2 },
        },
      ),
      aPair(
        { period: '2026-11', totals: { bonus: '7' }, partners: { ptn_1: { bonus: '7' } } },
        { totals: { override: '4' }, partners: { ptn_1: { override: '4' } }, conversions: { recorded: 5 } },
      ),
    ]);
    expect(simulation).toMatchObject({
      program: 'prg_1',
      currency: 'JPY',
      from: '2026-10',
      to: '2026-11',
      totals: { actual: { cost: '107' }, draft: { cost: '114' }, change: '7' },
      months: [
        { period: '2026-10', conversions: 3, waiting: 2, change: '10' },
        { period: '2026-11', conversions: 5, waiting: 0, change: '-3' },
      ],
      partners: [
        { partnerId: 'ptn_1', actual: { commission: '100', bonus: '7' }, draft: { commission: '110' }, change: '7' },
      ],
    });
  });

  it('tells winners, losers and the unchanged, from the largest gain to the largest loss, then by id', () => {
    const partners = (figures: Readonly<Record<string, string>>) => ({
      partners: Object.fromEntries(Object.entries(figures).map(([id, commission]) => [id, { commission }])),
    });
    const simulation = simulationOf([
      aPair(
        partners({ e: '5', b: '5', d: '5', c: '5', a: '5', f: '5' }),
        partners({ e: '6', b: '5', d: '2', c: '9', a: '6', f: '1' }),
      ),
    ]);
    expect(outcomes(simulation)).toEqual([
      ['c', 'winner', '4'],
      ['a', 'winner', '1'],
      ['e', 'winner', '1'],
      ['b', 'unchanged', '0'],
      ['d', 'loser', '-3'],
      ['f', 'loser', '-4'],
    ]);
    expect([simulation.winners, simulation.unchanged, simulation.losers]).toEqual([3, 1, 2]);
  });

  it('knows partners that only one side has', () => {
    const one = { partners: { gone: { commission: '3' } } };
    const other = { partners: { come: { bonus: '2' } } };
    expect(outcomes(simulationOf([aPair(one, other)]))).toEqual([
      ['come', 'winner', '2'],
      ['gone', 'loser', '-3'],
    ]);
  });

  it('is of one month at least', () => {
    expect(() => simulationOf([])).toThrow(
      expect.objectContaining({ code: 'period.invalid', message: 'a simulation is of one month at least' }),
    );
  });
});
