import { describe, expect, it } from 'vitest';
import { at } from '../../support/build.ts';
import { Crashed, crashing } from '../../support/crashing-stores.ts';
import type { World } from '../settlement/world.ts';
import type { Stage } from './payout-life.ts';
import {
  bank,
  cancel,
  closedOctober,
  EXCHANGED,
  GIVEN,
  giving,
  leftBy,
  living,
  prepare,
  settle,
  UP_TO_RESULTS,
} from './payout-life.ts';

/** Every stage once, each after those that it needs. */
const LIVES: readonly { readonly before: readonly Stage[]; readonly stage: Stage }[] = [
  ...[0, 1, 2, 3].map((place) => stageAt(GIVEN, place)),
  ...[6, 7, 8, 9].map((place) => stageAt(UP_TO_RESULTS, place)),
  ...[11, 12, 13].map((place) => stageAt(EXCHANGED, place)),
  { before: UP_TO_RESULTS, stage: settle },
  { before: UP_TO_RESULTS.slice(0, 8), stage: cancel },
  {
    before: [...UP_TO_RESULTS, ...giving('corrected details', '2026-12-01', 'ptn_2', 2, bank('0000003', 'カエデ'))],
    stage: prepare('preparing again what came back', '2026-12-04'),
  },
];

function stageAt(stages: readonly Stage[], place: number) {
  const stage = stages[place];
  if (stage === undefined) throw new Error(`no stage ${place}`);
  return { before: stages.slice(0, place), stage };
}

describe('a process that dies at any call of the stores leaves nothing that the command sent again does not finish', () => {
  it.each(LIVES)('$stage.what', { timeout: 120_000 }, async ({ before, stage }) => {
    const world = async (): Promise<World> => {
      const made = await closedOctober();
      await living(made, before);
      made.setNow(at(`${stage.on}T09:00:00+09:00`));
      return made;
    };
    const straight = await world();
    const counted = crashing(straight.deps.stores, { after: Number.POSITIVE_INFINITY, isCommitted: false });
    await stage.command({ ...straight.deps, stores: counted.stores }, straight.scope);
    const expected = await leftBy(straight);
    expect(counted.calls()).toBeGreaterThan(0);
    for (let after = 0; after < counted.calls(); after += 1) {
      for (const isCommitted of counted.isWrite(after) ? [false, true] : [false]) {
        const crashed = await world();
        const { stores } = crashing(crashed.deps.stores, { after, isCommitted });
        await expect(stage.command({ ...crashed.deps, stores }, crashed.scope)).rejects.toThrow(Crashed);
        await stage.command(crashed.deps, crashed.scope);
        expect(await leftBy(crashed), `died at call ${after}, committed: ${isCommitted}`).toEqual(expected);
      }
    }
  });
});
