import { formatAmount, parseAmount } from '../../../domain/money/amount.ts';
import { grouped } from '../../../domain/money/readable.ts';
import { explanationPath } from '../../../domain/statement/explanation-path.ts';
import type { StatementLine } from '../../../domain/statement/statement.ts';
import type { StatementConversion } from '../../../domain/statement/statement-conversion.ts';
import { say } from '../../../domain/statement/text/words.ts';
import { localDate } from './local-date.ts';
import { percentOf } from './print-sums.ts';
import type { Printing } from './printing.ts';
import type { Print } from './sheet.ts';
import { ACCENT, FAINT, LEFT, RIGHT } from './sheet.ts';

const ROW = 14;
const HEAD = 18;
const SIZE = 8;
/** Where the columns begin, then where those of figures end. */
const X = { occurred: LEFT, conversion: LEFT + 56, rule: LEFT + 190 } as const;
const ENDS = { base: LEFT + 330, commission: LEFT + 392, posted: LEFT + 452, due: RIGHT } as const;
/** Between columns. */
const GAP = 6;
const FIGURE = ENDS.posted - ENDS.commission - GAP;

/** A row of the table: texts over as many rows of letters as they take, figures on the first. */
interface Row {
  readonly texts: readonly Text[];
  readonly figures: readonly (readonly [amount: string, end: number])[];
}

interface Text extends Pick<Print, 'field' | 'x' | 'color' | 'link'> {
  readonly text: string;
  readonly width: number;
}

/** Every line of the period, its bonuses, overrides and other movements, and their sum; the heading is repeated on every page. */
export function printLines(printing: Printing): void {
  const { sheet, words } = printing;
  if (!sheet.fits(80)) sheet.newPage();
  sheet.heading(words.lines, LEFT, sheet.y);
  sheet.down(16);
  let waiting: Row | null = null;
  for (const row of rowsOf(printing)) {
    if (waiting === null) printHeading(printing);
    else printRow(printing, waiting, 0);
    waiting = row;
  }
  if (waiting === null) {
    sheet.print(words.noLines, { field: 'label', x: LEFT, y: sheet.y, color: FAINT });
    sheet.down(ROW);
    return;
  }
  // The sum never stands alone on a page.
  printRow(printing, waiting, ROW + 2);
  printSum(printing);
  sheet.down(8);
}

function* rowsOf(printing: Printing): Generator<Row> {
  const { statement, words } = printing;
  const { bonuses, lines, movements = [], overrides } = statement;
  const conversions = new Map(statement.conversions.map((conversion) => [conversion.conversionId, conversion]));
  const dates = new Map<string, string>();
  for (const line of lines) yield lineRow(printing, line, { conversions, dates });
  for (const { bonus, window, amount } of bonuses) {
    yield extraRow(say(words.bonusLine, { bonus, window }), amount, EARNED);
  }
  for (const { recruited, rate, source, amount } of overrides) {
    const blanks = { recruited, rate: `${percentOf(rate)}%`, source: grouped(source) };
    yield extraRow(say(words.overrideLine, blanks), amount, EARNED);
  }
  for (const { type, id, text, amount } of movements) {
    const named = [words.movements[type], id, text].filter((part) => part !== undefined).join(' · ');
    yield extraRow(named, amount, [ENDS.due]);
  }
}

function printHeading({ sheet, words }: Printing): void {
  const place = { field: 'label', y: sheet.y, size: 7.5, color: FAINT };
  sheet.print(words.occurred, { ...place, x: X.occurred });
  sheet.print(words.conversion, { ...place, x: X.conversion });
  sheet.print(words.rule, { ...place, x: X.rule });
  sheet.print(words.base, { ...place, x: ENDS.base, align: 'right' });
  sheet.print(words.commission, { ...place, x: ENDS.commission, align: 'right' });
  sheet.print(words.posted, { ...place, x: ENDS.posted, align: 'right' });
  sheet.print(words.due, { ...place, x: ENDS.due, align: 'right' });
  sheet.rule(sheet.y + 13);
  sheet.down(HEAD);
}

interface Shared {
  readonly conversions: ReadonlyMap<string, StatementConversion>;
  readonly dates: Map<string, string>;
}

