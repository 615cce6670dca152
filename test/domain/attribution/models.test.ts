import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Touchpoint } from '../../../domain/attribution/attribution.ts';
import { creditsOf } from '../../../domain/attribution/models.ts';
import { formatRatio } from '../../../domain/money/ratio.ts';
import type { Model } from '../../../domain/partner/program.ts';
import { DAY_MS } from '../../../domain/time.ts';
import { NOON } from '../../support/build.ts';

const POSITION = { first: '0.4', middle: '0.2', last: '0.4' } as const;
const MODELS: readonly Model[] = [
  { name: 'first-touch' },
  { name: 'last-touch' },
  { name: 'linear' },
  { name: 'position-based', weights: POSITION },
  { name: 'time-decay', halfLifeDays: '7' },
];

const touch = (partnerId: string, daysBefore: number): Touchpoint => ({
  type: 'click',
  id: `${partnerId}@${daysBefore}`,
  occurredAt: NOON - daysBefore * DAY_MS,
  partnerId,
});

/** Touches of partners named by letters, one a day, the last a day before the conversion. */
const journey = (letters: string) => [...letters].map((letter, index) => touch(letter, letters.length - index));

/** Shares as fractions: `a 1/2, b 1/2`. */
function shares(model: Model, touchpoints: readonly Touchpoint[]): string {
  const credits = creditsOf(model, touchpoints, NOON);
  const total = credits.reduce((sum, { creditWeight }) => sum + creditWeight, 0n);
  return credits
    .map(
      ({ partnerId, creditWeight }) => `${partnerId} ${formatRatio({ numerator: creditWeight, denominator: total })}`,
    )
    .join(', ');
}

describe('who is credited by which model', () => {
  it.each<[string, Model, string, string]>([
    ['first touch: the only one', { name: 'first-touch' }, 'a', 'a 1'],
    ['first touch: the first', { name: 'first-touch' }, 'abc', 'a 1'],
    ['last touch: the only one', { name: 'last-touch' }, 'a', 'a 1'],
    ['last touch: the last', { name: 'last-touch' }, 'abc', 'c 1'],
    ['last touch: the last, though an earlier one is its own', { name: 'last-touch' }, 'cbc', 'c 1'],
    ['linear: one', { name: 'linear' }, 'a', 'a 1'],
    ['linear: half each', { name: 'linear' }, 'ab', 'a 1/2, b 1/2'],
    ['linear: a third each', { name: 'linear' }, 'abc', 'a 1/3, b 1/3, c 1/3'],
    ['linear: repeats are counted and added up', { name: 'linear' }, 'ababa', 'a 3/5, b 2/5'],
    ['linear: partners in the order of their first touch', { name: 'linear' }, 'baab', 'b 1/2, a 1/2'],
    ['position-based: one takes all', { name: 'position-based', weights: POSITION }, 'a', 'a 1'],
    ['position-based: two share the middle', { name: 'position-based', weights: POSITION }, 'ab', 'a 1/2, b 1/2'],
    ['position-based: three', { name: 'position-based', weights: POSITION }, 'abc', 'a 2/5, b 1/5, c 2/5'],
    [
      'position-based: the middle is shared',
      { name: 'position-based', weights: POSITION },
      'abcd',
      'a 2/5, b 1/10, c 1/10, d 2/5',
    ],
    ['position-based: repeats added up', { name: 'position-based', weights: POSITION }, 'abaa', 'a 9/10, b 1/10'],
    [
      'position-based: seven',
      { name: 'position-based', weights: POSITION },
      'abcdefg',
      'a 2/5, b 1/25, c 1/25, d 1/25, e 1/25, f 1/25, g 2/5',
    ],
    [
      'position-based: weights of different lengths, two touches',
      { name: 'position-based', weights: { first: '0.5', middle: '0.25', last: '0.25' } },
      'ab',
      'a 5/8, b 3/8',
    ],
    [
      'position-based: no share for the ends is no credit for them',
      { name: 'position-based', weights: { first: '0', middle: '1', last: '0' } },
      'abc',
      'b 1',
    ],
    [
      'position-based: weights that do not sum to 1 are shares of their sum',
      { name: 'position-based', weights: { first: '2', middle: '1', last: '2' } },
      'abc',
      'a 2/5, b 1/5, c 2/5',
    ],
    ['time decay: one', { name: 'time-decay', halfLifeDays: '7' }, 'a', 'a 1'],
  ])('%s', (_, model, letters, expected) => {
    expect(shares(model, journey(letters))).toBe(expected);
  });
});

