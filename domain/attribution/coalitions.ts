import type { PartnerId } from '../ids.ts';
import type { JourneyPath } from './journey-path.ts';
import { markovChain } from './markov-chain.ts';

/** What every set of partners is worth, a bit each in the order of their ids: in conversions, and in their value. */
export interface WorthBySet {
  readonly conversions: Float64Array;
  readonly values: Float64Array;
}

/** Conversions, and value, per journey among the journeys that nobody outside the set touched; 0 where there are none. */
export function conversionRates(paths: readonly JourneyPath[], partners: readonly PartnerId[]): WorthBySet {
  const bits = new Map(partners.map((partnerId, at) => [partnerId, 1 << at]));
  const conversions = new Float64Array(2 ** partners.length);
  const journeys = new Float64Array(2 ** partners.length);
  const values = Array<bigint>(2 ** partners.length).fill(0n);
  for (const path of paths) {
    let set = 0;
    for (const partnerId of path.touches) set |= bits.get(partnerId) ?? 0;
    conversions[set] = (conversions[set] ?? 0) + path.conversions;
    journeys[set] = (journeys[set] ?? 0) + path.conversions + path.nulls;
    values[set] = (values[set] ?? 0n) + path.value;
  }
  const rates = (amounts: Float64Array): Float64Array => {
    addSubsets(amounts, partners.length);
    return amounts.map((amount, set) => (journeys[set] === 0 ? 0 : amount / (journeys[set] ?? 1)));
  };
  addSubsets(journeys, partners.length);
  return { conversions: rates(conversions), values: rates(Float64Array.from(values, Number)) };
}

/** Adds to each set what its subsets have, one player at a time. */
function addSubsets(amounts: Float64Array, players: number): void {
  for (let player = 0; player < players; player += 1) {
    const bit = 1 << player;
    for (let set = 0; set < amounts.length; set += 1) {
      if ((set & bit) !== 0) amounts[set] = (amounts[set] ?? 0) + (amounts[set ^ bit] ?? 0);
    }
  }
}

/** A walk over the partners that are still undecided; all are parts of one journey. */
interface Walk {
  /** To the first partner. */
  readonly start: Float64Array;
  /** From each partner to each, by rows. */
  readonly next: Float64Array;
  /** From each partner to a conversion, to what that is worth, and to where no conversion comes from. */
  readonly converts: Float64Array;
  readonly earns: Float64Array;
  readonly fails: Float64Array;
}

/**
 * Probability, and expected value, of a walk of the first-order Markov model that converts inside each set, when everybody
 * outside it leads to null. Partners are decided one after the other: left out, or eliminated from the walk as states are by
 * Gauss, which is then done once for all sets that agree so far.
 */
export function walksInside(paths: readonly JourneyPath[], partners: readonly PartnerId[]): WorthBySet {
  const conversions = new Float64Array(2 ** partners.length);
  const values = new Float64Array(2 ** partners.length);
  const walks = Array.from({ length: partners.length + 1 }, (_, size) => emptyWalk(size));
  const decide = (size: number, set: number, converted: number, earned: number): void => {
    const walk = walks[size];
    const rest = walks[size - 1];
    if (walk === undefined || rest === undefined) {
      conversions[set] = converted;
      values[set] = earned;
      return;
    }
    leaveOut(walk, rest);
    decide(size - 1, set, converted, earned);
    const through = passThrough(walk, rest);
    decide(size - 1, set | (1 << (size - 1)), converted + through.converted, earned + through.earned);
  };
  const all = walks[partners.length];
  if (all !== undefined) fillWalk(all, paths);
  decide(partners.length, 0, 0, 0);
  return { conversions, values };
}

function emptyWalk(size: number): Walk {
  const row = () => new Float64Array(size);
  return { start: row(), next: new Float64Array(size * size), converts: row(), earns: row(), fails: row() };
}

/** The states of the first-order model are the partners that any journey touched; the others stay where nobody comes. */
function fillWalk({ start, next, converts, earns, fails }: Walk, paths: readonly JourneyPath[]): void {
  const size = start.length;
  const chain = markovChain(paths, 1);
  for (let state = 0; state < chain.leaving.length; state += 1) {
    const partner = chain.last[state] ?? 0;
    const leaving = chain.leaving[state] ?? 1;
    converts[partner] = (chain.conversions[state] ?? 0) / leaving;
    earns[partner] = (chain.values[state] ?? 0) / leaving;
    fails[partner] = ((chain.ended[state] ?? 0) - (chain.conversions[state] ?? 0)) / leaving;
    for (let flow = chain.outOf.start[state] ?? 0; flow < (chain.outOf.start[state + 1] ?? 0); flow += 1) {
      const to = chain.last[chain.outOf.other[flow] ?? 0] ?? 0;
      next[partner * size + to] = (chain.outOf.journeys[flow] ?? 0) / leaving;
    }
  }
  let journeys = 0;
  for (const { conversions, nulls } of paths) journeys += conversions + nulls;
  const place = new Map(chain.partners.map((partnerId, at) => [partnerId, at]));
  for (const { touches, conversions, nulls } of paths) {
    const first = place.get(touches[0] ?? '') ?? 0;
    start[first] = (start[first] ?? 0) + conversions + nulls;
  }
  for (let first = 0; first < size && journeys > 0; first += 1) start[first] = (start[first] ?? 0) / journeys;
}

/** Without the last partner: whoever would go there converts no more. */
function leaveOut(walk: Walk, rest: Walk): void {
  const last = rest.start.length;
  for (let from = 0; from < last; from += 1) {
    rest.start[from] = walk.start[from] ?? 0;
    rest.converts[from] = walk.converts[from] ?? 0;
    rest.earns[from] = walk.earns[from] ?? 0;
    rest.fails[from] = (walk.fails[from] ?? 0) + (walk.next[from * (last + 1) + last] ?? 0);
    for (let to = 0; to < last; to += 1) rest.next[from * last + to] = walk.next[from * (last + 1) + to] ?? 0;
  }
}

/** With the last partner, passing through it on the way; answers what converts there straight from the start. */
function passThrough(walk: Walk, rest: Walk): { readonly converted: number; readonly earned: number } {
  const last = rest.start.length;
  const row = last * (last + 1);
  const converts = walk.converts[last] ?? 0;
  const earns = walk.earns[last] ?? 0;
  const fails = walk.fails[last] ?? 0;
  let leaving = converts + fails;
  for (let to = 0; to < last; to += 1) leaving += walk.next[row + to] ?? 0;
  const started = leaving === 0 ? 0 : (walk.start[last] ?? 0) / leaving;
  for (let from = 0; from < last; from += 1) {
    rest.start[from] = (walk.start[from] ?? 0) + started * (walk.next[row + from] ?? 0);
    const part = leaving === 0 ? 0 : (walk.next[from * (last + 1) + last] ?? 0) / leaving;
    rest.converts[from] = (walk.converts[from] ?? 0) + part * converts;
    rest.earns[from] = (walk.earns[from] ?? 0) + part * earns;
    rest.fails[from] = (walk.fails[from] ?? 0) + part * fails;
    for (let to = 0; to < last; to += 1) {
      rest.next[from * last + to] = (walk.next[from * (last + 1) + to] ?? 0) + part * (walk.next[row + to] ?? 0);
    }
  }
  return { converted: started * converts, earned: started * earns };
}
