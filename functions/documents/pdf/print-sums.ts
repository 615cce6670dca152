import { grouped } from '../../../domain/money/readable.ts';
import type { DocumentRate } from '../../../domain/statement/document.ts';
import { say } from '../../../domain/statement/text/words.ts';
import type { Printing } from './printing.ts';
import { ACCENT, FAINT, INK, LEFT, LINE, RIGHT, TINT } from './sheet.ts';

const WIDTH = RIGHT - LEFT;
const GAP = 18;
const HALF = (WIDTH - GAP) / 2;
const ROW = 15;
/** About as high as the box and the sums below it are. */
const SUMS = 270;

type Row = readonly [label: string, amount: string, isSum?: boolean];

/** The box with what is transferred, then how opening becomes closing beside the tax by rate. */
export function printSums(printing: Printing): void {
  const { sheet } = printing;
  if (!sheet.fits(SUMS)) sheet.newPage();
  printBox(printing);
  const top = sheet.y;
  const bottom = Math.max(printFlow(printing, top), printTax(printing, top));
  sheet.down(bottom - top + 16);
}

function printBox({ sheet, statement, words }: Printing): void {
  const { document, currency, payout } = statement;
  const height = 62;
  sheet.box({ x: LEFT, y: sheet.y, width: WIDTH, height }, TINT);
  const planned = document?.plannedOn ?? null;
  const tax = document?.tax ?? null;
  const total = document?.total ?? null;
  const cells: [label: string, amount: string | null, note: string][] = [
    [tax === null ? words.totalPlain : words.total, total, ''],
    [words.withholding, tax?.withholding ?? null, ''],
    [
      words.transfer,
      document?.transfer ?? payout,
      planned === null ? words.outcomes[statement.outcome] : say(words.planned, { date: planned }),
    ],
  ];
  const y = sheet.y + 10;
  const ends = [LEFT + 150, LEFT + 310, RIGHT - 14];
  const widths = [140, 150, 175];
  for (const [index, [label, amount, note]] of cells.entries()) {
    const x = ends[index] ?? RIGHT;
    const isLast = index === cells.length - 1;
    const size = isLast ? 19 : 13;
    const color = isLast ? ACCENT : INK;
    if (amount === null) continue;
    sheet.print(label, { field: 'label', x, y, size: 8, color: FAINT, align: 'right' });
    const text = `${grouped(amount)} ${currency}`;
    const place = { field: 'amount', x, y: y + (isLast ? 9 : 15), width: widths[index] ?? HALF };
    sheet.figure(text, { ...place, size, color, isBold: isLast });
    sheet.print(note, { field: 'outcome', x, y: y + 37, size: 7, color: FAINT, align: 'right' });
  }
  sheet.down(height + 16);
}

function printFlow({ sheet, statement, words }: Printing, top: number): number {
  const rows: Row[] = [
    [words.opening, statement.opening],
    [words.released, statement.released],
    ...(isZero(statement.bonus) ? [] : [[words.bonus, statement.bonus] as const]),
    ...(isZero(statement.override) ? [] : [[words.override, statement.override] as const]),
    ...(isZero(statement.moved ?? '0') ? [] : [[words.moved, statement.moved ?? '0'] as const]),
    [words.payable, statement.payable, true],
    [words.payout, negated(statement.payout)],
    [words.closing, statement.closing, true],
    [words.held, statement.held],
    ...(statement.reserve === undefined ? [] : [[words.reserve, statement.reserve] as const]),
  ];
  return printRows({ sheet, words }, { title: words.flow, rows, x: LEFT, top });
}

function printTax({ sheet, statement, words }: Printing, top: number): number {
  const x = LEFT + HALF + GAP;
  const tax = statement.document?.tax ?? null;
  sheet.heading(words.taxes, x, top);
  let y = top + 17;
  if (tax === null) {
    return y + sheet.paragraph(words.noTax, { field: 'label', x, y, width: HALF, size: 8, color: FAINT });
  }
  const ends = [x + HALF * 0.46, x + HALF * 0.72, x + HALF];
  const width = HALF * 0.26 - 6;
  const row = ([rate, ...figures]: readonly [string, ...string[]], size: number, color: string): void => {
    sheet.print(rate, { field: 'tax', x, y, size, color });
    for (const [index, figure] of figures.entries()) {
      sheet.figure(figure, { field: 'tax', x: ends[index] ?? x, y, size, color, width });
    }
    y += ROW;
  };
  row([words.rate, words.net, words.tax, words.gross], 7.5, FAINT);
  for (const rate of tax.rates) {
    row([rateText(rate, words), grouped(rate.net), grouped(rate.tax), grouped(rate.gross)], 8.5, INK);
  }
  if (tax.rates.some(({ isReduced }) => isReduced)) {
    sheet.print(words.reducedMark, { field: 'label', x, y, size: 7, color: FAINT });
    y += ROW - 4;
  }
  const carried: Row[] = [
    ...(isZero(tax.carriedIn) ? [] : [[words.taxCarriedIn, tax.carriedIn] as const]),
    [words.taxPaid, tax.paid],
    ...(isZero(tax.carriedOn) ? [] : [[words.taxCarriedOn, tax.carriedOn] as const]),
    ...(isZero(tax.grossUp) ? [] : [[words.grossUp, tax.grossUp] as const]),
    [words.withholding, negated(tax.withholding)],
  ];
  return printRows({ sheet, words }, { title: null, rows: carried, x, top: y + 4 });
}

function printRows(
  { sheet }: Pick<Printing, 'sheet' | 'words'>,
  table: { readonly title: string | null; readonly rows: readonly Row[]; readonly x: number; readonly top: number },
): number {
  const { title, rows, x, top } = table;
  let y = top;
  if (title !== null) {
    sheet.heading(title, x, y);
    y += 17;
  }
  for (const [label, amount, isSum = false] of rows) {
    if (isSum) sheet.box({ x, y: y - 2, width: HALF, height: 0.7 }, LINE);
    const size = 8.5;
    sheet.print(label, { field: 'label', x, y, size, color: isSum ? INK : FAINT });
    sheet.figure(grouped(amount), { field: 'amount', x: x + HALF, y, size, width: HALF / 2, isBold: isSum });
    y += ROW;
  }
  return y;
}

function rateText({ rate, isIncluded, isReduced }: DocumentRate, { included, reduced }: Printing['words']): string {
  const percent = percentOf(rate);
  if (isIncluded) return say(included, { rate: percent });
  return isReduced ? say(reduced, { rate: percent }) : `${percent}%`;
}

/** `0.1` → 10, `0.105` → 10.5; exact, since it moves the point of a text. */
export function percentOf(rate: string): string {
  const [units = '0', decimals = ''] = rate.split('.');
  const digits = `${units}${decimals.padEnd(2, '0')}`;
  const place = units.length + 2;
  const whole = digits.slice(0, place).replace(/^0+(?=\d)/, '');
  const rest = digits.slice(place).replace(/0+$/, '');
  return rest === '' ? whole : `${whole}.${rest}`;
}

function negated(amount: string): string {
  if (isZero(amount)) return amount;
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}

function isZero(amount: string): boolean {
  return !/[1-9]/.test(amount);
}
