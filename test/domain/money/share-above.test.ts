import { describe, expect, it } from 'vitest';
import { shareAbove } from '../../../domain/money/share-above.ts';

describe('a share above a limit', () => {
  it.each([
    [20n, 100n, '0.2', null],
    [21n, 100n, '0.2', '0.2100'],
    [1n, 3n, '0.3333', '0.3333'],
    [3n, 2n, '1', '1.5000'],
    [0n, 0n, '0', null],
    [1n, 0n, '0', null],
  ])('of %s in %s above %s is %s', (part, whole, limit, share) => {
    expect(shareAbove(part, whole, limit)).toBe(share);
  });
});
