import type { ConversionId } from '../../domain/ids.ts';
import type { Adjustment } from '../../domain/ledger/adjustment.ts';
import { calendarOf } from '../../domain/settlement/calendar.ts';
import { statementIdOf } from '../../domain/statement/statement.ts';
import { shown } from '../../functions/contract/shown.ts';
import { TABLES } from './folder.ts';
import type { Problem, Problems } from './problems.ts';
import { collectProblems } from './problems.ts';
import { readTable } from './read-table.ts';

/** An adjustment with the row that holds it. */
export type AdjustmentRow = Pick<Problem, 'file' | 'line'> & { readonly adjustment: Adjustment };

/** Whose statements adjustments may refer to. */
export interface StatementsOf {
  readonly programId: string;
  readonly timezone: string;
}

/**
 * Refuses what refers to a conversion that the folder does not have, or to anything but a statement of its partner for its month or
 * one before. Conversions are read once more for it, and only where one is referred to: parts of a folder do not know all of them.
 */
export async function refuseUnknownReferences(
  folder: string,
  rows: readonly AdjustmentRow[],
  { programId, timezone }: StatementsOf,
  problems: Problems,
): Promise<void> {
  const missing = new Set<ConversionId>();
  for (const { adjustment } of rows) {
    if (adjustment.reference?.type === 'conversion') missing.add(adjustment.reference.conversionId);
  }
  // What is wrong with the rows themselves is told by whoever reads them as facts.
  const nobody = collectProblems();
  if (missing.size > 0)
    await readTable(folder, TABLES.conversions, nobody, (row) => missing.delete(row.cell('conversion_id')));
  const calendar = calendarOf(timezone);
  for (const { file, line, adjustment } of rows) {
    const { reference, partnerId, effectiveAt } = adjustment;
    if (reference?.type === 'conversion' && missing.has(reference.conversionId)) {
      const reason = `there is no conversion ${shown(reference.conversionId)}`;
      problems.add({ file, line, field: 'conversion_id', reason });
    }
    if (reference?.type !== 'statement') continue;
    const month = /:(\d{4}-(?:0[1-9]|1[0-2])):/.exec(reference.statementId)?.[1] ?? '';
    const isOwn = reference.statementId === statementIdOf(programId, month, partnerId);
    if (isOwn && month <= calendar.periodOf(effectiveAt).periodId) continue;
    const wanted = statementIdOf(programId, 'YYYY-MM', partnerId);
    const reason = `must be a statement of the partner, "${wanted}" of its month or one before, got ${shown(reference.statementId)}`;
    problems.add({ file, line, field: 'statement_id', reason });
  }
}
