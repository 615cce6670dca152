import { DomainError } from '../../domain/errors.ts';
import type { InputTax } from '../../domain/ledger/accounting-rows.ts';
import { BOOK_CURRENCY } from '../../domain/ledger/accounting-rows.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import { lastDayOf } from '../../domain/settlement/calendar.ts';
import { SHIPPED_ROWS } from '../../domain/tax/tables/shipped.ts';
import { figureIn, rowOn, tablesOf } from '../../domain/tax/tax-tables.ts';
import type { Encoding } from '../../functions/usecases/ledger/accounting-bytes.ts';
import { accountingBytes } from '../../functions/usecases/ledger/accounting-bytes.ts';
import { accountingFile } from '../../functions/usecases/ledger/journal-rows.ts';
import { BadInput } from '../bad-input.ts';
import { entriesIn } from './read-entries.ts';
import type { JournalSettings } from './read-settings.ts';

/** The rows of an entries file for an accounting program, in pieces; a line that cannot stand there is refused. */
export async function accountingPieces(
  path: string,
  { terms, registration }: JournalSettings,
  encoding: Encoding,
): Promise<{ readonly pieces: readonly Uint8Array[]; readonly leftOut: number }> {
  const file = accountingFile(terms);
  const pieces = [accountingBytes(file.head, encoding)];
  let line = 0;
  for await (const entry of entriesIn(path)) {
    line += 1;
    if (entry.currency !== BOOK_CURRENCY) {
      throw new BadInput(
        `${path}:${line}: currency: must be ${BOOK_CURRENCY} for ${terms.format}, got ${entry.currency}`,
      );
    }
    try {
      const isReverseCharge = registration.get(entry.partnerId) === 'reverse-charge';
      const tax = { inputTax: inputTaxOn(entry, registration), isReverseCharge };
      pieces.push(accountingBytes(file.rowsOf(entry, tax), encoding));
    } catch (error) {
      throw error instanceof DomainError ? new BadInput(`${path}:${line}: ${error.message}`) : error;
    }
  }
  return { pieces, leftOut: file.leftOut() };
}

const tables = tablesOf(SHIPPED_ROWS, []);

/** How a partner's tax is credited, by its registration and the last day of the supplies; null where nobody says. */
function inputTaxOn({ kind, partnerId, periodId }: Entry, registration: JournalSettings['registration']) {
  const known = registration.get(partnerId);
  if (kind !== 'tax' || known === undefined || known === 'reverse-charge') return null;
  const on = lastDayOf(periodId);
  const rateRow = rowOn(tables, { table: 'consumption_tax_rate', kind: 'standard', on });
  if (rateRow === null) return null;
  const rate = figureIn(rateRow, 'rate');
  if (known === 'registered') return { code: 'JP_QUALIFIED', rate, creditShare: '1' } satisfies InputTax;
  const shareRow = rowOn(tables, { table: 'transitional_input_credit', kind: 'non-registered', on });
  const creditShare = shareRow === null ? '0' : figureIn(shareRow, 'share');
  const code = Number(creditShare) === 0 ? 'JP_NO_CREDIT' : 'JP_TRANSITIONAL';
  return { code, rate, creditShare } satisfies InputTax;
}
