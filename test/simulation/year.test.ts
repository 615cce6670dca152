import { describe, expect, it } from 'vitest';
import { mapLimited } from '../../functions/usecases/map-limited.ts';
import { BUGS } from './bugs.ts';
import { livedThrough } from './lived-through.ts';
import { Nursery } from './noticed.ts';
import { planted } from './plant.ts';
import { simulateYear } from './year.ts';

const SEEDS = 300;
/** Each block is lived through in a process of its own. */
const SEEDS_A_BLOCK = 75;
const PROCESSES = 2;
const TIMEOUT_MS = 600_000;

/** Years that a planted bug has to show itself in, and how many of the bugs must. */
const BUG_SEEDS = 18;
const CLEAN_SEEDS = 6;
const NOTICED_SHARE_MIN = 28 / 30;

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

describe('planted bugs', { timeout: TIMEOUT_MS }, () => {
  it('have their places in the code', () => {
    expect(BUGS.filter((bug) => planted(bug) === null).map(({ what }) => what)).toEqual([]);
    expect(BUGS.length).toBeGreaterThanOrEqual(30);
  });

  it('are noticed, nearly all of them, by some years in which nothing goes wrong without them', async () => {
    const nursery = new Nursery();
    expect(await nursery.noticed(null, CLEAN_SEEDS)).toBeNull();
    const missed: string[] = [];
    for (const bug of BUGS) {
      if ((await nursery.noticed(bug, BUG_SEEDS)) === null) missed.push(bug.what);
    }
    await nursery.close();

    expect(missed.length, missed.join('; ')).toBeLessThanOrEqual(BUGS.length * (1 - NOTICED_SHARE_MIN));
  });
});
