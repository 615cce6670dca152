import { describe, it } from 'vitest';
import { at } from '../../support/build.ts';
import { dieAtEveryCall } from '../settlement/die-at-every-call.ts';
import type { Stage } from './payout-life.ts';
import {
  approve,
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

/** What came back in euro goes to an account in yen. */
const INTO_YEN: readonly Stage[] = [
  ...EXCHANGED,
  ...giving('an account in yen to pay from', '2026-12-02', 'program/prg_1', 2, bank('7654321', 'カ)ブンパイ')),
  ...giving('an account in yen', '2026-12-02', 'ptn_2', 2, bank('0000003', 'カエデ')),
];
const REDRAFTED = prepare('preparing in yen what came back in euro', '2026-12-05');

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
  { before: INTO_YEN, stage: REDRAFTED },
  {
    before: [...INTO_YEN, REDRAFTED],
    stage: { ...approve('2026-10-zengin-1', '2026-12-05'), what: 'approving it in yen' },
  },
];

function stageAt(stages: readonly Stage[], place: number) {
  const stage = stages[place];
  if (stage === undefined) throw new Error(`no stage ${place}`);
  return { before: stages.slice(0, place), stage };
}

describe('a process that dies at any call of the stores leaves nothing that the command sent again does not finish', () => {
  it.each(LIVES)('$stage.what', async ({ before, stage }) => {
    await dieAtEveryCall({
      before: async (stores) => {
        const world = await closedOctober(stores);
        await living(world, before);
        world.setNow(at(`${stage.on}T09:00:00+09:00`));
        return world;
      },
      command: ({ deps, scope }, stores) => stage.command({ ...deps, stores }, scope),
      left: leftBy,
    });
  });
});
