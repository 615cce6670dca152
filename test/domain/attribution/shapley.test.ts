import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitShapley } from '../../../domain/attribution/fit.ts';
import type { JourneyPath } from '../../../domain/attribution/journey-path.ts';
import { shapleyParts } from '../../../domain/attribution/shapley-parts.ts';
import { ZERO } from '../../../domain/money/ratio.ts';
import type { Characteristic } from '../../../domain/partner/program.ts';
import { aPath, numberOf, shapleyByPermutation, somePaths, WORTH } from './reference.ts';

const CHARACTERISTICS: readonly Characteristic[] = ['sum-over-subsets', 'conversion-rate', 'markov'];
const PLAYERS = ['a', 'b', 'c', 'd'];
const characteristic = fc.constantFrom(...CHARACTERISTICS);

const partsOf = (paths: readonly JourneyPath[], of: Characteristic) =>
  new Map(shapleyParts(paths, of).map(({ partnerId, ofConversions }) => [partnerId, ofConversions]));

describe('Shapley values', () => {
  it.each(CHARACTERISTICS)('are the mean over all orders of arrival, of %s', (of) => {
    fc.assert(
      fc.property(somePaths(PLAYERS, 5), (paths) => {
        const parts = shapleyParts(paths, of);
        const players = parts.map(({ partnerId }) => partnerId);
        for (const earned of ['conversions', 'value'] as const) {
          const worth = WORTH[of](paths, earned);
          const all = numberOf(worth(players));
          const values = shapleyByPermutation(players, worth);
          for (const { partnerId, ofConversions, ofValue } of parts) {
            const got = earned === 'value' ? ofValue : ofConversions;
            const wanted = all === 0 ? 0 : numberOf(values.get(partnerId) ?? ZERO) / all;
            expect(Math.abs(got - wanted)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(wanted)));
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('give out the whole worth and no more', () => {
    fc.assert(
      fc.property(somePaths(PLAYERS, 6), characteristic, (paths, of) => {
        const parts = shapleyParts(paths, of);
        const sum = (name: 'ofConversions' | 'ofValue') => parts.reduce((total, part) => total + part[name], 0);
        if (paths.some(({ conversions }) => conversions > 0)) expect(sum('ofConversions')).toBeCloseTo(1, 12);
        if (paths.some(({ value }) => value > 0n)) expect(sum('ofValue')).toBeCloseTo(1, 12);
        else expect(sum('ofValue')).toBe(0);
      }),
    );
  });

  it('are the same for partners that can stand for each other', () => {
    fc.assert(
      fc.property(somePaths(PLAYERS, 5), characteristic, (paths, of) => {
        const swapped = { a: 'b', b: 'a' } as Readonly<Record<string, string>>;
        const other = paths.map((path) => ({ ...path, touches: path.touches.map((touch) => swapped[touch] ?? touch) }));
        const parts = partsOf([...paths, ...other], of);
        expect(parts.get('a') ?? 0).toBeCloseTo(parts.get('b') ?? 0, 12);
      }),
    );
  });

  it('are nothing for a partner that adds nothing', () => {
    for (const of of CHARACTERISTICS) {
      expect(partsOf([aPath('a > b', 2, 3), aPath('b', 1, 4), aPath('idle', 0, 0)], of).get('idle')).toBe(0);
    }
  });

  it('are nothing for all where nothing converted', () => {
    for (const of of CHARACTERISTICS) {
      expect(shapleyParts([aPath('b > a', 0, 9)], of)).toEqual([
        { partnerId: 'a', ofConversions: 0, ofValue: 0 },
        { partnerId: 'b', ofConversions: 0, ofValue: 0 },
      ]);
    }
  });

  it('do not depend on the order of the rows', () => {
    fc.assert(
      fc.property(somePaths(PLAYERS, 5), characteristic, (paths, of) => {
        expect(shapleyParts(paths.toReversed(), of)).toEqual(shapleyParts(paths, of));
      }),
    );
  });

  it('are below zero for a partner that only keeps customers from converting', () => {
    const paths = [aPath('good', 1, 1), aPath('good > bad', 0, 8)];
    expect(partsOf(paths, 'conversion-rate').get('bad')).toBeLessThan(0);
    expect(fitShapley(paths, 'conversion-rate')).toEqual({
      model: 'shapley',
      characteristic: 'conversion-rate',
      shares: [
        { partnerId: 'bad', shareWeight: 0n },
        { partnerId: 'good', shareWeight: 1_000_000_000_000_000n },
      ],
      warnings: ['negative-share'],
    });
  });
});

describe('how many partners Shapley looks at', () => {
  const named = (count: number) => Array.from({ length: count }, (_, at) => `p${at}`);

  it('is twenty in one journey, and more are refused with the reason', () => {
    for (const of of CHARACTERISTICS) {
      expect(shapleyParts([aPath(named(20).join(' > '), 1, 1)], of)).toHaveLength(20);
      expect(() => shapleyParts([aPath(named(21).join(' > '), 1, 1)], of)).toThrow(
        'one journey has 21 partners; Shapley is exact up to 20',
      );
    }
  });

  it('is twenty in all where every set of them counts, and any number where it need not', () => {
    const paths = named(30).map((partner) => aPath(partner, 1, 1));
    expect(shapleyParts(paths, 'sum-over-subsets')).toHaveLength(30);
    for (const of of ['conversion-rate', 'markov'] as const) {
      expect(() => shapleyParts(paths, of)).toThrow(
        expect.objectContaining({
          code: 'shapley.too-many-partners',
          message: `the journeys have 30 partners, and ${of} looks at every set of them; Shapley is exact up to 20`,
        }),
      );
    }
  });

  it('counts partners and not touches', () => {
    const often = [...named(20), ...named(20)].join(' > ');
    expect(shapleyParts([aPath(often, 1, 1)], 'sum-over-subsets')).toHaveLength(20);
  });
});
