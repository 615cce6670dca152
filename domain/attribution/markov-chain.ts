import type { PartnerId } from '../ids.ts';
import type { MarkovOrder } from '../partner/program.ts';
import type { CountedStates } from './count-states.ts';
import { countStates } from './count-states.ts';
import type { JourneyPath } from './journey-path.ts';

/**
 * Journeys as a chain of states, each the last touches of a journey, as many as the order says; a shorter journey is one state
 * of its own. Flows are numbers of journeys, so a state's visits are what flows into it, and also what flows out. States are
 * sorted by their partners: the order of the paths leaves no trace.
 */
export interface MarkovChain {
  /** By id; states name a partner by its place here. */
  readonly partners: readonly PartnerId[];
  /** Visits of journeys to each state that do not stay for another visit. */
  readonly leaving: Float64Array;
  /** Journeys that end in each state: converted, what those came to, and converted or not. */
  readonly conversions: Float64Array;
  readonly values: Float64Array;
  readonly ended: Float64Array;
  /** The last partner of each state. */
  readonly last: Int32Array;
  /** States by the partner that they hold. */
  readonly holders: readonly (readonly number[])[];
  /** Flows between different states, by where they go and by where they come from. */
  readonly into: Flows;
  readonly outOf: Flows;
}

/** Flows of state `s` stand from `start[s]` to `start[s + 1]`, by the state at their other end. */
export interface Flows {
  readonly start: Int32Array;
  readonly other: Int32Array;
  readonly journeys: Float64Array;
}

/** Counts paths into a chain. */
export function markovChain(paths: readonly JourneyPath[], order: MarkovOrder): MarkovChain {
  const counted = countStates(paths, order);
  const { partners, rank } = sorted(counted.partners);
  const windows = counted.windows.map((window) => window.map((partner) => rank[partner] ?? 0));
  const byWindow = [...windows.keys()].sort((a, b) => compared(windows[a] ?? [], windows[b] ?? []));
  const holders = partners.map((): number[] => []);
  for (const [place, state] of byWindow.entries()) {
    for (const partner of new Set(windows[state])) holders[partner]?.push(place);
  }
  const inOrder = (amounts: readonly number[]) => Float64Array.from(byWindow, (state) => amounts[state] ?? 0);
  const { into, outOf, staying } = flowsBetween(counted, byWindow);
  return {
    partners,
    leaving: inOrder(counted.visits).map((visits, state) => visits - (staying[state] ?? 0)),
    conversions: inOrder(counted.conversions),
    values: inOrder(counted.values.map(Number)),
    ended: inOrder(counted.ended),
    last: Int32Array.from(byWindow, (state) => windows[state]?.at(-1) ?? 0),
    holders,
    into,
    outOf,
  };
}

/** Partners by id, and the place there of each as it was first met. */
function sorted(met: readonly PartnerId[]): { readonly partners: readonly PartnerId[]; readonly rank: Int32Array } {
  const byId = [...met.keys()].sort((a, b) => ((met[a] ?? '') < (met[b] ?? '') ? -1 : 1));
  const rank = new Int32Array(met.length);
  for (const [place, partner] of byId.entries()) rank[partner] = place;
  return { partners: byId.map((partner) => met[partner] ?? ''), rank };
}

function compared(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < a.length && at < b.length; at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** The flows between sorted states, and of each state to itself. */
function flowsBetween({ from, to, journeys, windows }: CountedStates, byWindow: readonly number[]) {
  const place = new Int32Array(windows.length);
  for (const [at, state] of byWindow.entries()) place[state] = at;
  const staying = new Float64Array(windows.length);
  const by = new Int32Array(journeys.length);
  const other = new Int32Array(journeys.length);
  const amounts = new Float64Array(journeys.length);
  let kept = 0;
  for (let flow = 0; flow < journeys.length; flow += 1) {
    const [start, end, amount] = [place[from[flow] ?? 0] ?? 0, place[to[flow] ?? 0] ?? 0, journeys[flow] ?? 0];
    if (start === end) staying[start] = amount;
    else {
      by[kept] = end;
      other[kept] = start;
      amounts[kept] = amount;
      kept += 1;
    }
  }
  const list = { by: by.subarray(0, kept), other: other.subarray(0, kept), journeys: amounts.subarray(0, kept) };
  const unsorted = gathered(list, windows.length);
  // Gathering the other way round puts the flows of a state in the order of their other ends; twice does it for both.
  const outOf = turned(unsorted);
  return { into: turned(outOf), outOf, staying };
}

function turned({ start, other, journeys }: Flows): Flows {
  const by = new Int32Array(other.length);
  for (let state = 0; state + 1 < start.length; state += 1) by.fill(state, start[state], start[state + 1]);
  return gathered({ by: other, other: by, journeys }, start.length - 1);
}

interface FlowList {
  readonly by: Int32Array;
  readonly other: Int32Array;
  readonly journeys: Float64Array;
}

function gathered({ by, other, journeys }: FlowList, states: number): Flows {
  const start = new Int32Array(states + 1);
  for (const state of by) start[state + 1] = (start[state + 1] ?? 0) + 1;
  for (let state = 0; state < states; state += 1) start[state + 1] = (start[state + 1] ?? 0) + (start[state] ?? 0);
  const next = start.slice();
  const flows = { start, other: new Int32Array(by.length), journeys: new Float64Array(by.length) };
  for (let flow = 0; flow < by.length; flow += 1) {
    const state = by[flow] ?? 0;
    const at = next[state] ?? 0;
    next[state] = at + 1;
    flows.other[at] = other[flow] ?? 0;
    flows.journeys[at] = journeys[flow] ?? 0;
  }
  return flows;
}
