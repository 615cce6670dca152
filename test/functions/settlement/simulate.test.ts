import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../domain/commission/plan.ts';
import { memoryStores } from '../../../functions/store/memory/stores.ts';
import { simulatePlan } from '../../../functions/usecases/analysis/simulate-plan.ts';
import { simulationCsv } from '../../../functions/usecases/analysis/simulation-csv.ts';
import { saveDraft } from '../../../functions/usecases/terms/plan-draft.ts';
import { readPlan } from '../../../functions/usecases/terms/plan-version.ts';
import { MONTHS, scenario } from '../../domain/settlement/scenario.ts';
import { aConversion, aPlan, aReversal, aRule, at } from '../../support/build.ts';
import { lived, recordable, recordingsOf } from './lived.ts';
import type { World } from './world.ts';
import { aWorld, booksOf } from './world.ts';

const OCTOBER = '2026-10';
const NOVEMBER = '2026-11';
const DECEMBER = '2026-12';
const noon = (date: string): number => at(`${date}T12:00:00+09:00`);

/** Three closed months at 5 %, released at once: ptn_1 sells in each, ptn_2 in October; one sale of November waits for a rate. */
async function quarter(plans: readonly Plan[] = [aPlan({ holdDays: 0 })]): Promise<World> {
  const world = await aWorld({ plans });
  const sale = (conversionId: string, date: string, partnerId: string) =>
    aConversion({ conversionId, occurredAt: noon(date), partnerId });
  const months = [
    { conversions: [sale('c1', '2026-10-05', 'ptn_1'), sale('c2', '2026-10-06', 'ptn_2')] },
    {
      conversions: [sale('c3', '2026-11-05', 'ptn_1'), { ...sale('c4', '2026-11-06', 'ptn_1'), currency: 'USD' }],
      reversals: [aReversal({ conversionId: 'c1', occurredAt: noon('2026-11-07') })],
    },
    { conversions: [sale('c5', '2026-12-05', 'ptn_1')] },
  ];
  for (const [index, month] of [OCTOBER, NOVEMBER, DECEMBER].entries()) {
    world.setNow(world.periodOf(month).end + 3_600_000);
    await world.record(months[index] ?? {});
    await world.settle(month);
  }
  return world;
}

/** 10 % for ptn_1, 1 % for anybody else. */
const draft = aPlan({
  holdDays: 0,
  rules: [
    aRule({ id: 'own', when: { partner: ['ptn_1'] }, pay: { rate: '0.1' } }),
    aRule({ id: 'base', pay: { rate: '0.01' } }),
  ],
});

function simulate({ deps, scope }: World, from: string, to: string, plan: Plan = draft) {
  return simulatePlan(deps, { scope, plan, from, to });
}

