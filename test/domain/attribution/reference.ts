import fc from 'fast-check';
import type { JourneyPath } from '../../../domain/attribution/journey-path.ts';
import type { Ratio } from '../../../domain/money/ratio.ts';
import { add, multiply, ONE, reduced, ZERO } from '../../../domain/money/ratio.ts';
import type { Characteristic } from '../../../domain/partner/program.ts';

/** Data-driven models computed the slow way, by their definitions and in exact fractions, to hold the quick way against. */

const whole = (count: number | bigint): Ratio => ({ numerator: BigInt(count), denominator: 1n });
const minus = (a: Ratio): Ratio => ({ ...a, numerator: -a.numerator });
const sum = (a: Ratio, b: Ratio): Ratio => reduced(add(a, b));
const times = (a: Ratio, b: Ratio): Ratio => reduced(multiply(a, b));
const over = (a: Ratio, b: Ratio): Ratio => {
  const sign = b.numerator < 0n ? -1n : 1n;
  return times(a, { numerator: b.denominator * sign, denominator: b.numerator * sign });
};
export const numberOf = ({ numerator, denominator }: Ratio): number => {
  const scaled = (numerator * 10n ** 30n) / denominator;
  return Number(`${scaled}e-30`);
};

/** Journeys of so many partners that a Markov model of them takes too long. */
export const CROWD: readonly JourneyPath[] = Array.from({ length: 20_000 }, (_, journey) => {
  const touches = Array.from({ length: 4 }, (_, at) => `p${(journey * 7919 ** at + at) % 20_000}`);
  return { touches, conversions: 1, value: 1n, nulls: 1 };
});

/** States of a journey: the last `order` touches at each step, a shorter journey as a whole. */
function windowsOf(touches: readonly string[], order: number): string[] {
  if (touches.length <= order) return [touches.join(' ')];
  return touches.slice(order - 1).map((_, at) => touches.slice(at, at + order).join(' '));
}

/** Probability, and expected value, of a walk that converts and never enters a state with one of the removed partners. */
export function walkOf(paths: readonly JourneyPath[], order: number, removed: readonly string[]) {
  const flows = new Map<string, Map<string, number>>();
  const worth = new Map<string, { conversions: number; value: bigint }>();
  const count = (from: string, to: string, journeys: number) => {
    const row = flows.get(from) ?? new Map<string, number>();
    row.set(to, (row.get(to) ?? 0) + journeys);
    flows.set(from, row);
  };
  for (const { touches, conversions, nulls, value } of paths) {
    const journeys = conversions + nulls;
    if (journeys === 0) continue;
    const states = ['(start)', ...windowsOf(touches, order)];
    for (const [at, state] of states.entries()) {
      const next = states[at + 1];
      if (next !== undefined) count(state, next, journeys);
    }
    const last = states.at(-1) ?? '';
    if (conversions > 0) count(last, '(conversion)', conversions);
    if (nulls > 0) count(last, '(null)', nulls);
    const known = worth.get(last) ?? { conversions: 0, value: 0n };
    worth.set(last, { conversions: known.conversions + conversions, value: known.value + value });
  }
  const isOpen = (state: string) => !state.split(' ').some((partner) => removed.includes(partner));
  const states = [...flows.keys()].filter(isOpen);
  const solve = (ending: (state: string) => Ratio): Ratio => {
    // u = ending + Q u, by Gauss.
    const rows = states.map((state) => {
      const row = flows.get(state) ?? new Map<string, number>();
      let all = 0;
      for (const journeys of row.values()) all += journeys;
      const part = (to: string) => over(whole(row.get(to) ?? 0), whole(all));
      return [
        ...states.map((to) => sum(to === state ? ONE : ZERO, minus(part(to)))),
        times(part('(conversion)'), ending(state)),
      ];
    });
    for (const [at, pivotRow] of rows.entries()) {
      const pivot = pivotRow[at] ?? ONE;
      const scaled = pivotRow.map((cell) => over(cell, pivot));
      rows[at] = scaled;
      for (const [other, row] of rows.entries()) {
        const factor = row[at] ?? ZERO;
        if (other === at || factor.numerator === 0n) continue;
        rows[other] = row.map((cell, column) => sum(cell, minus(times(factor, scaled[column] ?? ZERO))));
      }
    }
    return rows[states.indexOf('(start)')]?.at(-1) ?? ZERO;
  };
  return {
    converts: solve(() => ONE),
    earns: solve((state) => {
      const { conversions, value } = worth.get(state) ?? { conversions: 0, value: 0n };
      return conversions === 0 ? ZERO : over(whole(value), whole(conversions));
    }),
  };
}

