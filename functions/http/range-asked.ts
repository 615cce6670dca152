import { calendarOf } from '../../domain/settlement/calendar.ts';
import type { Deps } from '../runtime/deps.ts';
import type { Scope } from '../store/scope.ts';
import { programOf } from '../usecases/terms/load-terms.ts';

/** Business dates, both included. */
export interface DateRange {
  readonly from: string;
  readonly to: string;
}

/** The dates that a query names: up to today, and so many days up to then, unless it says otherwise. */
export async function rangeAsked(
  deps: Deps,
  scope: Scope,
  asked: { readonly from?: string | undefined; readonly to?: string | undefined },
  days: number,
): Promise<DateRange> {
  const calendar = calendarOf((await programOf(deps, scope)).timezone);
  const to = asked.to ?? calendar.dateOf(deps.now());
  return { from: asked.from ?? calendar.dateAfter(to, 1 - days), to };
}