describe('a simulation', () => {
  it('of a stored draft is that of its plan, and the draft stays a draft', async () => {
    const world = await quarter();
    const { deps, scope } = world;
    const plan = aPlan({ ...draft, version: 2, effectiveFrom: '2027-02-01' });
    await saveDraft(deps, { scope, version: 2, by: 'sato', seen: null, plan });
    const simulation = await simulatePlan(deps, { scope, plan: 2, from: OCTOBER, to: DECEMBER });
    expect(simulation).toEqual(await simulate(world, OCTOBER, DECEMBER));
    expect((await readPlan(deps, scope, 2)).status).toBe('draft');
  });

  it('says what a draft would have cost, month by month and partner by partner', async () => {
    const simulation = await simulate(await quarter(), OCTOBER, DECEMBER);
    expect(simulation).toMatchObject({
      from: OCTOBER,
      to: DECEMBER,
      currency: 'JPY',
      winners: 1,
      losers: 1,
      unchanged: 1,
      // Actual: 500 + 500, then 500 − 50, then 500. Draft: 1000 + 100, then 1000 − 100, then 1000.
      totals: {
        actual: { commission: '1950', cost: '1950' },
        draft: { commission: '3000', cost: '3000' },
        change: '1050',
      },
    });
    expect(
      simulation.months.map(({ period, conversions, waiting, change }) => [period, conversions, waiting, change]),
    ).toEqual([
      [OCTOBER, 2, 0, '100'],
      [NOVEMBER, 2, 1, '450'],
      [DECEMBER, 1, 0, '500'],
    ]);
    expect(simulation.partners.map(({ partnerId, outcome, change }) => [partnerId, outcome, change])).toEqual([
      ['ptn_1', 'winner', '1450'],
      ['ptn_3', 'unchanged', '0'],
      ['ptn_2', 'loser', '-400'],
    ]);
  });

  it('goes on from what really was: a refund of an earlier sale counts by the plan of that sale', async () => {
    const { months } = await simulate(await quarter(), NOVEMBER, NOVEMBER);
    expect(months).toMatchObject([{ actual: { commission: '450' }, draft: { commission: '950' }, change: '500' }]);
  });

  it('takes the place of versions that began later', async () => {
    const plans = [aPlan({ holdDays: 0 }), aPlan({ holdDays: 0, version: 2, effectiveFrom: '2026-12-01', rules: [] })];
    const simulation = await simulate(await quarter(plans), NOVEMBER, DECEMBER);
    expect(simulation.months.map(({ actual, draft: under }) => [actual.commission, under.commission])).toEqual([
      ['450', '950'],
      ['0', '1000'],
    ]);
  });

  it('of the plan as it was changes nothing, whatever the facts', async () => {
    await fc.assert(
      fc.asyncProperty(scenario.map(recordable), async (given) => {
        const [plan] = given.terms.plans;
        if (plan === undefined) return;
        const one = { ...given, terms: { ...given.terms, plans: [plan] } };
        const { deps, scope } = await lived(one, recordingsOf(one), memoryStores());
        const simulation = await simulatePlan(deps, { scope, plan: plan.plan, from: MONTHS[0], to: MONTHS[2] });
        const changed = [simulation.totals, ...simulation.months, ...simulation.partners].filter(
          ({ actual, draft: under }) => JSON.stringify(actual) !== JSON.stringify(under),
        );
        expect(changed).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('writes nothing', async () => {
    const world = await quarter();
    const before = JSON.stringify(await booksOf(world, DECEMBER), bigText);
    const write = (): never => {
      throw new Error('a simulation must not write');
    };
    const { stores } = world.deps;
    const readOnly = {
      ...stores,
      ledger: { ...stores.ledger, post: write },
      runs: { ...stores.runs, putRun: write, putManifest: write },
      settlements: { ...stores.settlements, advance: write },
      programs: { ...stores.programs, putPlan: write },
      statements: { ...stores.statements, putStatement: write },
    };
    await simulatePlan(
      { ...world.deps, stores: readOnly },
      { scope: world.scope, plan: draft, from: OCTOBER, to: DECEMBER },
    );
    expect(JSON.stringify(await booksOf(world, DECEMBER), bigText)).toBe(before);
  });

  it('refuses a draft with all that is wrong with it, and months that are not closed', async () => {
    const world = await quarter();
    const unknown = aPlan({ rules: [aRule({ when: { partner: ['ptn_9'] }, pay: { rate: '1.5' } })] });
    await expect(simulate(world, OCTOBER, OCTOBER, unknown)).rejects.toMatchObject({
      code: 'plan.invalid',
      errors: [{ field: 'plan.rules[0].when.partner[0]' }, { field: 'plan.rules[0].pay.rate' }],
    });
    for (const [from, to, code] of [
      [DECEMBER, '2027-01', 'period.wrong-status'],
      [DECEMBER, OCTOBER, 'period.invalid'],
      ['2020-01', DECEMBER, 'period.invalid'],
    ] as const) {
      await expect(simulate(world, from, to)).rejects.toMatchObject({ code });
    }
  });

  it('as a table has a row for each partner, each month and the total', async () => {
    const csv = simulationCsv(await simulate(await quarter(), OCTOBER, DECEMBER));
    expect(csv.slice(1).split('\r\n')).toEqual([
      'row,name,actual_commission,draft_commission,actual_bonus,draft_bonus,actual_override,draft_override,' +
        'actual_cost,draft_cost,actual_payout,draft_payout,change,outcome,currency',
      'partner,ptn_1,1450,2900,0,0,0,0,1450,2900,1450,2900,1450,winner,JPY',
      'partner,ptn_3,0,0,0,0,0,0,0,0,0,0,0,unchanged,JPY',
      'partner,ptn_2,500,100,0,0,0,0,500,100,500,100,-400,loser,JPY',
      'month,2026-10,1000,1100,0,0,0,0,1000,1100,1000,1100,100,,JPY',
      'month,2026-11,450,900,0,0,0,0,450,900,450,900,450,,JPY',
      'month,2026-12,500,1000,0,0,0,0,500,1000,500,1000,500,,JPY',
      'total,,1950,3000,0,0,0,0,1950,3000,1950,3000,1050,,JPY',
      '',
    ]);
  });
});

const bigText = (_name: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);
