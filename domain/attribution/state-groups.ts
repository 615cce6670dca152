import type { MarkovChain } from './markov-chain.ts';

/** With so few states each is a group of its own. */
const GROUPS_MAX = 32;

/** States in a few groups, with the flows into each state cut into stretches that come from one group. */
export interface StateGroups {
  readonly groups: number;
  readonly groupOf: Int32Array;
  /** Stretches into state `s` stand from `start[s]` to `start[s + 1]`; the one after the last only ends it. */
  readonly start: Int32Array;
  readonly stretchStart: Int32Array;
  readonly stretchGroup: Int32Array;
}

/** Groups states by themselves while they are few, else by their last partner, on which most of what follows depends. */
export function stateGroups({ last, partners, into }: MarkovChain): StateGroups {
  const isOwn = last.length <= GROUPS_MAX;
  const groups = isOwn ? last.length : Math.min(partners.length, GROUPS_MAX);
  const groupOf = last.map((partner, state) => (isOwn ? state : Math.floor((partner * groups) / partners.length)));
  const start = new Int32Array(last.length + 1);
  const stretchStart: number[] = [];
  const stretchGroup: number[] = [];
  for (let state = 0; state < last.length; state += 1) {
    let before = -1;
    const end = into.start[state + 1] ?? 0;
    for (let flow = into.start[state] ?? 0; flow < end; flow += 1) {
      const group = groupOf[into.other[flow] ?? 0] ?? 0;
      if (group === before) continue;
      stretchStart.push(flow);
      stretchGroup.push(group);
      before = group;
    }
    start[state + 1] = stretchStart.length;
  }
  stretchStart.push(into.other.length);
  return {
    groups,
    groupOf,
    start,
    stretchStart: new Int32Array(stretchStart),
    stretchGroup: new Int32Array(stretchGroup),
  };
}
