import type { PartnerId, PeriodId } from '../../../domain/ids.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import { isRunEntry } from '../../../domain/ledger/entry.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';

/** What a run posted for a partner: what later steps post is not among it. */
export async function* postedFor(
  { stores }: Pick<Deps, 'stores'>,
  scope: Scope,
  periodId: PeriodId,
  partnerId: PartnerId,
): AsyncGenerator<Entry> {
  for await (const entry of stores.ledger.entries(scope, partnerId, periodId)) if (isRunEntry(entry)) yield entry;
}
