import { simulateYear } from './year.ts';

/** Lives years through until one goes wrong, and says what went wrong; null when none does. */
export async function firstFault(seeds: number): Promise<string | null> {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { fault } = await simulateYear(seed);
    if (fault !== null) return `seed ${seed}: ${fault}`.slice(0, 300);
  }
  return null;
}
