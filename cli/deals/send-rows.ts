import type { Client, RequestOf } from '../../functions/contract/client.ts';
import { ProblemError } from '../../functions/contract/client.ts';
import type { DealRow } from '../../functions/usecases/deal/deals-csv.ts';
import { columnOf } from '../../functions/usecases/deal/deals-csv.ts';
import { mapLimited } from '../../functions/usecases/map-limited.ts';
import { toldByHost } from '../told-by-host.ts';

const AT_ONCE = 8;
/** With these no other row would fare better. */
const HOPELESS: ReadonlySet<number> = new Set([401, 403, 404]);

/** Registers each row for itself; what is refused is told by the column that it is about. */
export async function sendRows(
  { registerDeal }: Pick<Client, 'registerDeal'>,
  programId: string,
  rows: readonly DealRow[],
  tell: (line: number, field: string, reason: string) => void,
): Promise<{ readonly registered: number; readonly refused: number }> {
  const taken = await mapLimited(rows, AT_ONCE, async (row) => {
    if (row.deal === null) return false;
    try {
      // It was parsed by the schema of the operation.
      await registerDeal({ programId, body: row.wire as RequestOf<'registerDeal'>['body'] });
      return true;
    } catch (error) {
      if (!(error instanceof ProblemError) || HOPELESS.has(error.status)) return toldByHost(error);
      const errors = error.problem.errors ?? [{ field: 'row', reason: error.problem.detail ?? error.message }];
      for (const { field, reason } of errors) tell(row.line, columnOf(field), reason);
      return false;
    }
  });
  const registered = taken.filter(Boolean).length;
  return { registered, refused: taken.length - registered };
}
