import { byText } from '../text-order.ts';
import type { BookedConversion } from './booked.ts';

/** Conversions of a period by outcome; every one has exactly one besides being recorded. */
export type Outcomes = Readonly<Record<string, number>> & { readonly recorded: number; readonly attributed: number };

/** Counts `recorded`, `attributed`, `unattributed:<reason>` and `waiting:<reason>`. A fully reversed one still counts. */
export function outcomesOf(conversions: readonly BookedConversion[]): Outcomes {
  const counts: Record<string, number> = { recorded: conversions.length };
  for (const conversion of conversions) add(counts, outcomeOf(conversion), 1);
  return inOrder(counts);
}

/** The outcomes of parts together. */
export function totalOutcomes(parts: readonly Outcomes[]): Outcomes {
  const counts: Record<string, number> = {};
  for (const part of parts) for (const [outcome, count] of Object.entries(part)) add(counts, outcome, count);
  return inOrder(counts);
}

function add(counts: Record<string, number>, outcome: string, count: number): void {
  counts[outcome] = (counts[outcome] ?? 0) + count;
}

/** `recorded`, `attributed`, then the others by text, whichever was met first. */
function inOrder({ recorded = 0, attributed = 0, ...others }: Readonly<Record<string, number>>): Outcomes {
  const sorted = Object.entries(others).sort(([a], [b]) => byText(a, b));
  return { recorded, attributed, ...Object.fromEntries(sorted) };
}

function outcomeOf({ attribution, waitsFor }: BookedConversion): string {
  if (waitsFor !== null) return `waiting:${waitsFor}`;
  return attribution.outcome === 'attributed' ? 'attributed' : `unattributed:${attribution.reason}`;
}
