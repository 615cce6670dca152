import type { ConversionId, LineId, PartnerId } from '../../domain/ids.ts';
import { digitsOn, isCurrency } from '../../domain/money/currency.ts';
import { formatInstant, utcDay } from '../../domain/time.ts';
import type { Conversion, ConversionLine } from '../../domain/tracking/conversion.ts';
import { CONVERSION_KINDS, metadataAt } from '../../domain/tracking/conversion.ts';
import { shown } from '../../functions/contract/shown.ts';
import { LINES_MAX, METADATA_VALUE_LENGTH_MAX } from '../../functions/limits.ts';
import type { Cells } from './cells.ts';
import { cellsReader } from './cells.ts';
import type { Column } from './folder.ts';
import { TABLES } from './folder.ts';
import type { Problems } from './problems.ts';
import type { Bounds } from './read-clicks.ts';
import { repeatedReason, unknownPartnerReason } from './read-partners.ts';
import type { Row } from './read-table.ts';

type ConversionCells = Cells<Column<'conversions'>>;
type ConversionRow = Row<Column<'conversions'>>;

/** A conversion while its lines come in, a row each, in file order. */
interface Draft {
  readonly conversion: Conversion;
  /** The conversion's own. */
  readonly lines: ConversionLine[];
  /** The rows of the file that its lines stand on. */
  readonly rows: number[];
  /** Places of its lines by id, made when there are many. */
  places: Map<LineId, number> | null;
  isTooLong: boolean;
}

/** Few lines are looked through faster than a map is made. */
const PLACES_FROM = 16;

/**
 * Holds rows of conversions.csv against each other, in file order: rows of one conversion must agree on it, a line is given
 * once, and there are not too many. What is wrong with a row by itself is told again; it is the same.
 */
export function conversionRows(bounds: Bounds, problems: Problems): (row: ConversionRow) => ConversionId | null {
  const cells = cellsReader<Column<'conversions'>>(problems, bounds.latest);
  const drafts = new Map<ConversionId, Draft>();
  return (row) => {
    cells.begin(row);
    const head = readHead(cells, row, bounds.partnerIds);
    const line = readLine(cells, row, head.currency);
    if (!cells.isSound()) return null;
    const known = drafts.get(head.conversionId);
    if (known !== undefined && !agrees(known, head, cells, row)) return head.conversionId;
    const draft = known ?? draftOf(head);
    if (known === undefined) {
      checkCurrency(head, cells);
      drafts.set(head.conversionId, draft);
    }
    addLine(draft, line, cells, row);
    return head.conversionId;
  };
}

function draftOf(head: Head): Draft {
  const lines: ConversionLine[] = [];
  return { conversion: { ...head, lines }, lines, rows: [], places: null, isTooLong: false };
}

export type Head = Omit<Conversion, 'lines'>;

const NO_METADATA = {};

/** The columns that all rows of a conversion share. */
export function readHead(cells: ConversionCells, row: ConversionRow, partnerIds: ReadonlySet<PartnerId>): Head {
  const head: Head = {
    conversionId: cells.id('conversion_id'),
    occurredAt: cells.instant('occurred_at'),
    kind: cells.oneOf('kind', CONVERSION_KINDS),
    currency: cells.currency('currency'),
    visitorId: cells.idOrNull('visitor_id'),
    customerId: cells.idOrNull('customer_id'),
    coupon: cells.textOrNull('coupon'),
    country: cells.countryOrNull('country'),
    partnerId: cells.nameOrNull('partner_id'),
    clickId: cells.idOrNull('click_id'),
    metadata: row.further.length === 0 ? NO_METADATA : readMetadata(cells, row),
  };
  if (head.partnerId !== null && !partnerIds.has(head.partnerId)) {
    cells.refuse('partner_id', unknownPartnerReason(head.partnerId));
  }
  return head;
}

/** A cell for each key; an empty one says nothing of the conversion. */
function readMetadata(cells: ConversionCells, { cell, further }: ConversionRow): Conversion['metadata'] {
  const members = further.flatMap((column): (readonly [string, string])[] => {
    const text = cell(column);
    if (text.length > METADATA_VALUE_LENGTH_MAX) {
      cells.refuse(column, `must have at most ${METADATA_VALUE_LENGTH_MAX} characters, got ${text.length}`);
    }
    return text === '' ? [] : [[keyOf(column), text]];
  });
  return members.length === 0 ? NO_METADATA : Object.fromEntries(members);
}

