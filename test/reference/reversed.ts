import type { Conversion, Folder } from './folder.ts';
import { sharedOut, whole } from './fraction.ts';
import { inOrder } from './journeys.ts';

/** What reversals before a cutoff leave of a line. */
export interface LineStanding {
  /** Of its amount, at most all of it. */
  readonly reversed: bigint;
  readonly items: number;
  readonly isLive: boolean;
}

/** Section 7 of the rules: what is too much is not counted, and a whole conversion is taken back in proportion to what is left. */
export function lineStandings(
  { id, lines }: Conversion,
  { reversals }: Folder,
  cutoff: number,
): readonly LineStanding[] {
  const left = lines.map(({ amount }) => amount);
  const items = lines.map(({ quantity }) => quantity);
  const named = lines.map(() => false);
  for (const reversal of inOrder(reversals)) {
    if (reversal.conversion !== id || reversal.at >= cutoff) continue;
    const places = lines.flatMap((line, place) => (reversal.line === '' || line.id === reversal.line ? [place] : []));
    const there = places.map((place) => left[place] ?? 0n);
    const all = there.reduce((sum, amount) => sum + amount, 0n);
    const taken = all === 0n ? [] : sharedOut(reversal.amount < all ? reversal.amount : all, there.map(whole));
    for (const [index, place] of places.entries()) {
      left[place] = (left[place] ?? 0n) - (taken[index] ?? 0n);
      named[place] = true;
      if (places.length === 1) items[place] = Math.max(0, (items[place] ?? 0) - reversal.quantity);
    }
  }
  return lines.map(({ amount }, place) => ({
    reversed: amount - (left[place] ?? 0n),
    items: items[place] ?? 0,
    isLive: amount === 0n ? !named[place] : left[place] !== 0n,
  }));
}
