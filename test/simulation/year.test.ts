import { describe, expect, it } from 'vitest';
import { BUGS } from './bugs.ts';
import { noticed } from './noticed.ts';
import { planted } from './plant.ts';
import { simulateYear } from './year.ts';

const SEEDS = 50;
const SEEDS_A_TEST = 25;
const TIMEOUT_MS = 600_000;

/** Years that a planted bug has to show itself in, and how many of the bugs must. */
const BUG_SEEDS = 6;
const NOTICED_SHARE_MIN = 28 / 30;

describe('a simulated year of facts in any order, processes that die, and two people who close', () => {
  const blocks = Array.from({ length: SEEDS / SEEDS_A_TEST }, (_, index) => index * SEEDS_A_TEST + 1);

  it.each(blocks)(
    'keeps the books that paper and pencil give, from seed %i on',
    { timeout: TIMEOUT_MS },
    async (first) => {
      for (let seed = first; seed < first + SEEDS_A_TEST; seed += 1) {
        const year = await simulateYear(seed);
        expect(year, `seed ${seed}: npm run simulate-year -- --seed ${seed}`).toMatchObject({ fault: null });
        expect(year.conversions).toBeGreaterThan(40);
        expect(year.deaths).toBeGreaterThan(10);
      }
    },
  );

  it('is the same again from the same seed', async () => {
    expect(await simulateYear(17)).toEqual(await simulateYear(17));
  });
});

describe('planted bugs', () => {
  it('have their places in the code', () => {
    expect(BUGS.filter((bug) => planted(bug) === null).map(({ what }) => what)).toEqual([]);
    expect(BUGS.length).toBeGreaterThanOrEqual(30);
  });

  it('are noticed, nearly all of them, by a dozen years', { timeout: TIMEOUT_MS }, async () => {
    const missed: string[] = [];
    for (const [index, { what }] of BUGS.entries()) {
      if ((await noticed(index, BUG_SEEDS)) === null) missed.push(what);
    }

    expect(missed.length, missed.join('; ')).toBeLessThanOrEqual(BUGS.length * (1 - NOTICED_SHARE_MIN));
  });
});
