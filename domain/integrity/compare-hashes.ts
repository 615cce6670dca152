/** One place where a list is not as it was signed. `index` counts in the list as it was for `missing`, else as it is now. */
export interface ListDifference {
  readonly type: 'changed' | 'missing' | 'added' | 'reordered';
  readonly index: number;
}

/**
 * Holds hashes as they are against those that were signed. What stands nowhere in the other list was changed, added or is
 * missing; what does, but not here, was reordered.
 */
export function compareHashes(signed: readonly string[], found: readonly string[]): readonly ListDifference[] {
  const differences: ListDifference[] = [];
  const signedLeft = counted(signed);
  const foundLeft = counted(found);
  let [s, f] = [0, 0];
  while (s < signed.length || f < found.length) {
    const [was, is] = [signed[s], found[f]];
    const isLost = was !== undefined && !foundLeft.has(was);
    const isNew = is !== undefined && !signedLeft.has(is);
    const type = typeOf(was === is, isLost, isNew, was === undefined || is === undefined);
    if (type !== null) differences.push({ type, index: type === 'missing' ? s : f });
    if (type !== 'added' && was !== undefined) takeOne(signedLeft, signed[s++] ?? '');
    if (type !== 'missing' && is !== undefined) takeOne(foundLeft, found[f++] ?? '');
  }
  return differences;
}

function typeOf(isSame: boolean, isLost: boolean, isNew: boolean, isAtEnd: boolean): ListDifference['type'] | null {
  if (isSame) return null;
  if (isLost && isNew) return 'changed';
  if (isLost) return 'missing';
  if (isNew) return 'added';
  // At the end of one list the rest of the other was met before, out of its place.
  return isAtEnd ? null : 'reordered';
}

function counted(hashes: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const hash of hashes) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  return counts;
}

function takeOne(counts: Map<string, number>, hash: string): void {
  const left = (counts.get(hash) ?? 0) - 1;
  if (left > 0) counts.set(hash, left);
  else counts.delete(hash);
}
