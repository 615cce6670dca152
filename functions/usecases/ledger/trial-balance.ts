import type { AsOf, Balances } from '../../../domain/ledger/balances.ts';
import { balancesIn } from '../../../domain/ledger/balances.ts';
import type { ClearingItem } from '../../../domain/ledger/clearing.ts';
import { clearingIn } from '../../../domain/ledger/clearing.ts';
import { calendarOf, lastDayOf } from '../../../domain/settlement/calendar.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
import { programOf } from '../terms/load-terms.ts';

/** The balances of a program, and whether they can still change. */
export interface TrialBalance {
  readonly balances: Balances;
  /** The period up to whose end the books are closed; null: none is. */
  readonly closedTo: string | null;
  /** What is open on accounts that should come back to zero, oldest first: together their whole balances. */
  readonly clearing: readonly ClearingItem[];
}

/**
 * The balances of all accounts of a program as of a booking date and an instant of effect, from the entries of each enrolled
 * partner and each period that was settled. Nothing is booked in a closed period, so an answer up to `closedTo` stays for ever.
 */
export async function trialBalance(
  deps: Deps,
  { scope, asOf }: { readonly scope: Scope; readonly asOf: AsOf },
): Promise<TrialBalance> {
  const { timezone } = await programOf(deps, scope);
  const { partners, settlements, ledger } = deps.stores;
  const records = await settlements.settlements(scope);
  const fold = balancesIn(asOf);
  const clearing = clearingIn(asOf);
  await mapLimited(await partners.enrollments(scope), WORK_AT_ONCE, async ({ partnerId }) => {
    for (const { periodId } of records) {
      if (asOf.bookedOn !== null && lastDayOf(periodId) > asOf.bookedOn) continue;
      for await (const entry of ledger.entries(scope, partnerId, periodId)) {
        fold.add(entry);
        clearing.add(entry);
      }
    }
  });
  const closed = records.filter(({ status }) => status === 'closed').at(-1);
  return {
    balances: fold.balances,
    closedTo: closed === undefined ? null : lastDayOf(closed.periodId),
    clearing: clearing.items(asOf.bookedOn ?? calendarOf(timezone).dateOf(deps.now())),
  };
}
