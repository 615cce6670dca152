import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Credit, Touchpoint } from '../../../domain/attribution/attribution.ts';
import type { JourneyKnowledge } from '../../../domain/attribution/models.ts';
import { creditsOf } from '../../../domain/attribution/models.ts';
import type { Snapshot } from '../../../domain/attribution/snapshot.ts';
import { formatRatio } from '../../../domain/money/ratio.ts';
import type { Model } from '../../../domain/partner/program.ts';
import { DAY_MS } from '../../../domain/time.ts';
import { NOON, NOTHING_KNOWN } from '../../support/build.ts';

const POSITION = { first: '0.4', middle: '0.2', last: '0.4' } as const;
const MODELS: readonly Model[] = [
  { name: 'first-touch' },
  { name: 'last-touch' },
  { name: 'linear' },
  { name: 'last-non-direct', directPartners: ['a', 'b'] },
  { name: 'linear', repeats: 'collapsed' },
  { name: 'linear', repeats: 'unique' },
  { name: 'position-based', weights: POSITION },
  { name: 'position-based', weights: POSITION, twoTouches: 'renormalised' },
  { name: 'custom', weights: ['0.3', '0', '0.2', '0.5'] },
  { name: 'time-decay', halfLifeDays: '7' },
  { name: 'time-decay', halfLifeDays: '7', decay: 'stepwise' },
  { name: 'w-shaped' },
  { name: 'markov', order: 1 },
  { name: 'shapley', characteristic: 'sum-over-subsets' },
];

const touch = (partnerId: string, daysBefore: number): Touchpoint => ({
  type: 'click',
  id: `${partnerId}@${daysBefore}`,
  occurredAt: NOON - daysBefore * DAY_MS,
  partnerId,
});

const LINEAR_COLLAPSED: Model = { name: 'linear', repeats: 'collapsed' };
const LINEAR_UNIQUE: Model = { name: 'linear', repeats: 'unique' };
const RENORMALISED: Model = {
  name: 'position-based',
  weights: { first: '0.5', middle: '0.2', last: '0.3' },
  twoTouches: 'renormalised',
};
const LAST_NON_DIRECT: Model = { name: 'last-non-direct', directPartners: ['d', 'e'] };
const custom = (...weights: readonly string[]): Model => ({ name: 'custom', weights });

/** Touches of partners named by letters, one a day, the last a day before the conversion. */
const journey = (letters: string) => [...letters].map((letter, index) => touch(letter, letters.length - index));

const credited = (model: Model, touchpoints: readonly Touchpoint[]) =>
  creditsOf(model, touchpoints, NOON, NOTHING_KNOWN).credits;

/** Shares as fractions: `a 1/2, b 1/2`. */
const shares = (model: Model, touchpoints: readonly Touchpoint[]) => fractions(credited(model, touchpoints));

