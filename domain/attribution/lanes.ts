import type { MarkovChain } from './markov-chain.ts';

/**
 * The balance of touched visits for some partners, a lane each. Amounts stand by state and within it by lane; a lane counts
 * what its partner has touched.
 */
export interface Lanes {
  readonly count: number;
  /** The partners that a state holds, a bit for each lane. */
  readonly held: Int32Array;
  /** Shares of touched visits: all where the state holds the partner, elsewhere to be found. */
  readonly shares: Float64Array;
  /** Journeys that go from states that hold the lane's partner to others; by lane. */
  readonly entering: Float64Array;
  /** Journeys that end, or go to a state that holds the partner. */
  readonly exit: Float64Array;
}

/** Lanes for `count` partners from `first` on. */
export function lanesOf(chain: MarkovChain, first: number, count: number): Lanes {
  const { ended, holders, into } = chain;
  const held = new Int32Array(ended.length);
  const shares = new Float64Array(ended.length * count);
  for (let lane = 0; lane < count; lane += 1) {
    for (const state of holders[first + lane] ?? []) {
      held[state] = (held[state] ?? 0) | (1 << lane);
      shares[state * count + lane] = 1;
    }
  }
  const exit = new Float64Array(ended.length * count);
  for (const [state, journeys] of ended.entries()) exit.fill(journeys, state * count, (state + 1) * count);
  const entering = new Float64Array(count);
  for (let to = 0; to < held.length; to += 1) {
    const after = held[to] ?? 0;
    const end = into.start[to + 1] ?? 0;
    for (let flow = into.start[to] ?? 0; flow < end; flow += 1) {
      const from = into.other[flow] ?? 0;
      const before = held[from] ?? 0;
      const journeys = into.journeys[flow] ?? 0;
      addTo(exit, from * count, after & ~before, journeys);
      addTo(entering, 0, before & ~after, journeys);
    }
  }
  return { count, held, shares, entering, exit };
}

/** Adds to the lanes of a state that `lanes` has a bit for. */
function addTo(amounts: Float64Array, first: number, lanes: number, journeys: number): void {
  for (let bits = lanes; bits !== 0; bits &= bits - 1) {
    const at = first + 31 - Math.clz32(bits & -bits);
    amounts[at] = (amounts[at] ?? 0) + journeys;
  }
}
