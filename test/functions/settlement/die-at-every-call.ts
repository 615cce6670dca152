import { expect } from 'vitest';
import type { Stores } from '../../../functions/store/store.ts';
import { Crashed, cloudLikeStores, crashing, NEVER } from '../../support/crashing-stores.ts';
import type { World } from './world.ts';
import { worldOn } from './world.ts';

/** A command in a world, what went before it, what follows, and everything that is left in the end. */
interface Life {
  readonly before: (stores: Stores) => Promise<World>;
  readonly command: (world: World, stores: Stores) => Promise<unknown>;
  readonly after?: (world: World) => Promise<unknown>;
  readonly left: (world: World) => Promise<unknown>;
}

/**
 * Lives it through without a death, then with a process that dies at each call of a store in turn, and the next that is given the
 * same command: both must leave the same. The world before the command is made once and repeated by its writes.
 */
export async function dieAtEveryCall({ before, command, after, left }: Life): Promise<void> {
  const begun = crashing(cloudLikeStores(), NEVER);
  const { program, deps } = await before(begun.stores);
  const again = async (): Promise<World> => {
    const stores = cloudLikeStores();
    await begun.repeatOn(stores);
    return worldOn(stores, program, deps.now());
  };
  const straight = await again();
  const counted = crashing(straight.deps.stores, NEVER);
  await command(straight, counted.stores);
  const deaths = counted.deaths();
  expect(deaths.length).toBeGreaterThan(0);
  await after?.(straight);
  const expected = await left(straight);
  for (const death of deaths) {
    const world = await again();
    await expect(command(world, crashing(world.deps.stores, death).stores)).rejects.toThrow(Crashed);
    if (!death.isDistinct) continue;
    await command(world, world.deps.stores);
    await after?.(world);
    expect(await left(world), `died at call ${death.after}, committed: ${death.isCommitted}`).toEqual(expected);
  }
}
