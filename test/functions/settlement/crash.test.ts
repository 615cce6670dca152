import { describe, it } from 'vitest';
import type { Deps } from '../../../functions/runtime/deps.ts';
import type { Scope } from '../../../functions/store/scope.ts';
import type { Stores } from '../../../functions/store/store.ts';
import { recordConversion } from '../../../functions/usecases/facts/record-conversion.ts';
import { recordReversal } from '../../../functions/usecases/facts/record-reversal.ts';
import { aClick, aConversion, aLine, anEnrollment, aPlan, aReversal, at } from '../../support/build.ts';
import { dieAtEveryCall } from './die-at-every-call.ts';
import type { Step, World } from './world.ts';
import { aWorld, booksOf } from './world.ts';

const STEPS: readonly Step[] = ['seal', 'calculate', 'approve', 'close', 'payout'];
const OCTOBER = '2026-10';
const NOVEMBER = '2026-11';

/** October is paid; November, with a take-back, a late sale and a release, is about to be sealed. */
async function beforeNovember(stores: Stores): Promise<World> {
  const world = await aWorld({
    stores,
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

describe('a crash at any call of a store, and then the step again', () => {
  it.each(STEPS)('leaves what a %s without a crash leaves', async (step) => {
    const place = STEPS.indexOf(step);
    const steps = async (world: World, some: readonly Step[]): Promise<void> => {
      for (const each of some) await world.step(each, NOVEMBER);
    };
    await dieAtEveryCall({
      before: async (stores) => {
        const world = await beforeNovember(stores);
        await steps(world, STEPS.slice(0, place));
        return world;
      },
      command: (world, stores) => world.step(step, NOVEMBER, stores),
      after: (world) => steps(world, STEPS.slice(place + 1)),
      left: outcomeOf,
    });
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
    ['conversion', (deps: Deps, scope: Scope) => recordConversion(deps, { scope, conversion })],
    ['reversal', (deps: Deps, scope: Scope) => recordReversal(deps, { scope, reversal })],
  ] as const)('counts the %s once', async (_, record) => {
    await dieAtEveryCall({
      before: beforeNovember,
      command: ({ deps, scope }, stores) => record({ ...deps, stores }, scope),
      after: (world) => world.settle(NOVEMBER),
      left: outcomeOf,
    });
  });
});
