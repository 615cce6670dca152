import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitMarkov } from '../../../domain/attribution/fit.ts';
import type { JourneyPath } from '../../../domain/attribution/journey-path.ts';
import { removalEffects } from '../../../domain/attribution/removal-effects.ts';
import { manyPaths } from '../../bench/paths.ts';
import { aPath, CROWD, effectsOf, numberOf, somePaths, walkOf } from './reference.ts';

const ORDERS = [1, 2, 3, 4] as const;
const order = fc.constantFrom(...ORDERS);

/** Equal to twelve digits or more. */
function expectClose(got: number, wanted: number): void {
  expect(Math.abs(got - wanted)).toBeLessThanOrEqual(2e-13 * Math.abs(wanted));
}

describe('removal effects', () => {
  it.each(ORDERS)('are those of an exact solution by fractions, of order %i', (of) => {
    fc.assert(
      fc.property(somePaths(['a', 'b', 'c', 'd'], 7), (paths) => {
        for (const { partnerId, ofConversions, ofValue } of removalEffects(paths, of)) {
          const exact = effectsOf(paths, of, partnerId);
          expectClose(ofConversions, numberOf(exact.conversions));
          expectClose(ofValue, numberOf(exact.value));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('are exact for a channel that one converting journey in a hundred million touched', () => {
    const paths = [aPath('a > b', 99_999_999, 900_000_000, 99_999_999n), aPath('a > rare > b', 1, 0, 1n)];
    const [, , rare] = removalEffects(paths, 1);
    expectClose(rare?.ofConversions ?? 0, numberOf(effectsOf(paths, 1, 'rare').conversions));
  });

  it('are exact where journeys go round and round', () => {
    const round = Array.from({ length: 150 }, (_, at) => 'abc'[at % 3]).join(' > ');
    const paths = [aPath(round, 3, 200, 60n), aPath(`d > ${round}`, 1, 10, 5n), aPath('d > d > d > a', 0, 7)];
    for (const of of ORDERS) {
      for (const { partnerId, ofConversions } of removalEffects(paths, of)) {
        expectClose(ofConversions, numberOf(effectsOf(paths, of, partnerId).conversions));
      }
    }
  });

  it('are those of fractions, however many partners there are', () => {
    const names = Array.from({ length: 19 }, (_, at) => `p${String(at).padStart(2, '0')}`);
    const paths = names.map((name, at) =>
      aPath(`${name} > ${names[(at * 7) % 19]} > ${names[(at * 5 + 3) % 19]}`, (at % 4) + 1, at + 2, BigInt(at)),
    );
    const effects = removalEffects(paths, 1);
    expect(effects.map(({ partnerId }) => partnerId)).toEqual(names);
    for (const at of [0, 15, 16, 18]) {
      const exact = effectsOf(paths, 1, names[at] ?? '');
      expectClose(effects[at]?.ofConversions ?? 0, numberOf(exact.conversions));
      expectClose(effects[at]?.ofValue ?? 0, numberOf(exact.value));
    }
  });

  it('lie between nothing and everything', () => {
    fc.assert(
      fc.property(somePaths(['a', 'b', 'c'], 6), order, (paths, of) => {
        for (const { ofConversions, ofValue } of removalEffects(paths, of)) {
          expect(ofConversions).toBeGreaterThanOrEqual(0);
          expect(ofConversions).toBeLessThanOrEqual(1 + 1e-12);
          expect(ofValue).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('do not depend on the order of the rows, nor on rows of one path being added up', () => {
    fc.assert(
      fc.property(somePaths(['a', 'b', 'c'], 6), order, fc.integer(), (paths, of, seed) => {
        const mixed = [...paths].sort((a, b) => hash(a, seed) - hash(b, seed));
        expect(removalEffects(mixed, of)).toEqual(removalEffects(paths, of));
        const halves = paths.flatMap(({ touches, conversions, nulls, value }) => [
          { touches, conversions, nulls: 0, value },
          { touches, conversions: 0, nulls, value: 0n },
        ]);
        expect(removalEffects(halves, of)).toEqual(removalEffects(paths, of));
      }),
    );
  });

  it('are nothing where nothing converted', () => {
    expect(removalEffects([aPath('a > b', 0, 9)], 2)).toEqual([
      { partnerId: 'a', ofConversions: 0, ofValue: 0 },
      { partnerId: 'b', ofConversions: 0, ofValue: 0 },
    ]);
  });

  it('of no order see past its memory', () => {
    // Of order 1, b converts after whatever; of order 2 only after a.
    const paths = [aPath('a > b', 1, 0), aPath('c > b', 0, 1)];
    const effectOfC = (of: (typeof ORDERS)[number]) => removalEffects(paths, of)[2]?.ofConversions;
    expect([effectOfC(1), effectOfC(2)]).toEqual([0.5, 0]);
  });
});

describe('removal effects of ten thousand paths', () => {
  const paths = manyPaths({ paths: 10_000, channels: 12, journeys: 90_000, seed: 3 });

  it.each([2, 3] as const)('are those of walking until nobody is left, of order %i', (of) => {
    const [first] = removalEffects(paths, of);
    expectClose(first?.ofConversions ?? 0, lostBySteps(paths, of, first?.partnerId ?? ''));
  });

  it('are those of fractions of order 1', () => {
    const effects = removalEffects(paths, 1);
    const all = walkOf(paths, 1, []).converts;
    const without = walkOf(paths, 1, [effects[4]?.partnerId ?? '']).converts;
    expectClose(effects[4]?.ofConversions ?? 0, 1 - numberOf(without) / numberOf(all));
  });
});

describe('removal effects of many partners', () => {
  const paths = manyPaths({ paths: 400, channels: 60, journeys: 900, seed: 5 });

  it.each(ORDERS)('are those of walking until nobody is left, of order %i', (of) => {
    const effects = removalEffects(paths, of);
    expect(effects).toHaveLength(60);
    for (const at of [0, 15, 16, 59]) {
      const { partnerId = '', ofConversions } = effects[at] ?? {};
      expectClose(ofConversions ?? 0, lostBySteps(paths, of, partnerId));
    }
  });

  it('are refused where they would take too long, with what would not', () => {
    expect(() => removalEffects(CROWD, 1)).toThrow(
      expect.objectContaining({
        code: 'markov.too-large',
        message:
          '20000 partners, 20000 states and 60000 ways between them take 83200000000 steps, and at most 60000000000 are taken; ' +
          'choose a lower order, or a shorter windowDays',
      }),
    );
    expect(() => removalEffects(CROWD.slice(0, 100), 1)).not.toThrow();
  });
});

describe('a fitted Markov model', () => {
  it('has a share for every partner in the proportion of the removal effects', () => {
    const paths = [aPath('google ads', 2, 1), aPath('mailing', 1, 0), aPath('google ads > mailing', 1, 0)];
    expect(fitMarkov(paths, 1)).toEqual({
      model: 'markov',
      order: 1,
      shares: [
        { partnerId: 'google ads', shareWeight: 600_000_000_000_000n },
        { partnerId: 'mailing', shareWeight: 400_000_000_000_000n },
      ],
      warnings: [],
    });
  });

  it('warns when no journey went without conversion, and when none had one', () => {
    expect(fitMarkov([aPath('a > b', 3, 0)], 1).warnings).toEqual(['no-non-converting-journeys']);
    expect(fitMarkov([aPath('a > b', 0, 3)], 1).warnings).toEqual(['no-conversions']);
  });
});

function hash({ touches, nulls }: JourneyPath, seed: number): number {
  let value = seed;
  for (const letter of `${touches.join()}${nulls}`) value = Math.imul(value ^ letter.charCodeAt(0), 2_654_435_761);
  return value;
}

/** What is lost without a partner, by moving the journeys of the model from state to state until all have ended. */
function lostBySteps(paths: readonly JourneyPath[], order: number, partnerId: string): number {
  const visits = new Map<string, number>();
  const ends = new Map<string, number>();
  const next = new Map<string, Map<string, number>>();
  let open = new Map<string, number>();
  for (const { touches, conversions, nulls } of paths) {
    const journeys = conversions + nulls;
    let before: string | null = null;
    for (let at = Math.min(order, touches.length); at <= touches.length; at += 1) {
      const state = touches.slice(Math.max(0, at - order), at).join(' ');
      visits.set(state, (visits.get(state) ?? 0) + journeys);
      if (before === null) open.set(state, (open.get(state) ?? 0) + journeys);
      else {
        const row = next.get(before) ?? new Map<string, number>();
        row.set(state, (row.get(state) ?? 0) + journeys);
        next.set(before, row);
      }
      before = state;
    }
    ends.set(before ?? '', (ends.get(before ?? '') ?? 0) + conversions);
  }
  const isTouched = (state: string) => state.split(' ').includes(partnerId);
  const lost = carefulSum();
  let touched = new Map<string, number>();
  // Walks that have touched the partner and those that have not move side by side.
  while (open.size > 0 || touched.size > 0) {
    const moved = { open: new Map<string, number>(), touched: new Map<string, number>() };
    for (const [walks, isMarked] of [
      [open, false],
      [touched, true],
    ] as const) {
      for (const [state, journeys] of walks) {
        const isLost = isMarked || isTouched(state);
        const part = journeys / (visits.get(state) ?? 1);
        if (isLost) lost.add(part * (ends.get(state) ?? 0));
        for (const [to, count] of next.get(state) ?? []) {
          const target = isLost ? moved.touched : moved.open;
          if (part * count > 1e-18) target.set(to, (target.get(to) ?? 0) + part * count);
        }
      }
    }
    ({ open, touched } = moved);
  }
  let all = 0;
  for (const conversions of ends.values()) all += conversions;
  return lost.sum() / all;
}

/** Adds many numbers without losing their last digits (Kahan). */
function carefulSum() {
  let sum = 0;
  let missing = 0;
  return {
    add: (amount: number) => {
      const rest = amount - missing;
      const next = sum + rest;
      missing = next - sum - rest;
      sum = next;
    },
    sum: () => sum,
  };
}