describe('time decay', () => {
  const model = { name: 'time-decay', halfLifeDays: '7' } as const;

  it.each([
    ['a half-life older is worth half', [7, 0], 'a 1/3, b 2/3'],
    ['two half-lives older, a quarter', [14, 0], 'a 1/5, b 4/5'],
    ['only the difference in age matters', [21, 14], 'a 1/3, b 2/3'],
    ['the same age, the same credit', [3.3, 3.3], 'a 1/2, b 1/2'],
  ])('%s', (_, days, expected) => {
    const touches = days.map((each, index) => touch(index === 0 ? 'a' : 'b', each));
    expect(shares(model, touches)).toBe(expected);
  });

  it('takes a half-life with decimals', () => {
    const touches = [touch('a', 2.5), touch('b', 0)];
    expect(shares({ name: 'time-decay', halfLifeDays: '2.5' }, touches)).toBe('a 1/3, b 2/3');
  });

  it('is continuous: a second makes a difference', () => {
    const touches = [
      { ...touch('a', 1), occurredAt: NOON - 86_401_000 },
      { ...touch('b', 1), occurredAt: NOON - 86_400_000 },
    ];
    const [a, b] = creditsOf(model, touches, NOON);
    expect((a?.creditWeight ?? 0n) < (b?.creditWeight ?? 0n)).toBe(true);
  });

  it('gives weights of 40 significant digits, as computed by exp and ln at 100 digits', () => {
    const Reference = Decimal.clone({
      precision: 100,
      rounding: Decimal.ROUND_HALF_EVEN,
      toExpNeg: -1e6,
      toExpPos: 1e6,
    });
    const ages = fc.array(fc.integer({ min: 0, max: 90 * DAY_MS }), { minLength: 2, maxLength: 12 });
    const halfLife = fc.constantFrom('0.5', '1', '2.25', '7', '30');
    fc.assert(
      fc.property(ages, halfLife, (all, halfLifeDays) => {
        const touches = [...all]
          .sort((a, b) => b - a)
          .map((age, index) => ({ ...touch(`ptn_${index}`, 0), occurredAt: NOON - age }));
        const expected = touches.map(({ occurredAt }) =>
          new Reference(2)
            .ln()
            .times(occurredAt - NOON)
            .div(DAY_MS)
            .div(halfLifeDays)
            .exp()
            .toSignificantDigits(40),
        );
        const credits = creditsOf({ name: 'time-decay', halfLifeDays }, touches, NOON);
        // Weights are whole numbers of one common unit, so each pair of them stands in the exact proportion.
        for (const [index, { creditWeight }] of credits.entries()) {
          const ours = new Reference(`${creditWeight}`).times(expected[0] ?? 0);
          const theirs = new Reference(`${credits[0]?.creditWeight}`).times(expected[index] ?? 0);
          expect(ours.eq(theirs)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('every model', () => {
  const letters = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 60 });
  const touches = letters.map((all) => journey(all.join('')));
  const model = fc.constantFrom(...MODELS);

  it('gives out the whole conversion and no more', () => {
    fc.assert(
      fc.property(model, touches, (each, all) => {
        const weights = creditsOf(each, all, NOON).map(({ creditWeight }) => creditWeight);
        expect(weights.length).toBeGreaterThan(0);
        expect(weights.every((weight) => weight > 0n)).toBe(true);
      }),
    );
  });

  it('names each partner once, in the order of first touch, and nobody who did not touch', () => {
    fc.assert(
      fc.property(model, touches, (each, all) => {
        const order = [...new Set(all.map(({ partnerId }) => partnerId))];
        const credited = creditsOf(each, all, NOON).map(({ partnerId }) => partnerId);
        expect(credited).toEqual(order.filter((partnerId) => credited.includes(partnerId)));
      }),
    );
  });

  it('gives one partner everything when nobody else touched', () => {
    fc.assert(
      fc.property(model, fc.integer({ min: 1, max: 60 }), (each, count) => {
        expect(shares(each, journey('a'.repeat(count)))).toBe('a 1');
      }),
    );
  });

  it('does not depend on when we look: a journey moved in time earns the same', () => {
    fc.assert(
      fc.property(model, touches, fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), (each, all, by) => {
        const moved = all.map((one) => ({ ...one, occurredAt: one.occurredAt + by }));
        expect(creditsOf(each, moved, NOON + by)).toEqual(creditsOf(each, all, NOON));
      }),
    );
  });
});
