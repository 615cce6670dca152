/**
 * How much of one piece of work is under way at a time, each part some calls of the store: so that they wait side by side, and
 * together stay well below the 50 connections that a client of AWS opens.
 */
export const WORK_AT_ONCE = 16;

/** Runs `work` on all items, at most `limit` at a time, and gives the answers in the items' order. The first error ends it. */
export async function mapLimited<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
