import type { Statement } from '../../domain/statement/statement.ts';

const COLUMNS = [
  'type',
  'conversion_id',
  'line_id',
  'product_id',
  'rule',
  'state',
  'commission',
  'posted',
  'released',
  'amount',
  'currency',
] as const;

type Row = { readonly [column in (typeof COLUMNS)[number]]?: string | undefined };

/**
 * A statement as a table (RFC 4180). The column `amount` is what a row adds to the balance: opening, released lines, bonuses
 * and overrides add up to the row `payable`; less the payout that is the row `closing`.
 */
export function statementCsv(statementJson: string): string {
  const statement = JSON.parse(statementJson) as Statement;
  const rows = rowsOf(statement).map((row) => ({ ...row, currency: statement.currency }));
  const lines = [COLUMNS.join(','), ...rows.map((row: Row) => COLUMNS.map((column) => cell(row[column])).join(','))];
  return lines.map((line) => `${line}\r\n`).join('');
}

function rowsOf(statement: Statement): Row[] {
  return [
    { type: 'opening', amount: statement.opening },
    ...statement.lines.map((line) => ({
      type: 'line',
      conversion_id: line.conversionId,
      line_id: line.lineId,
      product_id: line.productId,
      rule: line.rule,
      state: line.state,
      commission: line.commission,
      posted: line.posted,
      released: line.released,
      amount: line.released,
    })),
    ...statement.bonuses.map(({ bonus, amount }) => ({ type: 'bonus', rule: bonus, amount })),
    ...statement.overrides.map(({ level, recruited, amount }) => ({
      type: 'override',
      rule: `${level}:${recruited}`,
      amount,
    })),
    { type: 'payable', amount: statement.payable },
    { type: 'payout', amount: statement.payout },
    { type: 'closing', amount: statement.closing },
  ];
}

const AMOUNT = /^-?\d+(?:\.\d+)?$/;

function cell(value = ''): string {
  // A spreadsheet would run such text as a formula; amounts stay numbers.
  const isFormula = /^[=+\-@\t\r]/.test(value) && !AMOUNT.test(value);
  const text = isFormula ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
