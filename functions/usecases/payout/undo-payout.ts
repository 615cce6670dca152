import type { Program } from '../../../domain/partner/program.ts';
import type { Payout } from '../../../domain/payout/payout.ts';
import { undoneEntries } from '../../../domain/payout/payout-entries.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import type { Deps } from '../../runtime/deps.ts';

/** Takes what a stored payout says that is undone out of the books; once, however often it is called. */
export async function postUndone(deps: Deps, program: Program, payout: Payout): Promise<void> {
  if (payout.undone === undefined) return;
  for (const entry of undoneEntries(payout, program, { calendar: calendarOf(program.timezone) }))
    await deps.stores.ledger.post(entry);
}
