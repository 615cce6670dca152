/** Longer names are no slip of the fingers, and dear to compare. */
const LENGTH_MAX = 60;

/** The known name that somebody meant who wrote another by a slip of the fingers; null where none is near. */
export function nearestName(given: string, known: readonly string[]): string | null {
  if (given.length > LENGTH_MAX) return null;
  const [nearest] = known
    .map((name) => ({ name, distance: distance(given.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  if (nearest === undefined || nearest.distance > Math.max(2, nearest.name.length / 3)) return null;
  // Of two short names every letter may differ, and then nothing was meant.
  return nearest.distance < Math.min(given.length, nearest.name.length) ? nearest.name : null;
}

/** How many letters must be put in, taken out or changed to make one word the other. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
