import { describe, expect, it } from 'vitest';
import { readSettlement } from '../../functions/usecases/settlement/read-settlement.ts';
import { aWorld } from '../functions/settlement/world.ts';
import { closeCase } from './close-case.ts';
import { goldenCases } from './golden-case.ts';

describe('a golden case comes to the same through the use cases', () => {
  for (const golden of goldenCases()) {
    it(golden.name, async () => {
      const world = await aWorld(golden);
      for (const [index, { summary }] of closeCase(golden).entries()) {
        const close = golden.closes[index];
        if (!close) continue;
        world.setNow(world.periodOf(close.periodId).end + 3_600_000);
        await world.record(close);
        await world.settle(close.periodId);
        const read = await readSettlement(world.deps, { scope: world.scope, periodId: close.periodId });
        expect(read.summary).toEqual(summary);
      }
    });
  }
});
