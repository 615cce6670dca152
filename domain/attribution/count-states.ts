import type { PartnerId } from '../ids.ts';
import type { MarkovOrder } from '../partner/program.ts';
import type { JourneyPath } from './journey-path.ts';

/** States and flows as they were met; partners, states and flows are named by when that was. */
export interface CountedStates {
  readonly partners: readonly PartnerId[];
  /** The partners of each state, oldest touch first. */
  readonly windows: readonly (readonly number[])[];
  readonly visits: readonly number[];
  readonly conversions: readonly number[];
  readonly values: readonly bigint[];
  readonly ended: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly journeys: readonly number[];
}

/** Walks along every path and counts the journeys that come through each state and go from one to the next. */
export function countStates(paths: readonly JourneyPath[], order: MarkovOrder): CountedStates {
  const { partners, touches } = numbered(paths);
  const stateOf = windowStates(partners.length);
  const flowOf = new Map<number, number>();
  const windows: number[][] = [];
  const visits: number[] = [];
  const conversions: number[] = [];
  const values: bigint[] = [];
  const ended: number[] = [];
  const from: number[] = [];
  const to: number[] = [];
  const journeys: number[] = [];

  const visited = (first: number, end: number): number => {
    const state = stateOf(touches, first, end);
    if (state === windows.length) {
      windows.push([...touches.subarray(first, end)]);
      visits.push(0);
      conversions.push(0);
      values.push(0n);
      ended.push(0);
    }
    return state;
  };
  let begin = 0;
  for (const path of paths) {
    const end = begin + path.touches.length;
    const count = path.conversions + path.nulls;
    if (count > 0) {
      let state = visited(begin, Math.min(end, begin + order));
      visits[state] = (visits[state] ?? 0) + count;
      for (let at = begin + order; at < end; at += 1) {
        const key = state * partners.length + (touches[at] ?? 0);
        let flow = flowOf.get(key);
        if (flow === undefined) {
          flow = journeys.length;
          flowOf.set(key, flow);
          from.push(state);
          to.push(visited(at + 1 - order, at + 1));
          journeys.push(0);
        }
        journeys[flow] = (journeys[flow] ?? 0) + count;
        state = to[flow] ?? 0;
        visits[state] = (visits[state] ?? 0) + count;
      }
      conversions[state] = (conversions[state] ?? 0) + path.conversions;
      values[state] = (values[state] ?? 0n) + path.value;
      ended[state] = (ended[state] ?? 0) + count;
    }
    begin = end;
  }
  return { partners, windows, visits, conversions, values, ended, from, to, journeys };
}

/** Touches of all paths in one row, each as the number of its partner. */
function numbered(paths: readonly JourneyPath[]): { readonly partners: PartnerId[]; readonly touches: Int32Array } {
  let count = 0;
  for (const path of paths) count += path.touches.length;
  const touches = new Int32Array(count);
  const numbers = new Map<PartnerId, number>();
  let at = 0;
  for (const path of paths) {
    for (const partnerId of path.touches) {
      let number = numbers.get(partnerId);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(partnerId, number);
      }
      touches[at] = number;
      at += 1;
    }
  }
  return { partners: [...numbers.keys()], touches };
}

/** Finds the state of a stretch of touches, or numbers a new one: a tree that branches by partner. */
function windowStates(partners: number): (touches: Int32Array, first: number, end: number) => number {
  const branches = new Map<number, number>();
  const states = new Map<number, number>();
  return (touches, first, end) => {
    let branch = 0;
    for (let at = first; at < end; at += 1) {
      const key = branch * partners + (touches[at] ?? 0);
      let next = branches.get(key);
      if (next === undefined) {
        next = branches.size + 1;
        branches.set(key, next);
      }
      branch = next;
    }
    let state = states.get(branch);
    if (state === undefined) {
      state = states.size;
      states.set(branch, state);
    }
    return state;
  };
}
