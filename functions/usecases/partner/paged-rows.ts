import type { PartnerId, PeriodId } from '../../../domain/ids.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { CreditedConversion } from '../../store/fact-store.ts';
import type { Scope } from '../../store/scope.ts';
import { placeCursor, placeCursorText } from '../place-cursor.ts';

/** Rows of a partner's index of conversions, month after month in the order given. */
export async function pagedRows(
  { stores }: Deps,
  {
    scope,
    partnerId,
    months,
  }: { readonly scope: Scope; readonly partnerId: PartnerId; readonly months: readonly PeriodId[] },
  { limit, cursor }: { readonly limit: number; readonly cursor: string | null },
): Promise<{ readonly rows: readonly CreditedConversion[]; readonly next: string | null }> {
  const rows: CreditedConversion[] = [];
  let { place, after } = placeCursor(cursor, months.length);
  while (place < months.length && rows.length < limit) {
    const wanted = limit - rows.length;
    const month = months[place] as PeriodId;
    const found = await stores.conversions.creditedTo(scope, { partnerId, month }, { after, limit: wanted });
    rows.push(...found);
    if (found.length < wanted) [place, after] = [place + 1, null];
    else after = found.at(-1)?.position ?? null;
  }
  return { rows, next: place < months.length ? placeCursorText({ place, after }) : null };
}
