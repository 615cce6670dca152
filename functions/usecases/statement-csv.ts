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

/** All but the first three and the currency, which every row has alike. */
const ROW_COLUMNS = COLUMNS.slice(3, -1);

type RowColumn = (typeof COLUMNS)[number];
type Row = { readonly [column in RowColumn]?: string };

/** Without it Excel would not read Japanese names as UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Texts that others chose. The other columns are made by us, and an amount must stay a number even when it begins with `-`. */
const FREE_TEXT: ReadonlySet<RowColumn> = new Set(['rule', 'reason']);

/**
 * A statement as a table: RFC 4180, UTF-8 with a byte order mark, amounts in the major unit of `currency`.
 *
 * `state` says what a row is. `held` and `released`: a line, with its commission in all, what this period posted of it and what
 * it released; `bonus` (`rule`: its id) and `override` (`rule`: level and recruited partner); and the balances `opening`,
 * `payable`, `payout` and `closing`. In the column `released`, opening + lines + bonuses + overrides = payable, and payable −
 * payout = closing. Opening and closing have the held balance in `posted`: opening + Σ (line posted − line released) = closing.
 */
export function statementCsv(statementJson: string): string {
  const statement = JSON.parse(statementJson) as Statement;
  const { opening, line, closing } = tableOf(statement);
  let text = opening;
  for (const own of statement.lines) text += line(own);
  return text + closing;
}

/** The table of a statement in parts: what stands above its lines, each line, and what stands below. */
export interface StatementTable {
  readonly opening: string;
  readonly line: (line: StatementLine) => string;
  readonly closing: string;
}

/** The parts of a statement's table; its lines are not looked at, so that they may come one by one. */
export function tableOf(statement: Statement): StatementTable {
  const { statementId, period, partner, currency } = statement;
  const first = [statementId, period.id, partner.id].map(cell).join(',');
  const shared = new Map(statement.conversions.map((conversion) => [conversion.conversionId, sharedCells(conversion)]));
  // Put together by hand: a statement may have tens of thousands of lines, and a general writer takes three times as long.
  const textOf = (row: Row): string =>
    `${first},${ROW_COLUMNS.map((column) => cellOf(column, row[column])).join(',')},${currency}\r\n`;
  const closing: readonly Row[] = [
    ...extraRows(statement),
    { state: 'payable', released: statement.payable },
    { state: 'payout', released: statement.payout, reason: statement.outcome },
    { state: 'closing', released: statement.closing, posted: statement.held },
  ];
  const opening: Row = { state: 'opening', released: statement.opening, posted: statement.openingHeld };
  return {
    opening: `${BYTE_ORDER_MARK}${COLUMNS.join(',')}\r\n${textOf(opening)}`,
    line: (line) => `${first},${lineCells(line, shared.get(line.conversionId))},${currency}\r\n`,
    closing: closing.map(textOf).join(''),
  };
}

/** Cells that all lines of a conversion share, made once. */
interface SharedCells {
  readonly conversionId: string;
  readonly occurredAt: string;
  readonly credit: string;
  readonly heldUntil: string;
}

function sharedCells({ conversionId, occurredAt, credit, heldUntil }: StatementConversion): SharedCells {
  return {
    conversionId: cell(conversionId),
    occurredAt,
    credit: credit === undefined ? '' : decimalOf(credit),
    heldUntil,
  };
}

/** The cells of a line from `conversion_id` to `reason`. */
function lineCells(line: StatementLine, shared: SharedCells | undefined): string {
  const { base, netBase, reason = '' } = line.explanation;
  const { conversionId = cell(line.conversionId), occurredAt = '', credit = '', heldUntil = '' } = shared ?? {};
  const sold = `${conversionId},${cell(line.lineId)},${occurredAt},${cell(line.productId ?? '')}`;
  const earned = `${cell(line.rule ?? '')},${credit},${base.base},${netBase},${line.commission}`;
  return `${sold},${earned},${line.posted},${line.released},${line.state},${heldUntil},${reason}`;
}

function extraRows({ bonuses, overrides }: Statement): Row[] {
  return [
    ...bonuses.map(
      ({ amount, bonus, metric, reached, reaches, window }): Row => ({
        rule: bonus,
        commission: amount,
        posted: amount,
        released: amount,
        state: 'bonus',
        reason: `${metric} ${reached} of ${reaches} in ${window}`,
      }),
    ),
    ...overrides.map(
      ({ amount, level, rate, recruited, source }): Row => ({
        rule: `${level}:${recruited}`,
        commission: amount,
        posted: amount,
        released: amount,
        state: 'override',
        reason: `${rate} of ${source}`,
      }),
    ),
  ];
}

const CREDIT_DIGITS = 12;

/** A spreadsheet reads the fraction 1/2 as a date; the exact one stands in the JSON. */
function decimalOf(fraction: string): string {
  const [numerator = '0', denominator = '1'] = fraction.split('/');
  const scaled = roundRatio(BigInt(numerator) * 10n ** BigInt(CREDIT_DIGITS), BigInt(denominator), 'half-even');
  const digits = scaled.toString().padStart(CREDIT_DIGITS + 1, '0');
  return `${digits.slice(0, -CREDIT_DIGITS)}.${digits.slice(-CREDIT_DIGITS)}`.replace(/\.?0+$/, '');
}

function cellOf(column: RowColumn, text = ''): string {
  return FREE_TEXT.has(column) ? cell(text) : text;
}

/** A text that others chose, quoted where it must be; one that a spreadsheet would run as a formula is marked as text. */
function cell(text: string): string {
  if (!SPECIAL.test(text)) return text;
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const SPECIAL = /^[=+\-@\t]|[",\r\n]/;
