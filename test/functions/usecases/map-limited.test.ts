import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { mapLimited } from '../../../functions/usecases/map-limited.ts';

const ITEMS = Array.from({ length: 20 }, (_, index) => index);

describe('work on many things, some at a time', () => {
  it('answers in the order of the things, with no more under way than was said', async () => {
    let underWay = 0;
    let most = 0;
    const done = await mapLimited(ITEMS, 4, async (item) => {
      underWay += 1;
      most = Math.max(most, underWay);
      for (let turns = item % 3; turns >= 0; turns -= 1) await turn();
      underWay -= 1;
      return item * 2;
    });
    expect(done).toEqual(ITEMS.map((item) => item * 2));
    expect(most).toBe(4);
  });

  it('begins nothing after an error, and has ended all that was under way before it tells of it', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const failing = mapLimited(ITEMS, 4, async (item) => {
      begun.push(item);
      await turn();
      if (item === 1) throw new Error('the store said no');
      await turn();
      ended.push(item);
    });
    await expect(failing).rejects.toThrow('the store said no');
    const untilThen = [...begun];
    for (let turns = 0; turns < 10; turns += 1) await turn();
    expect(begun).toEqual(untilThen);
    expect(untilThen).toEqual([0, 1, 2, 3]);
    expect(ended).toEqual([0, 2, 3]);
  });

  it('tells the first of several errors', async () => {
    const failing = mapLimited(ITEMS, 4, async (item) => {
      for (let turns = item; turns < 4; turns += 1) await turn();
      throw new Error(`item ${item}`);
    });
    await expect(failing).rejects.toThrow('item 3');
  });
});