/** 1 − p(removed) / p, of conversions and of value. */
export function effectsOf(paths: readonly JourneyPath[], order: number, partnerId: string) {
  const all = walkOf(paths, order, []);
  const without = walkOf(paths, order, [partnerId]);
  const effect = (part: Ratio, of: Ratio) => (of.numerator === 0n ? ZERO : sum(ONE, minus(over(part, of))));
  return { conversions: effect(without.converts, all.converts), value: effect(without.earns, all.earns) };
}

/** The mean of what a player adds to those before it, over every order of arrival. */
export function shapleyByPermutation(players: readonly string[], worth: (set: readonly string[]) => Ratio) {
  const known = new Map<string, Ratio>();
  const worthOf = (set: readonly string[]): Ratio => {
    const key = [...set].sort().join(' ');
    const found = known.get(key) ?? worth(set);
    known.set(key, found);
    return found;
  };
  const values = new Map<string, Ratio>(players.map((player) => [player, ZERO]));
  const orders = permutations(players);
  for (const arrivals of orders) {
    for (const [at, player] of arrivals.entries()) {
      const before = worthOf(arrivals.slice(0, at));
      const after = worthOf(arrivals.slice(0, at + 1));
      values.set(player, sum(values.get(player) ?? ZERO, sum(after, minus(before))));
    }
  }
  return new Map([...values].map(([player, value]) => [player, over(value, whole(orders.length))]));
}

function permutations(players: readonly string[]): string[][] {
  if (players.length === 0) return [[]];
  return players.flatMap((first) =>
    permutations(players.filter((player) => player !== first)).map((rest) => [first, ...rest]),
  );
}

type Earned = 'conversions' | 'value';
type Worth = (paths: readonly JourneyPath[], of: Earned) => (set: readonly string[]) => Ratio;

/** What a set of partners is worth, by its definition: in conversions, or in their value. */
export const WORTH: Readonly<Record<Characteristic, Worth>> = {
  'sum-over-subsets': (paths, of) => (set) => whole(earnedBy(inside(paths, set), of)),
  'conversion-rate': (paths, of) => (set) => {
    const own = inside(paths, set);
    const journeys = own.reduce((total, path) => total + path.conversions + path.nulls, 0);
    return journeys === 0 ? ZERO : over(whole(earnedBy(own, of)), whole(journeys));
  },
  markov: (paths, of) => (set) => {
    const others = paths.flatMap(({ touches }) => touches).filter((partnerId) => !set.includes(partnerId));
    const { converts, earns } = walkOf(paths, 1, others);
    return of === 'value' ? earns : converts;
  },
};

function earnedBy(paths: readonly JourneyPath[], of: Earned): bigint {
  return paths.reduce((total, path) => total + BigInt(path[of]), 0n);
}

function inside(paths: readonly JourneyPath[], set: readonly string[]) {
  return paths.filter(({ touches }) => touches.every((partnerId) => set.includes(partnerId)));
}

/** Paths of a few partners, with repeats, rows that say nothing, and partners that never convert. */
export function somePaths(partners: readonly string[], lengthMax: number): fc.Arbitrary<JourneyPath[]> {
  const path = fc
    .record({
      touches: fc.array(fc.constantFrom(...partners), { minLength: 1, maxLength: lengthMax }),
      conversions: fc.integer({ min: 0, max: 5 }),
      mean: fc.bigInt({ min: 0n, max: 900n }),
      nulls: fc.integer({ min: 0, max: 40 }),
    })
    .map(({ mean, ...rest }) => ({ ...rest, value: mean * BigInt(rest.conversions) }));
  return fc.array(path, { minLength: 1, maxLength: 12 });
}

export function aPath(touches: string, conversions: number, nulls: number, value = 0n): JourneyPath {
  return { touches: touches.split(' > '), conversions, nulls, value };
}
