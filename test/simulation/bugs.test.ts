import { describe, expect, it } from 'vitest';
import { BUGS } from './bugs.ts';
import { Nursery } from './noticed.ts';
import { planted } from './plant.ts';

/** Years that a planted bug has to show itself in, and how many of the bugs must. */
const BUG_SEEDS = 18;
const CLEAN_SEEDS = 6;
const NOTICED_SHARE_MIN = 28 / 30;

describe('planted bugs', { timeout: 600_000 }, () => {
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
