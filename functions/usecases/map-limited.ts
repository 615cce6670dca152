/**
 * How much of one piece of work is under way at a time, each part some calls of the store: so that they wait side by side, and
 * together stay well below the 50 connections that a client of AWS opens.
 */
export const WORK_AT_ONCE = 16;

/**
 * Runs `work` on all items, at most `limit` at a time, and gives the answers in the items' order. The first error ends it: nothing
 * more is begun, and what is under way ends before the error is thrown, so that nothing goes on behind the caller's back.
 */
export async function mapLimited<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  const errors: unknown[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length && errors.length === 0) {
      const index = next++;
      try {
        results[index] = await work(items[index] as T);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  if (errors.length > 0) throw errors[0];
  return results;
}
