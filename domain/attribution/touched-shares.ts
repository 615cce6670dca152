import type { Lanes } from './lanes.ts';
import { lanesOf } from './lanes.ts';
import type { MarkovChain } from './markov-chain.ts';
import { solveFlows } from './solve-flows.ts';
import type { StateGroups } from './state-groups.ts';

/** Balanced groups do it in some twenty rounds; without them rounds always end too, only later. */
const BALANCED_ROUNDS_MAX = 100;
/** What may be missing of the touched visits when the rounds end, as a part of them all. */
const MISSING_MAX = 2 ** -47;
/** A change that small is rounding, and will not get smaller. */
const ROUNDING = 2 ** -48;

/**
 * Which part of the visits to each state is by walks that have touched a partner, there or before: for `count` partners from
 * `first` on (a multiple of four), by state and within it by partner. The visits balance: in a state that holds the partner all are touched, in any
 * other those that come from touched ones. Solved by aggregation: rounds over the states settle how groups are made up inside,
 * an exact solution for the groups how large they are. Every number is positive and nothing is subtracted, so small effects
 * come out as exact as large ones.
 */
export function touchedShares(chain: MarkovChain, groups: StateGroups, first: number, count: number): Float64Array {
  const lanes = lanesOf(chain, first, count);
  const sums = new Float64Array(groups.stretchGroup.length * count);
  const even = new Float64Array(groups.groups * count).fill(1);
  const before = new Float64Array(count);
  for (let round = 0, isSettled = false; !isSettled; round += 1) {
    sumStretches(chain, groups, lanes, sums);
    const factors = round < BALANCED_ROUNDS_MAX ? balance(groups, lanes, sums) : even;
    const { change, total } = settle(chain, groups, lanes, sums, factors);
    isSettled = true;
    for (const [lane, now] of change.entries()) {
      const all = total[lane] ?? 0;
      // Changes shrink like a geometric series, of which this is the rest.
      const isRestSmall = round > 0 && now ** 2 <= MISSING_MAX * all * ((before[lane] ?? 0) - now);
      if (!isRestSmall && now > ROUNDING * all) isSettled = false;
      before[lane] = now;
    }
  }
  return withHeld(lanes);
}

/** What flows into each state along each of its stretches; four lanes at a time, so that their sums need no memory. */
function sumStretches({ into }: MarkovChain, groups: StateGroups, lanes: Lanes, sums: Float64Array): void {
  const { count, shares } = lanes;
  const { stretchStart, stretchGroup } = groups;
  for (let stretch = 0; stretch < stretchGroup.length; stretch += 1) {
    const begin = stretchStart[stretch] ?? 0;
    const end = stretchStart[stretch + 1] ?? 0;
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
      const sum = stretch * count + lane;
      sums[sum] = first;
      sums[sum + 1] = second;
      sums[sum + 2] = third;
      sums[sum + 3] = fourth;
    }
  }
}

/** By what the shares of each group are to be multiplied so that the flows between groups balance; by lane, then group. */
function balance(
  { groups, groupOf, start, stretchGroup }: StateGroups,
  { count, held, shares, inflow, exit }: Lanes,
  sums: Float64Array,
): Float64Array {
  const cells = groups * groups;
  const between = new Float64Array(cells * count);
  const inflows = new Float64Array(groups * count);
  const exits = new Float64Array(groups * count);
  for (let state = 0; state < held.length; state += 1) {
    const group = groupOf[state] ?? 0;
    const begin = start[state] ?? 0;
    const end = start[state + 1] ?? 0;
    for (let lane = 0; lane < count; lane += 1) {
      const at = state * count + lane;
      const share = shares[at] ?? 0;
      if (share === 0) continue;
      const own = lane * groups + group;
      inflows[own] = (inflows[own] ?? 0) + (inflow[at] ?? 0);
      exits[own] = (exits[own] ?? 0) + share * (exit[at] ?? 0);
      for (let stretch = begin; stretch < end; stretch += 1) {
        const cell = lane * cells + (stretchGroup[stretch] ?? 0) * groups + group;
        between[cell] = (between[cell] ?? 0) + (sums[stretch * count + lane] ?? 0);
      }
    }
  }
  const factors = new Float64Array(groups * count);
  for (let lane = 0; lane < count; lane += 1) {
    const of = (amounts: Float64Array, size: number) => amounts.subarray(lane * size, (lane + 1) * size);
    const flows = { between: of(between, cells), inflow: of(inflows, groups), exit: of(exits, groups) };
    factors.set(solveFlows(flows), lane * groups);
  }
  return factors;
}

/** Takes the shares of each state from the balanced flows into it; answers by how much flows changed, and how much there is. */
function settle(
  { leaving }: MarkovChain,
  { groups, groupOf, start, stretchGroup }: StateGroups,
  { count, held, shares, inflow }: Lanes,
  sums: Float64Array,
  factors: Float64Array,
) {
  const change = new Float64Array(count);
  const total = new Float64Array(count);
  for (let state = 0; state < held.length; state += 1) {
    const visits = leaving[state] ?? 0;
    const own = groupOf[state] ?? 0;
    const end = start[state + 1] ?? 0;
    for (let lane = 0; lane < count; lane += 1) {
      const at = state * count + lane;
      const share = shares[at] ?? 0;
      if (share === 0) continue;
      let flow = inflow[at] ?? 0;
      for (let stretch = start[state] ?? 0; stretch < end; stretch += 1) {
        flow += (factors[lane * groups + (stretchGroup[stretch] ?? 0)] ?? 0) * (sums[stretch * count + lane] ?? 0);
      }
      change[lane] = (change[lane] ?? 0) + Math.abs(flow - (factors[lane * groups + own] ?? 0) * share * visits);
      total[lane] = (total[lane] ?? 0) + flow;
      shares[at] = flow / visits;
    }
  }
  return { change, total };
}

/** The shares of all states: those that hold the partner are touched as a whole. */
function withHeld({ count, held, shares }: Lanes): Float64Array {
  for (const [state, bits] of held.entries()) {
    for (let lane = 0; lane < count; lane += 1) if ((bits & (1 << lane)) !== 0) shares[state * count + lane] = 1;
  }
  return shares;
}
