import { expect, it } from 'vitest';
import { late } from '../../../functions/runtime/late.ts';

interface Counter {
  readonly add: (by: number) => Promise<number>;
}

const counter = (): Counter => {
  let sum = 0;
  return { add: async (by) => (sum += by) };
};

it('loads a port when it is first asked, and once', async () => {
  let loads = 0;
  const port = late(async () => {
    loads += 1;
    return counter();
  });
  // A port may be awaited like any value; that asks it nothing.
  await Promise.resolve(port);
  expect(loads).toBe(0);
  expect(await Promise.all([port.add(2), port.add(3)])).toEqual([2, 5]);
  expect(loads).toBe(1);
});