function keyOf(column: Column<'conversions'>): string {
  return column.slice(TABLES.conversions.further.prefix.length);
}

export function readLine(cells: ConversionCells, row: ConversionRow, currency: string): ConversionLine {
  const hasCurrency = isCurrency(currency);
  const amount = (column: 'amount' | 'tax' | 'shipping'): bigint => {
    if (!hasCurrency || (column !== 'amount' && row.cell(column) === '')) return 0n;
    return cells.amount(column, currency);
  };
  const line = {
    lineId: cells.id('line_id'),
    productId: cells.idOrNull('product_id'),
    category: cells.textOrNull('category'),
    quantity: cells.quantity('quantity'),
    amountMinor: amount('amount'),
    taxMinor: amount('tax'),
    shippingMinor: amount('shipping'),
  };
  if (line.taxMinor + line.shippingMinor > line.amountMinor && cells.isSound()) {
    const parts = `tax ${shown(row.cell('tax'))} and shipping ${shown(row.cell('shipping'))}`;
    cells.refuse('amount', `must hold its ${parts}, got ${shown(row.cell('amount'))}`);
  }
  return line;
}

function checkCurrency(head: Head, cells: ConversionCells): void {
  const day = utcDay(head.occurredAt);
  if (digitsOn(head.currency, day) === null) cells.refuse('currency', `${head.currency} was not in use on ${day}`);
}

const HEAD_COLUMNS = [
  ['occurredAt', 'occurred_at'],
  ['kind', 'kind'],
  ['currency', 'currency'],
  ['visitorId', 'visitor_id'],
  ['customerId', 'customer_id'],
  ['coupon', 'coupon'],
  ['country', 'country'],
  ['partnerId', 'partner_id'],
  ['clickId', 'click_id'],
] as const satisfies readonly (readonly [keyof Head, Column<'conversions'>])[];

/** Every column that says something of the conversion itself, besides further ones. */
export const HEAD: readonly Column<'conversions'>[] = ['conversion_id', ...HEAD_COLUMNS.map(([, column]) => column)];

/** Every row of a conversion says the same of the conversion itself. */
function agrees(draft: Draft, head: Head, cells: ConversionCells, row: ConversionRow): boolean {
  let isAgreed = true;
  const refuse = (column: Column<'conversions'>, first: string): void => {
    isAgreed = false;
    const where = `line ${draft.rows[0]} of the same conversion`;
    cells.refuse(column, `must be ${shown(first)} as on ${where}, got ${shown(row.cell(column))}`);
  };
  const { conversion } = draft;
  for (const [name, column] of HEAD_COLUMNS) {
    if (conversion[name] === head[name]) continue;
    refuse(column, name === 'occurredAt' ? formatInstant(conversion.occurredAt) : (conversion[name] ?? ''));
  }
  for (const column of row.further) {
    const first = metadataAt(conversion, keyOf(column)) ?? '';
    if (first !== row.cell(column)) refuse(column, first);
  }
  return isAgreed;
}

function addLine(draft: Draft, line: ConversionLine, cells: ConversionCells, row: ConversionRow): void {
  const place = placeOf(draft, line.lineId);
  const known = draft.lines[place];
  if (known !== undefined) {
    if (!isSame(known, line)) cells.refuse('line_id', repeatedReason(line.lineId, draft.rows[place] ?? 0));
    return;
  }
  if (draft.lines.length === LINES_MAX) {
    const has = `${shown(draft.conversion.conversionId)}, which begins on line ${draft.rows[0]}, has more`;
    if (!draft.isTooLong) cells.refuse('line_id', `a conversion has at most ${LINES_MAX} lines; ${has}`);
    draft.isTooLong = true;
    return;
  }
  draft.places?.set(line.lineId, draft.lines.length);
  draft.lines.push(line);
  draft.rows.push(row.line);
}

function placeOf(draft: Draft, lineId: LineId): number {
  if (draft.lines.length < PLACES_FROM) return draft.lines.findIndex((line) => line.lineId === lineId);
  draft.places ??= new Map(draft.lines.map((line, place) => [line.lineId, place]));
  return draft.places.get(lineId) ?? -1;
}

function isSame(a: ConversionLine, b: ConversionLine): boolean {
  return (
    a.productId === b.productId &&
    a.category === b.category &&
    a.quantity === b.quantity &&
    a.amountMinor === b.amountMinor &&
    a.taxMinor === b.taxMinor &&
    a.shippingMinor === b.shippingMinor
  );
}
