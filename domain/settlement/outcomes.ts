import type { BookedConversion } from './booked.ts';

/** Conversions of a period by outcome; every one has exactly one besides being recorded. */
export type Outcomes = Readonly<Record<string, number>> & { readonly recorded: number; readonly attributed: number };

/** Counts `recorded`, `attributed`, `unattributed:<reason>` and `waiting:<reason>`. A fully reversed one still counts. */
export function outcomesOf(conversions: readonly BookedConversion[]): Outcomes {
  const counts: Record<string, number> = {};
  for (const conversion of conversions) {
    const outcome = outcomeOf(conversion);
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return { ...counts, recorded: conversions.length, attributed: counts['attributed'] ?? 0 };
}

function outcomeOf({ attribution, waitsFor }: BookedConversion): string {
  if (waitsFor !== null) return `waiting:${waitsFor}`;
  return attribution.outcome === 'attributed' ? 'attributed' : `unattributed:${attribution.reason}`;
}
