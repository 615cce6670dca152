import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketsOf } from '../../cli/calculate/close-job.ts';

const PARTNERS = ['a', 'b', 'c', 'd', 'e', 'f'];

describe('the buckets in which partners are settled', () => {
  it('are filled evenly where all have as many clicks', () => {
    expect([...bucketsOf(PARTNERS, new Map(), 3).values()]).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it('give a partner with most of the clicks one for itself', () => {
    const buckets = bucketsOf(PARTNERS, new Map([['b', 1000]]), 4);
    expect(PARTNERS.filter((partner) => buckets.get(partner) === buckets.get('b'))).toEqual(['b']);
  });

  it('follow each other in the order of the partners, whatever their clicks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(10_000), { minLength: 6, maxLength: 6 }),
        fc.integer({ min: 1, max: 50 }),
        (clicks, count) => {
          const buckets = [
            ...bucketsOf(PARTNERS, new Map(PARTNERS.map((id, at) => [id, clicks[at] ?? 0])), count).values(),
          ];
          expect(buckets).toEqual([...buckets].sort((a, b) => a - b));
          expect(Math.max(...buckets)).toBeLessThan(count);
        },
      ),
    );
  });
});
