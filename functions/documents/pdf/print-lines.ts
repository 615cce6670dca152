import { grouped } from '../../../domain/money/readable.ts';
import { explanationPath } from '../../../domain/statement/explanation-path.ts';
import type { StatementLine } from '../../../domain/statement/statement.ts';
import type { StatementConversion } from '../../../domain/statement/statement-conversion.ts';
import { say } from '../../../domain/statement/text/words.ts';
import { localDate } from './local-date.ts';
import { percentOf } from './print-sums.ts';
import type { Printing } from './printing.ts';
import { ACCENT, FAINT, INK, LEFT, RIGHT } from './sheet.ts';

const ROW = 14;
const HEAD = 18;
const SIZE = 8;
/** Where the columns begin, then where those of figures end. */
const X = { occurred: LEFT, conversion: LEFT + 56, rule: LEFT + 190 } as const;
const ENDS = { base: LEFT + 330, commission: LEFT + 392, posted: LEFT + 452, due: RIGHT } as const;

/** Every line of the period, then its bonuses, overrides and other movements; the heading is repeated on every page. */
export function printLines(printing: Printing): void {
  const { sheet, statement, words } = printing;
  if (!sheet.fits(80)) sheet.newPage();
  sheet.print(words.lines, { field: 'label', x: LEFT, y: sheet.y, size: 9, color: ACCENT, isBold: true });
  sheet.down(16);
  const { bonuses, lines, movements = [], overrides } = statement;
  if (lines.length + bonuses.length + overrides.length + movements.length === 0) {
    sheet.print(words.noLines, { field: 'label', x: LEFT, y: sheet.y, color: FAINT });
    sheet.down(ROW);
    return;
  }
  printHeading(printing);
  const conversions = new Map(statement.conversions.map((conversion) => [conversion.conversionId, conversion]));
  const dates = new Map<string, string>();
  for (const line of lines) printLine(printing, line, { conversions, dates });
  for (const { bonus, window, amount } of bonuses) {
    printExtra(printing, say(words.bonusLine, { bonus, window }), amount, EARNED);
  }
  for (const { recruited, rate, source, amount } of overrides) {
    const blanks = { recruited, rate: `${percentOf(rate)}%`, source: grouped(source) };
    printExtra(printing, say(words.overrideLine, blanks), amount, EARNED);
  }
  for (const { type, id, text, amount } of movements) {
    const named = [words.movements[type], id, text].filter((part) => part !== undefined).join(' · ');
    printExtra(printing, named, amount, [ENDS.due]);
  }
  sheet.down(8);
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

function printLine(printing: Printing, line: StatementLine, { conversions, dates }: Shared): void {
  const { sheet, statement, address } = printing;
  startRow(printing);
  const { conversionId, lineId } = line;
  const occurredAt = conversions.get(conversionId)?.occurredAt ?? '';
  const place = { y: sheet.y, size: SIZE };
  const path = explanationPath(statement.program.id, conversionId);
  sheet.print(dateIn(dates, occurredAt, statement.period.timezone), { ...place, field: 'occurredAt', x: X.occurred });
  sheet.print(`${conversionId} · ${lineId}`, {
    ...{ ...place, field: `lines.${conversionId}`, x: X.conversion, width: X.rule - X.conversion - 8 },
    ...(address === null ? {} : { color: ACCENT, link: `${address}${path}` }),
  });
  sheet.print(line.rule ?? '—', { ...place, field: 'rule', x: X.rule, width: 78, color: FAINT });
  const amounts = [
    [line.explanation.netBase, ENDS.base],
    [line.commission, ENDS.commission],
    [line.posted, ENDS.posted],
    [line.released, ENDS.due],
  ] as const;
  for (const [amount, x] of amounts) {
    sheet.print(grouped(amount), { ...place, field: 'amount', x, align: 'right', color: INK });
  }
  sheet.down(ROW);
}

/** The columns in which a bonus or an override stands; another movement is only due. */
const EARNED = [ENDS.commission, ENDS.posted, ENDS.due];

function printExtra(printing: Printing, text: string, amount: string, columns: readonly number[]): void {
  const { sheet } = printing;
  startRow(printing);
  const width = ENDS.base - X.conversion;
  sheet.print(text, { field: 'bonus', x: X.conversion, y: sheet.y, size: SIZE, width });
  for (const x of columns) {
    sheet.print(grouped(amount), { field: 'amount', x, y: sheet.y, size: SIZE, align: 'right' });
  }
  sheet.down(ROW);
}

function startRow(printing: Printing): void {
  if (printing.sheet.fits(ROW)) return;
  printing.sheet.newPage();
  printHeading(printing);
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
