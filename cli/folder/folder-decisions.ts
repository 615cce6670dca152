import type { PeriodId } from '../../domain/ids.ts';
import { decisionsByPartner } from '../../domain/ledger/adjustment.ts';
import { calendarOf } from '../../domain/settlement/calendar.ts';
import type { ProgramTerms } from '../../domain/settlement/terms.ts';
import type { Folder } from './folder.ts';

/** What people decided, by month: an adjustment belongs to the month of its date, balances taken over to the first of all. */
export function folderDecisions(
  { program, adjustments = [], openings = [] }: Pick<Folder, 'program' | 'adjustments' | 'openings'>,
  first: PeriodId,
): ProgramTerms['decisions'] {
  const calendar = calendarOf(program.timezone);
  const byMonth = Map.groupBy(adjustments, ({ effectiveAt }) => calendar.periodOf(effectiveAt).periodId);
  const months = new Set([...byMonth.keys(), ...(openings.length === 0 ? [] : [first])]);
  return new Map(
    [...months].map((month) => [month, decisionsByPartner(byMonth.get(month) ?? [], month === first ? openings : [])]),
  );
}
