import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactShares } from '../../../domain/attribution/exact-shares.ts';

const WHOLE = 10n ** 15n;
const inDigits = (part: number, of: number): bigint => BigInt(Math.round((part / of) * 1e15));

describe('exact shares', () => {
  it('takes 333…333 and 666…667 for one and two thirds', () => {
    expect(exactShares([333_333_333_333_333n, 666_666_666_666_667n], WHOLE)).toEqual([1n, 2n]);
  });

  it('finds any parts of a small whole again, in their proportion', () => {
    const parts = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        parts.filter((some) => some.some((part) => part > 0)),
        (some) => {
          const of = some.reduce((sum, part) => sum + part, 0);
          const digits = some.map((part) => inDigits(part, of));
          const found = exactShares(digits, WHOLE);
          const all = found.reduce((sum, part) => sum + part, 0n);
          expect(found.map((part) => part * BigInt(of))).toEqual(some.map((part) => BigInt(part) * all));
        },
      ),
    );
  });

  it('leaves shares as they are that are no simple fractions', () => {
    const shares = [414_213_562_373_095n, 585_786_437_626_905n];
    expect(exactShares(shares, WHOLE)).toEqual(shares);
  });

  it('leaves shares as they are that do not come to the whole', () => {
    const shares = [250_000_000_000_000n, 500_000_000_000_000n];
    expect(exactShares(shares, WHOLE)).toEqual(shares);
    expect(exactShares([0n, 0n], WHOLE)).toEqual([0n, 0n]);
  });
});
