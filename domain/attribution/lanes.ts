import type { Flows, MarkovChain } from './markov-chain.ts';

/**
 * The balance of touched visits for some partners, a lane each. Amounts stand by state and within it by lane; a lane counts
 * what its partner has touched.
 */
export interface Lanes {
  readonly count: number;
  /** The partners that a state holds, a bit for each lane: there all visits are touched. */
  readonly held: Int32Array;
  /** Shares of touched visits in the other states; where walks never come after the partner zero, else to be found. */
  readonly shares: Float64Array;
  /** Journeys that come from states that hold the partner. */
  readonly inflow: Float64Array;
  /** Journeys that end, or go to a state that holds the partner. */
  readonly exit: Float64Array;
}

/** Lanes for `count` partners from `first` on. */
export function lanesOf(chain: MarkovChain, first: number, count: number): Lanes {
  const { ended, holders, into, outOf } = chain;
  const held = new Int32Array(ended.length);
  for (let lane = 0; lane < count; lane += 1) {
    for (const state of holders[first + lane] ?? []) held[state] = (held[state] ?? 0) | (1 << lane);
  }
  const reached = reachedBy(outOf, held);
  const shares = new Float64Array(ended.length * count);
  const exit = new Float64Array(ended.length * count);
  for (let state = 0; state < ended.length; state += 1) {
    const open = (reached[state] ?? 0) & ~(held[state] ?? 0);
    for (let lane = 0; lane < count; lane += 1) {
      if ((open & (1 << lane)) !== 0) shares[state * count + lane] = 1;
      exit[state * count + lane] = ended[state] ?? 0;
    }
  }
  addFromHeld(outOf, held, count, exit);
  const inflow = new Float64Array(ended.length * count);
  addFromHeld(into, held, count, inflow);
  return { count, held, shares, inflow, exit };
}

/** Which partners walks may have touched when they come to a state, a bit for each lane. */
function reachedBy({ start, other }: Flows, held: Int32Array): Int32Array {
  const reached = held.slice();
  const waiting: number[] = [];
  for (const [state, bits] of held.entries()) if (bits !== 0) waiting.push(state);
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    const bits = reached[state] ?? 0;
    const end = start[state + 1] ?? 0;
    for (let flow = start[state] ?? 0; flow < end; flow += 1) {
      const to = other[flow] ?? 0;
      const known = reached[to] ?? 0;
      if ((bits & ~known) === 0) continue;
      reached[to] = known | bits;
      waiting.push(to);
    }
  }
  return reached;
}

/** Adds to each state, lane by lane, what flows between it and states that hold the lane's partner. */
function addFromHeld({ start, other, journeys }: Flows, held: Int32Array, count: number, amounts: Float64Array): void {
  for (let state = 0; state < held.length; state += 1) {
    const own = held[state] ?? 0;
    const end = start[state + 1] ?? 0;
    for (let flow = start[state] ?? 0; flow < end; flow += 1) {
      let bits = (held[other[flow] ?? 0] ?? 0) & ~own;
      while (bits !== 0) {
        const at = state * count + 31 - Math.clz32(bits & -bits);
        amounts[at] = (amounts[at] ?? 0) + (journeys[flow] ?? 0);
        bits &= bits - 1;
      }
    }
  }
}
