import type { DealRow } from '../../functions/usecases/deal/deals-csv.ts';
import { columnOf } from '../../functions/usecases/deal/deals-csv.ts';
import { mapLimited } from '../../functions/usecases/map-limited.ts';
import { BadInput } from '../bad-input.ts';
import type { Client } from '../live/client.ts';
import { RefusedError } from '../live/client.ts';

const AT_ONCE = 8;
/** With these no other row would fare better. */
const HOPELESS: ReadonlySet<number> = new Set([401, 403, 404]);

/** Registers each row for itself; what is refused is told by the column that it is about. */
export async function sendRows(
  { post }: Client,
  path: string,
  rows: readonly DealRow[],
  tell: (line: number, field: string, reason: string) => void,
): Promise<{ readonly registered: number; readonly refused: number }> {
  const taken = await mapLimited(rows, AT_ONCE, async (row) => {
    if (row.deal === null) return false;
    try {
      await post(path, row.wire);
      return true;
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      if (HOPELESS.has(error.status)) throw new BadInput(error.message);
      const errors = error.errors ?? [{ field: 'row', reason: error.detail ?? error.message }];
      for (const { field = 'row', reason = '' } of errors) tell(row.line, columnOf(field), reason);
      return false;
    }
  });
  const registered = taken.filter(Boolean).length;
  return { registered, refused: taken.length - registered };
}
