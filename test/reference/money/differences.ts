import { randomFrom } from '../../../cli/sample/random.ts';
import type { World } from '../../functions/settlement/world.ts';
import type { Shared } from './comparison.ts';
import { Comparison } from './comparison.ts';
import * as live from './live.ts';
import { begin, givePayee } from './people.ts';
import { randomHistories } from './random-history.ts';

export interface Compared {
  /** What the product and the reference make different, until the end of the first month that has any. */
  readonly differences: readonly string[];
  /** Which figures there were that are not zero, with their signs. */
  readonly seen: ReadonlySet<string>;
}

/** Lives the random months of a seed through, and compares every figure as they go. */
export async function moneyDifferencesOf(seed: number): Promise<Compared> {
  const random = randomFrom(seed);
  const shared: Shared = { bought: new Map(), due: [] };
  const programs: Comparison[] = [];
  const worlds: World[] = [];
  const [first, ...others] = randomHistories(random);
  if (first === undefined) throw new Error('no program');
  for (const history of [first, ...others]) {
    const world = await begin(history, worlds.at(-1) ?? null);
    worlds.push(world);
    programs.push(new Comparison(history, { random, world, shared }));
  }
  const [world] = worlds as [World];
  const revisions = new Map<string, number>();
  const differences: string[] = [];
  for (const month of first.months) {
    await live.tell(world, first, month);
    for (const program of programs) await program.close(month);
    const unlucky = new Set<string>();
    for (const program of programs) for (const partnerId of await program.pay(month)) unlucky.add(partnerId);
    // Whose transfers came back give other bank details.
    for (const partnerId of unlucky) {
      const revision = (revisions.get(partnerId) ?? 1) + 1;
      revisions.set(partnerId, revision);
      await givePayee(world, partnerId, revision);
    }
    for (const program of programs) await program.balances(month);
    differences.push(...programs.flatMap((program) => program.differences));
    if (differences.length > 0) break;
  }
  return {
    seen: new Set(programs.flatMap(({ seen }) => [...seen])),
    differences: differences.map((text) => `seed ${seed}: ${text}`),
  };
}
