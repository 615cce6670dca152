import { describe, expect, it } from 'vitest';
import { recordConversion } from '../../../functions/usecases/facts/record-conversion.ts';
import { recordReversal } from '../../../functions/usecases/facts/record-reversal.ts';
import { aClick, aConversion, aLine, anEnrollment, aPlan, aReversal, at } from '../../support/build.ts';
import { cloudLikeStores, crashing } from '../../support/crashing-stores.ts';
import type { Step, World } from './world.ts';
import { aWorld, booksOf } from './world.ts';

const STEPS: readonly Step[] = ['seal', 'calculate', 'approve', 'close', 'payout'];
const OCTOBER = '2026-10';
const NOVEMBER = '2026-11';

/** October is paid; November, with a take-back, a late sale and a release, is about to be sealed. */
async function beforeNovember(): Promise<World> {
  const world = await aWorld({
    stores: cloudLikeStores(),
    plans: [
      aPlan({
        holdDays: 14,
        bonuses: [
          {
            id: 'b1',
            metric: 'base',
            window: 'month',
            reaches: '10000',
            pay: { flat: { amount: '300', currency: 'JPY' } },
          },
        ],
        overrides: { rates: ['0.1'], of: 'commission' },
      }),
    ],
    enrollments: [
      anEnrollment({ partnerId: 'ptn_1' }),
      anEnrollment({ partnerId: 'ptn_2', recruitedBy: 'ptn_1' }),
      anEnrollment({ partnerId: 'ptn_3' }),
    ],
  });
  world.setNow(at('2026-11-01T01:00:00+09:00'));
  await world.record({
    clicks: [aClick({ clickId: 'k1', occurredAt: at('2026-10-01T10:00:00+09:00'), partnerId: 'ptn_2' })],
    conversions: [
      aConversion({ conversionId: 'c1', occurredAt: at('2026-10-02T10:00:00+09:00') }),
      aConversion({ conversionId: 'c2', occurredAt: at('2026-10-28T10:00:00+09:00'), partnerId: 'ptn_3' }),
    ],
  });
  await world.settle(OCTOBER);
  world.setNow(at('2026-12-01T01:00:00+09:00'));
  await world.record({
    conversions: [
      aConversion({ conversionId: 'c3', occurredAt: at('2026-10-30T10:00:00+09:00'), partnerId: 'ptn_2' }),
      aConversion({
        conversionId: 'c4',
        occurredAt: at('2026-11-03T10:00:00+09:00'),
        partnerId: 'ptn_2',
        lines: [aLine(), aLine({ lineId: '2', amountMinor: 3_000n })],
      }),
    ],
    reversals: [
      aReversal({ reversalId: 'r1', conversionId: 'c1', occurredAt: at('2026-11-05T10:00:00+09:00') }),
      aReversal({ reversalId: 'r4', conversionId: 'c4', occurredAt: at('2026-11-06T10:00:00+09:00'), lineId: '2' }),
    ],
  });
  return world;
}

/** All that is left behind: the settlement, the books, and what a partner sees. */
async function outcomeOf(world: World) {
  const { deps, scope } = world;
  return {
    settlement: await deps.stores.settlements.settlement(scope, NOVEMBER),
    books: await booksOf(world, NOVEMBER),
    listed: await deps.stores.statements.statementsOfPartner(scope.merchantId, 'ptn_2'),
  };
}

async function runUpTo(world: World, step: Step): Promise<void> {
  for (const earlier of STEPS.slice(0, STEPS.indexOf(step))) await world.step(earlier, NOVEMBER);
}

describe('a crash at any call of a store, and then the step again', () => {
  it.each(STEPS)('leaves what a %s without a crash leaves', async (step) => {
    const straight = await beforeNovember();
    await runUpTo(straight, step);
    const counted = crashing(straight.deps.stores, { after: Number.POSITIVE_INFINITY, isCommitted: false });
    await straight.step(step, NOVEMBER, counted.stores);
    const calls = counted.calls();
    expect(calls).toBeGreaterThan(2);
    for (const later of STEPS.slice(STEPS.indexOf(step) + 1)) await straight.step(later, NOVEMBER);
    const expected = await outcomeOf(straight);

    for (const isCommitted of [false, true]) {
      for (let after = 0; after < calls; after += 1) {
        const world = await beforeNovember();
        await runUpTo(world, step);
        const { stores } = crashing(world.deps.stores, { after, isCommitted });
        await expect(world.step(step, NOVEMBER, stores)).rejects.toThrow('crashed');
        for (const again of STEPS.slice(STEPS.indexOf(step))) await world.step(again, NOVEMBER);
        expect(await outcomeOf(world), `crash at call ${after}, committed: ${isCommitted}`).toEqual(expected);
      }
    }
  });
});

describe('a crash while a fact is recorded, and then the fact again', () => {
  const conversion = aConversion({
    conversionId: 'c5',
    occurredAt: at('2026-11-20T10:00:00+09:00'),
    customerId: 'cus_1',
    visitorId: 'vis_1',
    partnerId: 'ptn_1',
  });
  const reversal = aReversal({ reversalId: 'r5', conversionId: 'c3', occurredAt: at('2026-11-20T10:00:00+09:00') });

  it.each([
    ['conversion', recordConversionIn],
    ['reversal', recordReversalIn],
  ] as const)('counts the %s once', async (_, record) => {
    const straight = await beforeNovember();
    const counted = crashing(straight.deps.stores, { after: Number.POSITIVE_INFINITY, isCommitted: false });
    await record(straight, counted.stores);
    await straight.settle(NOVEMBER);
    const expected = await outcomeOf(straight);

    for (const isCommitted of [false, true]) {
      for (let after = 0; after < counted.calls(); after += 1) {
        const world = await beforeNovember();
        const { stores } = crashing(world.deps.stores, { after, isCommitted });
        await expect(record(world, stores)).rejects.toThrow('crashed');
        await record(world, world.deps.stores);
        await world.settle(NOVEMBER);
        expect(await outcomeOf(world), `crash at call ${after}, committed: ${isCommitted}`).toEqual(expected);
      }
    }
  });

  async function recordConversionIn({ deps, scope }: World, stores: World['deps']['stores']): Promise<void> {
    await recordConversion({ ...deps, stores }, { scope, conversion });
  }

  async function recordReversalIn({ deps, scope }: World, stores: World['deps']['stores']): Promise<void> {
    await recordReversal({ ...deps, stores }, { scope, reversal });
  }
});