function lineRow({ statement, address }: Printing, line: StatementLine, { conversions, dates }: Shared): Row {
  const { conversionId, lineId } = line;
  const occurredAt = conversions.get(conversionId)?.occurredAt ?? '';
  const path = explanationPath(statement.program.id, conversionId);
  const date = dateIn(dates, occurredAt, statement.period.timezone);
  const width = X.rule - X.conversion - 8;
  return {
    texts: [
      { text: date, field: 'occurredAt', x: X.occurred, width: X.conversion - X.occurred },
      {
        ...{ text: `${conversionId} · ${lineId}`, field: `lines.${conversionId}`, x: X.conversion, width },
        ...(address === null ? {} : { color: ACCENT, link: `${address}${path}` }),
      },
      { text: line.rule ?? '—', field: 'rule', x: X.rule, width: 78, color: FAINT },
    ],
    figures: [
      [line.explanation.netBase, ENDS.base],
      [line.commission, ENDS.commission],
      [line.posted, ENDS.posted],
      [line.released, ENDS.due],
    ],
  };
}

/** The columns in which a bonus or an override stands; another movement is only due. */
const EARNED = [ENDS.commission, ENDS.posted, ENDS.due];

function extraRow(text: string, amount: string, ends: readonly number[]): Row {
  const width = (ends[0] ?? RIGHT) - FIGURE - GAP - X.conversion;
  return { texts: [{ text, field: 'bonus', x: X.conversion, width }], figures: ends.map((end) => [amount, end]) };
}

/** Prints a row and keeps some room below it on its page. */
function printRow(printing: Printing, { texts, figures }: Row, below: number): void {
  const { sheet } = printing;
  const wrapped = texts.map(({ text, field, width }) => sheet.wrapped(text, { field, size: SIZE, width }));
  const height = ROW + (Math.max(1, ...wrapped.map((rows) => rows.length)) - 1) * NEXT;
  if (!sheet.fits(height + below)) {
    sheet.newPage();
    printHeading(printing);
  }
  const { y } = sheet;
  for (const [index, { text: _, width: __, ...place }] of texts.entries()) {
    for (const [row, letters] of (wrapped[index] ?? []).entries()) {
      sheet.print(letters, { ...place, y: y + row * NEXT, size: SIZE });
    }
  }
  for (const [amount, x] of figures) printFigure(printing, amount, { x, y });
  sheet.down(height);
}

/** From one row of letters to the next. */
const NEXT = 11;

function printFigure({ sheet }: Printing, amount: string, place: { readonly x: number; readonly y: number }): void {
  sheet.figure(grouped(amount), { ...place, field: 'amount', size: SIZE, width: FIGURE });
}

/** What was posted and what is due by all rows: the payable without what was brought forward. */
function printSum(printing: Printing): void {
  const { sheet, statement, words } = printing;
  const { bonuses, currency, lines, movements = [], overrides } = statement;
  let [postedMinor, dueMinor] = [0n, 0n];
  for (const { posted, released } of lines) {
    postedMinor += parseAmount(posted, currency);
    dueMinor += parseAmount(released, currency);
  }
  for (const { amount } of [...bonuses, ...overrides]) {
    postedMinor += parseAmount(amount, currency);
    dueMinor += parseAmount(amount, currency);
  }
  for (const { amount } of movements) dueMinor += parseAmount(amount, currency);
  const { y } = sheet;
  sheet.rule(y - 1);
  sheet.print(words.sum, { field: 'label', x: X.conversion, y: y + 2, size: SIZE });
  printFigure(printing, formatAmount(postedMinor, currency), { x: ENDS.posted, y: y + 2 });
  printFigure(printing, formatAmount(dueMinor, currency), { x: ENDS.due, y: y + 2 });
  sheet.down(ROW + 2);
}

/** A month has few days, and asking the calendar costs more than printing them. */
function dateIn(dates: Map<string, string>, instant: string, timezone: string): string {
  if (instant === '') return '';
  const known = dates.get(instant);
  if (known !== undefined) return known;
  const date = localDate(instant, timezone);
  dates.set(instant, date);
  return date;
}
