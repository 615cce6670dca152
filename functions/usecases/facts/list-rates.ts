import type { DailyRate } from '../../../domain/money/exchange.ts';
import type { Deps } from '../../runtime/deps.ts';
import { ratePositionOf } from '../../store/own-index.ts';
import type { RowPage, Scope } from '../../store/scope.ts';
import { programOf } from '../terms/load-terms.ts';

/** The exchange rates of a program by day and pair, each with its place in the list; of one month when it is said, `2026-10`. */
export async function listRates(
  deps: Deps,
  { scope, month = '' }: { readonly scope: Scope; readonly month?: string | undefined },
  { after, limit }: RowPage,
): Promise<readonly { readonly rate: DailyRate; readonly position: string }[]> {
  await programOf(deps, scope);
  const place = after !== null && after > month ? after : month;
  const rates = await deps.stores.programs.ratesAfter(scope, { after: place === '' ? null : place, limit });
  const own = rates.filter(({ date }) => date.startsWith(month));
  return own.map((rate) => ({ rate, position: ratePositionOf(rate) }));
}
