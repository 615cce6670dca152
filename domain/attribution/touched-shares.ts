import type { Lanes } from './lanes.ts';
import { lanesOf } from './lanes.ts';
import type { MarkovChain } from './markov-chain.ts';

/** In so many rounds the size of all shares is as it will be; what is left are differences between states. */
const BALANCED_ROUNDS = 12;
/** What may be missing of the touched visits when the rounds end, as a part of them all. */
const MISSING_MAX = 2 ** -47;
/** A change that small is rounding, and will not get smaller. */
const ROUNDING = 2 ** -48;

export interface TouchedShares {
  /** By state and within it by partner. */
  readonly shares: Float64Array;
  /** How often every flow was read. */
  readonly rounds: number;
}

/**
 * Which part of the visits to each state is by walks that have touched a partner, there or before: for `count` partners from
 * `first` on (a multiple of four). The visits balance: in a state that holds the partner all are touched, in any other those
 * that come from touched ones. Solved by rounds over the states in the way of Gauss and Seidel, each state taking up what the
 * states before it have come to, and by balancing what enters with what leaves. Every number is positive and nothing is
 * subtracted, so small effects come out as exact as large ones.
 */
export function touchedShares(chain: MarkovChain, first: number, count: number): TouchedShares {
  const lanes = lanesOf(chain, first, count);
  const before = new Float64Array(count);
  let rounds = 0;
  for (let isSettled = false; !isSettled; rounds += 1) {
    if (rounds > 0 && rounds <= BALANCED_ROUNDS) balance(lanes);
    const { change, total } = sweep(chain, lanes);
    isSettled = true;
    for (const [lane, now] of change.entries()) {
      const all = total[lane] ?? 0;
      // Changes shrink like a geometric series, of which this is the rest.
      const isRestSmall = rounds > 0 && now ** 2 <= MISSING_MAX * all * ((before[lane] ?? 0) - now);
      if (!isRestSmall && now > ROUNDING * all) isSettled = false;
      before[lane] = now;
    }
  }
  return { shares: lanes.shares, rounds };
}

/** Multiplies the shares of states that do not hold the partner so that as many touched journeys leave these as enter them. */
function balance({ count, held, shares, entering, exit }: Lanes): void {
  const leaving = new Float64Array(count);
  for (let state = 0; state < held.length; state += 1) {
    const own = held[state] ?? 0;
    for (let lane = 0; lane < count; lane += 1) {
      if ((own & (1 << lane)) !== 0) continue;
      const at = state * count + lane;
      leaving[lane] = (leaving[lane] ?? 0) + (shares[at] ?? 0) * (exit[at] ?? 0);
    }
  }
  const factors = leaving.map((journeys, lane) => (journeys === 0 ? 1 : (entering[lane] ?? 0) / journeys));
  for (let state = 0; state < held.length; state += 1) {
    const own = held[state] ?? 0;
    for (let lane = 0; lane < count; lane += 1) {
      if ((own & (1 << lane)) !== 0) continue;
      const at = state * count + lane;
      shares[at] = (shares[at] ?? 0) * (factors[lane] ?? 1);
    }
  }
}

/** Takes the shares of every state from the flows into it; answers by how much flows changed, and how much there is. */
function sweep({ into, leaving }: MarkovChain, { count, held, shares }: Lanes) {
  const change = new Float64Array(count);
  const total = new Float64Array(count);
  const flows = new Float64Array(4);
  for (let state = 0; state < held.length; state += 1) {
    const begin = into.start[state] ?? 0;
    const end = into.start[state + 1] ?? 0;
    if (begin === end) continue;
    const own = held[state] ?? 0;
    const visits = leaving[state] ?? 0;
    // Four lanes at a time, so that their sums need no memory.
    for (let lane = 0; lane < count; lane += 4) {
      let [first, second, third, fourth] = [0, 0, 0, 0];
      for (let flow = begin; flow < end; flow += 1) {
        const from = (into.other[flow] ?? 0) * count + lane;
        const journeys = into.journeys[flow] ?? 0;
        first += (shares[from] ?? 0) * journeys;
        second += (shares[from + 1] ?? 0) * journeys;
        third += (shares[from + 2] ?? 0) * journeys;
        fourth += (shares[from + 3] ?? 0) * journeys;
      }
      flows[0] = first;
      flows[1] = second;
      flows[2] = third;
      flows[3] = fourth;
      for (let place = 0; place < 4; place += 1) {
        const open = lane + place;
        if ((own & (1 << open)) !== 0) continue;
        const flow = flows[place] ?? 0;
        const at = state * count + open;
        change[open] = (change[open] ?? 0) + Math.abs(flow - (shares[at] ?? 0) * visits);
        total[open] = (total[open] ?? 0) + flow;
        shares[at] = flow / visits;
      }
    }
  }
  return { change, total };
}
