import { DomainError } from '../../../domain/errors.ts';
import type { DealId, PartnerId } from '../../../domain/ids.ts';
import type { Language } from '../../../domain/said.ts';
import type { Fault } from '../../contract/refusal.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { mapLimited } from '../map-limited.ts';
import { programOf } from '../terms/load-terms.ts';
import type { DealRow } from './deals-csv.ts';
import { columnOf, dealRows } from './deals-csv.ts';
import { partnerOf } from './partner-of.ts';
import { registerDeal } from './register-deal.ts';

const AT_ONCE = 8;
const ROWS_MAX = 500;

/** What became of one row: a deal, new or known, or the reasons against it as `file:line: column: reason`. */
export type ImportedRow = { readonly line: number; readonly reference: string } & (
  | { readonly result: 'registered' | 'repeated'; readonly dealId: DealId }
  | { readonly result: 'refused'; readonly errors: readonly string[] }
);

export interface ImportDeals {
  readonly scope: Scope;
  /** Whose rows these are; null: each row says it. */
  readonly partnerId: PartnerId | null;
  /** How the file is called in what is wrong with it. */
  readonly file: string;
  readonly csv: string;
  readonly by: string;
  /** In which what is wrong is told. */
  readonly language: Language;
}

/** Registers each row for itself: one that is refused holds up no other, and the same file again repeats what was taken. */
export async function importDeals(deps: Deps, command: ImportDeals): Promise<readonly ImportedRow[]> {
  await programOf(deps, command.scope);
  const rows = dealRows(command.csv);
  if (rows.length > ROWS_MAX) {
    throw new DomainError(
      'request.invalid',
      {
        en: `must hold at most ${ROWS_MAX} deals, got ${rows.length}`,
        ja: `案件は${ROWS_MAX}件以下にしてください（入力値: ${rows.length}件）`,
      },
      {
        field: 'csv',
      },
    );
  }
  return await mapLimited(rows, AT_ONCE, (row) => importRow(deps, command, row));
}

async function importRow(
  deps: Deps,
  { scope, file, by, language, ...command }: ImportDeals,
  row: DealRow,
): Promise<ImportedRow> {
  const { line, reference } = row;
  const refused = (errors: readonly Fault[]): ImportedRow => {
    const told = errors.map(({ field, reason }) => `${file}:${line}: ${field}: ${reason[language]}`);
    return { line, reference, result: 'refused', errors: told };
  };
  if (row.deal === null) return refused(row.errors);
  try {
    const partnerId = partnerOf(command.partnerId, row.deal.partnerId);
    const { deal, isNew } = await registerDeal(deps, { ...row.deal, scope, partnerId, by });
    return { line, reference, result: isNew ? 'registered' : 'repeated', dealId: deal.dealId };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return refused([{ field: columnOf(error.field ?? 'row'), reason: error.said }]);
  }
}
