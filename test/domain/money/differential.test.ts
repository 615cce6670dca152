import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../cli/sample/random.ts';
import { differenceIn } from '../../differential/money-case.ts';

const CASES = 100_000;

describe('the money arithmetic', () => {
  it('agrees with decimal.js to the last unit in rounding and allocation', () => {
    const random = randomFrom(2);
    const differences = Array.from({ length: CASES }, () => differenceIn(random)).filter((each) => each !== null);
    expect(differences).toEqual([]);
  }, 240_000);
});
