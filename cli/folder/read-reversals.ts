import type { ConversionId, LineId } from '../../domain/ids.ts';
import type { Currency } from '../../domain/money/currency.ts';
import { currencyDigits } from '../../domain/money/currency.ts';
import type { Instant } from '../../domain/time.ts';
import type { Reversal } from '../../domain/tracking/reversal.ts';
import { REVERSAL_CAUSES, undoReason } from '../../functions/contract/schemas/conversion.ts';
import { shown } from '../../functions/contract/shown.ts';
import type { Cells } from './cells.ts';
import { cellsReader } from './cells.ts';
import type { Column } from './folder.ts';
import type { Problems } from './problems.ts';
import type { Row } from './read-table.ts';

/** What reversals undo; an amount is counted in its conversion's currency. */
export interface Undone {
  readonly find: (conversionId: ConversionId) => UndoneConversion | null;
  /** Whether no row of conversions.csv was refused: only then can a line be said to be missing. */
  readonly isComplete: boolean;
  readonly programCurrency: string;
}

export interface UndoneConversion {
  readonly currency: Currency;
  readonly lineIds: ReadonlySet<LineId>;
}

/** Reads a row of reversals.csv; null when something is wrong with it, which is then told. */
export function reversalCells(
  latest: Instant | null,
  undone: Undone,
  problems: Problems,
): (row: Row<Column<'reversals'>>) => Reversal | null {
  const cells = cellsReader<Column<'reversals'>>(problems, latest);
  return (row) => {
    cells.begin(row);
    const conversionId = cells.id('conversion_id');
    const undoes = cells.idOrNull('undoes');
    const conversion = undone.find(conversionId);
    const reversal: Reversal = {
      reversalId: cells.id('reversal_id'),
      conversionId,
      lineId: cells.idOrNull('line_id'),
      occurredAt: cells.instant('occurred_at'),
      cause: cells.oneOf('cause', REVERSAL_CAUSES),
      amountMinor:
        conversion === null
          ? unmatchedAmount(cells, row, undone.programCurrency)
          : cells.amount('amount', conversion.currency),
      quantity: cells.quantityOrNull('quantity'),
      ...(undoes === null ? {} : { undoes }),
    };
    const reason = cells.isSound() ? undoReason({ ...reversal, undoes }) : null;
    if (reason !== null) cells.refuse('undoes', `${reason.en}, got ${shown(row.cell('undoes'))}`);
    if (undone.isComplete && conversion !== null && !hasLine(conversion, reversal.lineId)) {
      cells.refuse('line_id', `conversion ${shown(conversionId)} has no line ${shown(reversal.lineId)}`);
    }
    return cells.isSound() ? reversal : null;
  };
}

function hasLine({ lineIds }: UndoneConversion, lineId: LineId | null): boolean {
  return lineId === null || lineIds.has(lineId);
}

const DECIMALS = /^\d{1,18}\.\d{1,10}$/;

/**
 * The conversion is not in this folder, so that its currency is not known. Nothing is ever computed from such a reversal, it is
 * only counted: decimals that the program's currency does not have are let go.
 */
function unmatchedAmount(cells: Cells<Column<'reversals'>>, row: Row<Column<'reversals'>>, currency: string): bigint {
  const text = row.cell('amount');
  if (!DECIMALS.test(text)) return cells.amount('amount', currency);
  const [units = '0', decimals = ''] = text.split('.');
  return BigInt(units + decimals.slice(0, currencyDigits(currency)).padEnd(currencyDigits(currency), '0'));
}
