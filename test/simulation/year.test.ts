import { describe, expect, it } from 'vitest';
import { mapLimited } from '../../functions/usecases/map-limited.ts';
import { livedThrough } from './lived-through.ts';
import { simulateYear } from './year.ts';

const SEEDS = 300;
/** Each block is lived through in a process of its own. */
const SEEDS_A_BLOCK = 75;
const PROCESSES = 2;
const TIMEOUT_MS = 600_000;

describe('a simulated year of facts in any order, processes that die, and two people who close', () => {
  const blocks = Array.from({ length: SEEDS / SEEDS_A_BLOCK }, (_, index) => index * SEEDS_A_BLOCK + 1);

  it('keeps the books that paper and pencil give, from hundreds of seeds', { timeout: TIMEOUT_MS }, async () => {
    await mapLimited(blocks, PROCESSES, async (from) => {
      const { output, conversions, deaths } = await livedThrough({ from, seeds: SEEDS_A_BLOCK });
      expect(output).toContain(`${SEEDS_A_BLOCK} years, 0 with a fault`);
      expect(conversions).toBeGreaterThan(40 * SEEDS_A_BLOCK);
      expect(deaths).toBeGreaterThan(10 * SEEDS_A_BLOCK);
    });
  });

  it('is the same again from the same seed', async () => {
    expect(await simulateYear(17)).toEqual(await simulateYear(17));
  });
});
