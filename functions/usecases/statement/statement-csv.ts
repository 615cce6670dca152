import { formatAmount, parseAmount } from '../../../domain/money/amount.ts';
import { decimalOf } from '../../../domain/money/readable.ts';
import type { IssuedStatement } from '../../../domain/statement/document.ts';
import type { LineRow } from '../../../domain/statement/line-text.ts';
import type { Statement, StatementLine } from '../../../domain/statement/statement.ts';
import type { StatementConversion } from '../../../domain/statement/statement-conversion.ts';
import type { StatementMovement } from '../../../domain/statement/statement-movements.ts';
import { textCell } from '../csv-text.ts';

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
 * `payable`, `payout` and `closing`; where there are any, `adjustment`, balances that were `taken-over` with their `opening-release`,
 * `reserve` and `reserve-release` (`rule`: adjustment, import, or the period that kept it back). In the column `released`,
 * all rows above `payable` sum to it, and payable − payout = closing. Opening and closing have the held balance
 * in `posted`: opening + Σ (posted − released) of the rows between = closing. Where something is kept back there are its balances
 * `reserve-opening` and `reserve-closing`: the one less what `reserve` and `reserve-release` have in `released` is the other.
 * An issued document adds `tax` (`rule`: code and rate, `base` without and `commission` with tax, `released` the tax) and the
 * balances `tax-opening`, `tax-paid`, `tax-closing`, `gross-up` where there is any, `withholding` and `transfer`:
 * payout + tax-paid + gross-up − withholding = transfer. Tax whose reason is `included` is within the payout already.
 */
export function statementCsv(statementJson: string): string {
  const statement = JSON.parse(statementJson) as Statement;
  const shared = new Map(statement.conversions.map((conversion) => [conversion.conversionId, sharedCells(conversion)]));
  const rowOf = statementRows(statement);
  let text = openingRows(statement);
  for (const line of statement.lines) {
    const cells = shared.get(line.conversionId) ?? { ...NO_CELLS, conversionId: textCell(line.conversionId) };
    text += rowOf(tableRow(line), cells);
  }
  return text + closingRows(statement);
}

function tableRow({ explanation, ...line }: StatementLine): LineRow {
  return { ...line, base: explanation.base.base, netBase: explanation.netBase, reason: explanation.reason };
}

/** What stands above the lines of a statement's table. */
export function openingRows(statement: Statement): string {
  const row: Row = { state: 'opening', released: statement.opening, posted: statement.openingHeld };
  return `${BYTE_ORDER_MARK}${COLUMNS.join(',')}\r\n${textOf(row, statement)}`;
}

/** What stands below them. */
export function closingRows(statement: Statement): string {
  const rows: readonly Row[] = [
    ...extraRows(statement),
    { state: 'payable', released: statement.payable },
    { state: 'payout', released: statement.payout, reason: statement.outcome },
    { state: 'closing', released: statement.closing, posted: statement.held },
    ...reserveRows(statement),
    ...documentRows(statement),
  ];
  return rows.map((row) => textOf(row, statement)).join('');
}

function reserveRows({ openingReserve, reserve }: Statement): readonly Row[] {
  if (openingReserve === undefined || reserve === undefined) return [];
  return [
    { state: 'reserve-opening', released: openingReserve },
    { state: 'reserve-closing', released: reserve },
  ];
}

function documentRows({ document }: IssuedStatement): readonly Row[] {
  if (document === undefined) return [];
  const { tax, transfer } = document;
  const taxed: readonly Row[] =
    tax === null
      ? []
      : [
          ...tax.rates.map(
            ({ code, isIncluded, rate, net, gross, tax: amount }): Row => ({
              rule: `${code} ${rate}`,
              base: net,
              commission: gross,
              released: amount,
              ...(isIncluded ? { reason: 'included' } : {}),
              state: 'tax',
            }),
          ),
          { state: 'tax-opening', released: tax.carriedIn },
          { state: 'tax-paid', released: tax.paid },
          { state: 'tax-closing', released: tax.carriedOn },
          ...(/[1-9]/.test(tax.grossUp) ? [{ state: 'gross-up', released: tax.grossUp }] : []),
          { state: 'withholding', released: tax.withholding },
        ];
  return [...taxed, { state: 'transfer', released: transfer }];
}

/** Makes the rows of a statement's lines, put together by hand: it may have tens of thousands. */
export function statementRows(statement: Statement): (line: LineRow, shared: SharedCells) => string {
  const first = firstCells(statement);
  const last = `,${statement.currency}\r\n`;
  const ruleCell = remembered(textCell);
  return (line, { conversionId, occurredAt, credit, heldUntil }) => {
    const sold = `${conversionId},${textCell(line.lineId)},${occurredAt},${textCell(line.productId ?? '')}`;
    const earned = `${ruleCell(line.rule ?? '')},${credit},${line.base},${line.netBase},${line.commission}`;
    return `${first},${sold},${earned},${line.posted},${line.released},${line.state},${heldUntil},${line.reason ?? ''}${last}`;
  };
}

const REMEMBERED_MAX = 10_000;

/** For texts of which there are few, such as the ids of a plan's rules: each is looked at once. */
export function remembered(textOf: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = textOf(text);
    if (known.size >= REMEMBERED_MAX) known.clear();
    known.set(text, made);
    return made;
  };
}

/** Cells that all lines of a conversion share, made once. */
export interface SharedCells {
  readonly conversionId: string;
  readonly occurredAt: string;
  readonly heldUntil: string;
  readonly credit: string;
}

const NO_CELLS: SharedCells = { conversionId: '', occurredAt: '', heldUntil: '', credit: '' };

export function sharedCells({ conversionId, occurredAt, credit, heldUntil }: StatementConversion): SharedCells {
  return {
    conversionId: textCell(conversionId),
    occurredAt,
    heldUntil,
    credit: credit === undefined ? '' : decimalCredit(credit),
  };
}

function textOf(row: Row, statement: Statement): string {
  const cells = ROW_COLUMNS.map((column) => cellOf(column, row[column])).join(',');
  return `${firstCells(statement)},${cells},${statement.currency}\r\n`;
}

function firstCells({ statementId, period, partner }: Statement): string {
  return [statementId, period.id, partner.id].map(textCell).join(',');
}

function extraRows({ bonuses, movements = [], overrides, currency }: Statement): Row[] {
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
    ...movements.map((movement) => movementRow(movement, currency)),
  ];
}

/** A movement earns what it adds to held and payable together, and releases what it does to the payable. */
function movementRow(movement: StatementMovement, currency: string): Row {
  const { amount, asked, effective, held = '0', id, rate, reason, source, text, type, until } = movement;
  const posted = formatAmount(parseAmount(amount, currency) + parseAmount(held, currency), currency);
  const why = [reason, text, asked && `asked ${asked}`, rate && `${rate} of ${source}`];
  return {
    rule: id,
    posted,
    released: amount,
    state: type === 'opening' ? 'taken-over' : type,
    reason: why.filter((part) => part !== undefined).join(': '),
    ...(effective === undefined ? {} : { occurred_at: effective }),
    ...(until === undefined ? {} : { held_until: until }),
  };
}

/** A spreadsheet reads the fraction 1/2 as a date; the exact one stands in the JSON. */
const decimalCredit = remembered(decimalOf);

function cellOf(column: RowColumn, text = ''): string {
  return FREE_TEXT.has(column) ? textCell(text) : text;
}
