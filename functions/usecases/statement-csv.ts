import { roundRatio } from '../../domain/money/round.ts';
import type { Statement, StatementLine } from '../../domain/statement/statement.ts';
import type { StatementConversion } from '../../domain/statement/statement-conversion.ts';

const COLUMNS = [
  'statement_id',
  'period',
  'partner_id',
  'conversion_id',
  'line_id',
  'occurred_at',
  'product_id',
  'rule',
  'credit',
  'base',
  'net_base',
  'commission',
  'posted',
  'released',
  'state',
  'held_until',
  'reason',
  'currency',
] as const;

type Row = { readonly [column in (typeof COLUMNS)[number]]?: string };

/** Without it Excel would not read Japanese names as UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Texts that others chose. The other columns are made by us, and an amount must stay a number even when it begins with `-`. */
const FREE_TEXT: ReadonlySet<string> = new Set([
  'statement_id',
  'partner_id',
  'conversion_id',
  'line_id',
  'product_id',
  'rule',
  'reason',
]);

/**
 * A statement as a table: RFC 4180, UTF-8 with a byte order mark, amounts in the major unit of `currency`.
 *
 * `state` says what a row is. `held` and `released`: a line, with its commission in all, what this period posted of it and what
 * it released; `bonus` (`rule`: its id) and `override` (`rule`: level and recruited partner); and the balances `opening`,
 * `payable`, `payout` and `closing`. In the column `released`, opening + lines + bonuses + overrides = payable, and payable −
 * payout = closing. Opening and closing have the held balance in `posted`: opening + Σ (line posted − line released) = closing.
 */
export function statementCsv(statementJson: string): string {
  return statementTable(JSON.parse(statementJson) as Statement);
}

/** As `statementCsv`, of a statement that was never text. */
export function statementTable(statement: Statement): string {
  const own: Row = {
    statement_id: statement.statementId,
    period: statement.period.id,
    partner_id: statement.partner.id,
    currency: statement.currency,
  };
  let text = `${BYTE_ORDER_MARK}${COLUMNS.join(',')}\r\n`;
  // Put together by hand: a statement may have tens of thousands of lines, and a general writer takes three times as long.
  for (const row of rowsOf(statement)) text += `${cellsOf({ ...own, ...row }).join(',')}\r\n`;
  return text;
}

function rowsOf(statement: Statement): Row[] {
  const conversions = new Map(statement.conversions.map((conversion) => [conversion.conversionId, conversion]));
  return [
    { state: 'opening', released: statement.opening, posted: statement.openingHeld },
    ...statement.lines.map((line) => lineRow(line, conversions.get(line.conversionId))),
    ...statement.bonuses.map(
      ({ amount, bonus, metric, reached, reaches, window }): Row => ({
        rule: bonus,
        commission: amount,
        posted: amount,
        released: amount,
        state: 'bonus',
        reason: `${metric} ${reached} of ${reaches} in ${window}`,
      }),
    ),
    ...statement.overrides.map(
      ({ amount, level, rate, recruited, source }): Row => ({
        rule: `${level}:${recruited}`,
        commission: amount,
        posted: amount,
        released: amount,
        state: 'override',
        reason: `${rate} of ${source}`,
      }),
    ),
    { state: 'payable', released: statement.payable },
    { state: 'payout', released: statement.payout, reason: statement.outcome },
    { state: 'closing', released: statement.closing, posted: statement.held },
  ];
}

function lineRow(line: StatementLine, conversion: StatementConversion | undefined): Row {
  const { explanation } = line;
  return {
    conversion_id: line.conversionId,
    line_id: line.lineId,
    occurred_at: conversion?.occurredAt ?? '',
    product_id: line.productId ?? '',
    rule: line.rule ?? '',
    credit: conversion?.credit === undefined ? '' : decimalOf(conversion.credit),
    base: explanation.base.base,
    net_base: explanation.netBase,
    commission: line.commission,
    posted: line.posted,
    released: line.released,
    state: line.state,
    held_until: conversion?.heldUntil ?? '',
    reason: explanation.reason ?? '',
  };
}

const CREDIT_DIGITS = 12;

/** A spreadsheet reads the fraction 1/2 as a date; the exact one stands in the JSON. */
function decimalOf(fraction: string): string {
  const [numerator = '0', denominator = '1'] = fraction.split('/');
  const scaled = roundRatio(BigInt(numerator) * 10n ** BigInt(CREDIT_DIGITS), BigInt(denominator), 'half-even');
  const digits = scaled.toString().padStart(CREDIT_DIGITS + 1, '0');
  return `${digits.slice(0, -CREDIT_DIGITS)}.${digits.slice(-CREDIT_DIGITS)}`.replace(/\.?0+$/, '');
}

function cellsOf(row: Row): string[] {
  return COLUMNS.map((column) => {
    const text = row[column] ?? '';
    return FREE_TEXT.has(column) ? quoted(withoutFormula(text)) : text;
  });
}

/** Text that a spreadsheet would run as a formula is marked as text. */
function withoutFormula(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
