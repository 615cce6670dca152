import type { Adjustment } from '../../../domain/ledger/adjustment.ts';
import type { Difference } from '../../../domain/settlement/difference.ts';
import type { ManifestRow } from '../../../domain/settlement/manifest.ts';
import { compared } from '../../../domain/settlement/replay.ts';
import type { AdjustmentContent, MoneyDraft } from '../../store/ledger-store.ts';
import type { Scope } from '../../store/scope.ts';
import type { Stores } from '../../store/store.ts';
import { mapLimited } from '../map-limited.ts';

const READS_AT_ONCE = 32;
const ROWS_AT_ONCE = 1000;

/**
 * Facts of a manifest that the store now holds with other content, or not at all. Clicks may have expired, and an enrollment
 * goes on to change by dated facts of its own; what was sealed of them stands in the manifest.
 */
export async function* changedFacts(
  stores: Stores,
  scope: Scope,
  rows: readonly ManifestRow[],
): AsyncGenerator<Difference> {
  const plans = new Map((await stores.programs.plans(scope)).map(({ fact }) => [String(fact.version), fact]));
  const rates = new Map(
    (await stores.programs.rates(scope)).map((rate) => [`${rate.date}/${rate.from}/${rate.to}`, rate]),
  );
  const live = async (row: ManifestRow): Promise<unknown> => {
    switch (row.type) {
      case 'conversion':
        return (await stores.conversions.conversion(scope, row.id))?.fact ?? null;
      case 'reversal':
        return (await stores.conversions.reversal(scope, row.id))?.fact ?? null;
      case 'review':
        return await stores.conversions.review(scope, row.id);
      case 'snapshot':
        return (await stores.snapshots.snapshot(scope, row.id))?.fact ?? null;
      case 'plan':
        return plans.get(row.id) ?? null;
      case 'rate':
        return rates.get(row.id) ?? null;
      case 'adjustment':
        return approvedAdjustment(await stores.adjustments.adjustment(scope, row.id));
      default:
        return undefined;
    }
  };
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    const batch = rows.slice(at, at + ROWS_AT_ONCE);
    const found = await mapLimited(batch, READS_AT_ONCE, async (row) => ({ row, fact: await live(row) }));
    for (const { row, fact } of found) {
      if (fact === undefined) continue;
      const sealed = row.type === 'conversion' ? row.fact.conversion : row.fact;
      yield* compared('fact', `${row.type} ${row.id}`, fact, sealed);
    }
  }
}

function approvedAdjustment(draft: MoneyDraft<AdjustmentContent> | null): Adjustment | null {
  if (draft?.status !== 'approved' || draft.decidedBy === null) return null;
  return { ...draft.content, draftedBy: draft.draftedBy, approvedBy: draft.decidedBy };
}
