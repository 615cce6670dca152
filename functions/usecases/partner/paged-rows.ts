import type { PartnerId, PeriodId } from '../../../domain/ids.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { CreditedConversion } from '../../store/fact-store.ts';
import type { RowPage, Scope } from '../../store/scope.ts';
import { pageOverPlaces } from '../page-over-places.ts';

/** Rows of a partner's index of conversions, month after month in the order given. */
export async function pagedRows(
  { stores }: Deps,
  {
    scope,
    partnerId,
    months,
  }: { readonly scope: Scope; readonly partnerId: PartnerId; readonly months: readonly PeriodId[] },
  asked: { readonly limit: number; readonly cursor: string | null },
): Promise<{ readonly rows: readonly CreditedConversion[]; readonly next: string | null }> {
  const rowsOf = (month: PeriodId, page: RowPage) => stores.conversions.creditedTo(scope, { partnerId, month }, page);
  const { items, next } = await pageOverPlaces({ places: months, rowsOf, itemOf: async (row) => row }, asked);
  return { rows: items, next };
}