function fractions(credits: readonly Credit[]): string {
  const denominator = credits.reduce((sum, { creditWeight }) => sum + creditWeight, 0n);
  return credits
    .map(({ partnerId, creditWeight }) => `${partnerId} ${formatRatio({ numerator: creditWeight, denominator })}`)
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
    ['linear, collapsed: a run counts once', LINEAR_COLLAPSED, 'aabba', 'a 2/3, b 1/3'],
    ['linear, collapsed: without runs all count', LINEAR_COLLAPSED, 'abab', 'a 1/2, b 1/2'],
    ['linear, unique: a partner counts once', LINEAR_UNIQUE, 'aabac', 'a 1/3, b 1/3, c 1/3'],
    ['last non-direct: passes over direct visits', LAST_NON_DIRECT, 'abdd', 'b 1'],
    ['last non-direct: the last, when it is none', LAST_NON_DIRECT, 'adb', 'b 1'],
    ['last non-direct: the first, when only direct visits follow', LAST_NON_DIRECT, 'add', 'a 1'],
    ['last non-direct: nothing but direct visits', LAST_NON_DIRECT, 'dde', 'e 1'],
    ['custom, three weights: as position-based', custom('0.5', '0.2', '0.3'), 'abcd', 'a 1/2, b 1/10, c 1/10, d 3/10'],
    ['custom, three weights: half the middle each', custom('0.5', '0.2', '0.3'), 'ab', 'a 3/5, b 2/5'],
    ['custom, as many weights as touches', custom('0.4', '0.3', '0.2', '0.1'), 'abcd', 'a 2/5, b 3/10, c 1/5, d 1/10'],
    ['custom, four weights on three', custom('0.4', '0.3', '0.2', '0.1'), 'abc', 'a 2/5, b 1/2, c 1/10'],
    ['custom, four weights on two', custom('0.4', '0.3', '0.2', '0.1'), 'ab', 'a 7/10, b 3/10'],
    ['custom, four weights on one', custom('0.4', '0.3', '0.2', '0.1'), 'a', 'a 1'],
    ['custom, an even number: nothing for the middle', custom('0.6', '0.4'), 'abbc', 'a 3/5, c 2/5'],
    ['custom, five weights on two', custom('0.1', '0.2', '0.4', '0.2', '0.1'), 'ab', 'a 1/2, b 1/2'],
    ['custom, five weights on four', custom('0.1', '0.2', '0.4', '0.2', '0.1'), 'abcd', 'a 1/10, b 2/5, c 2/5, d 1/10'],
    [
      'custom, five on seven',
      custom('0.1', '0.2', '0.3', '0.3', '0.1'),
      'abcccde',
      'a 1/10, b 1/5, c 3/10, d 3/10, e 1/10',
    ],
    ['custom, one weight: linear', custom('1'), 'abc', 'a 1/3, b 1/3, c 1/3'],
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
    ['position-based, renormalised: two touches without the middle', RENORMALISED, 'ab', 'a 5/8, b 3/8'],
    ['position-based, renormalised: one takes all', RENORMALISED, 'a', 'a 1'],
    ['position-based, renormalised: three as ever', RENORMALISED, 'abc', 'a 1/2, b 1/5, c 3/10'],
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
    const [a, b] = credited(model, touches);
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
        const credits = credited({ name: 'time-decay', halfLifeDays }, touches);
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

describe('time decay by whole half-lives', () => {
  const model: Model = { name: 'time-decay', halfLifeDays: '7', decay: 'stepwise' };

  it.each([
    ['touches of one half-life weigh the same', [6.9, 0.1], 'a 1/2, b 1/2'],
    ['the first step is at a whole half-life', [7, 6.9], 'a 1/3, b 2/3'],
    ['two steps', [20.9, 7, 0], 'a 1/7, b 6/7'],
    ['seven steps', [49, 0], 'a 1/129, b 128/129'],
  ])('%s', (_, days, expected) => {
    const touches = days.map((each, index) => touch(index === 0 ? 'a' : 'b', each));
    expect(shares(model, touches)).toBe(expected);
  });
});

describe('w-shaped', () => {
  const lead = (daysBefore: number) => ({ kind: 'lead', at: NOON - daysBefore * DAY_MS }) as const;
  const opportunity = (daysBefore: number) => ({ kind: 'opportunity', at: NOON - daysBefore * DAY_MS }) as const;
  const told = (letters: string, milestones: JourneyKnowledge['milestones']) => {
    const { credits, note } = creditsOf({ name: 'w-shaped' }, journey(letters), NOON, { milestones, snapshot: null });
    return [fractions(credits), note];
  };

  // The touches of `abcdef` are 6, 5, 4, 3, 2 and 1 days before the conversion.
  it.each<[string, string, JourneyKnowledge['milestones'], string, string | null]>([
    [
      'three milestones and the rest',
      'abcdef',
      [lead(4), opportunity(2.5)],
      'a 3/10, b 1/30, c 3/10, d 3/10, e 1/30, f 1/30',
      null,
    ],
    [
      'a milestone goes to the last touch before it',
      'abcdef',
      [lead(3.1), opportunity(0)],
      'a 3/10, b 1/30, c 3/10, d 1/30, e 1/30, f 3/10',
      null,
    ],
    [
      'two milestones on one touch count once',
      'abcd',
      [lead(2.5), opportunity(2.1)],
      'a 9/20, b 9/20, c 1/20, d 1/20',
      null,
    ],
    ['all on the first touch', 'abcd', [lead(4), opportunity(3.5)], 'a 9/10, b 1/30, c 1/30, d 1/30', null],
    ['a lead with the first touch is of this journey', 'abcd', [lead(4)], 'a 9/10, b 1/30, c 1/30, d 1/30', null],
    ['only the lead is known', 'abcde', [lead(2)], 'a 9/20, b 1/30, c 1/30, d 9/20, e 1/30', null],
    [
      'the first lead of the journey counts',
      'abcde',
      [lead(9), lead(4), lead(2)],
      'a 9/20, b 9/20, c 1/30, d 1/30, e 1/30',
      null,
    ],
    [
      'what comes after the conversion is not known',
      'abcd',
      [lead(-1)],
      'a 1/4, b 1/4, c 1/4, d 1/4',
      'milestones.too-few',
    ],
    ['no milestone: linear', 'abcd', [], 'a 1/4, b 1/4, c 1/4, d 1/4', 'milestones.too-few'],
    ['linear counts repeats', 'aab', [], 'a 2/3, b 1/3', 'milestones.too-few'],
    ['three touches: linear', 'abc', [lead(2), opportunity(1)], 'a 1/3, b 1/3, c 1/3', 'milestones.too-few'],
  ])('%s', (_, letters, milestones, credits, note) => {
    expect(told(letters, milestones)).toEqual([credits, note]);
  });
});

describe('a fitted model', () => {
  const snapshot = (shares: Readonly<Record<string, bigint>>): Snapshot => ({
    model: 'markov',
    order: 1,
    shares: Object.entries(shares).map(([partnerId, shareWeight]) => ({ partnerId, shareWeight })),
    warnings: [],
  });
  const told = (letters: string, fitted: Snapshot | null) => {
    const knowledge = { milestones: [], snapshot: fitted };
    const { credits, note } = creditsOf({ name: 'markov', order: 1 }, journey(letters), NOON, knowledge);
    return [fractions(credits), note];
  };

  it('credits the partners of a journey in the proportion of their shares, however often they touched', () => {
    expect(told('babca', snapshot({ a: 6n, b: 3n, c: 0n, d: 11n }))).toEqual(['b 1/3, a 2/3', null]);
  });

  it('is linear where nobody of the journey has a share, and says so', () => {
    expect(told('xxc', snapshot({ a: 6n, c: 0n }))).toEqual(['x 2/3, c 1/3', 'snapshot.no-share']);
  });

  it('is linear before the first fit, and says so', () => {
    expect(told('aab', null)).toEqual(['a 2/3, b 1/3', 'snapshot.missing']);
  });
});

describe('every model', () => {
  const letters = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 60 });
  const touches = letters.map((all) => journey(all.join('')));
  const model = fc.constantFrom(...MODELS);

  it('gives out the whole conversion and no more', () => {
    fc.assert(
      fc.property(model, touches, (each, all) => {
        const weights = credited(each, all).map(({ creditWeight }) => creditWeight);
        expect(weights.length).toBeGreaterThan(0);
        expect(weights.every((weight) => weight > 0n)).toBe(true);
      }),
    );
  });

  it('names each partner once, in the order of first touch, and nobody who did not touch', () => {
    fc.assert(
      fc.property(model, touches, (each, all) => {
        const order = [...new Set(all.map(({ partnerId }) => partnerId))];
        const named = credited(each, all).map(({ partnerId }) => partnerId);
        expect(named).toEqual(order.filter((partnerId) => named.includes(partnerId)));
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
        expect(creditsOf(each, moved, NOON + by, NOTHING_KNOWN).credits).toEqual(credited(each, all));
      }),
    );
  });
});
