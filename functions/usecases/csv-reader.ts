import type { Sentence } from '../../domain/said.ts';

/** What a CSV reader tells as it goes; `line` is the physical line on which the row starts. */
export interface CsvListener {
  readonly row: (cells: readonly string[], line: number) => void;
  readonly broken: (line: number, reason: Sentence) => void;
}

/** Takes text in pieces of any size; `end` reads what is left. */
export interface CsvReader {
  readonly write: (text: string) => void;
  readonly end: () => void;
  /** Whether a row has begun that the text so far does not end; for good when it is too long for a row. */
  readonly isInRow: () => boolean;
}

/** A row longer than this is no data; most often it is a quote that nobody closed. */
export const ROW_LENGTH_MAX = 1_000_000;

const TEXT_AFTER_QUOTE = {
  en: 'a closing quote must be followed by a comma or the end of the row',
  ja: '閉じる引用符の後には、カンマまたは行末が必要です',
};
const QUOTE_IN_TEXT = {
  en: 'a value that holds a quote must stand in quotes, with the quote doubled: "5"" plate"',
  ja: '引用符を含む値は引用符で囲み、中の引用符を2つ重ねてください（例: "5"" plate"）',
};
const UNCLOSED = {
  en: 'a quote is opened in this row and never closed',
  ja: 'この行で開いた引用符が閉じられていません',
};
export const CR_ALONE = {
  en: 'lines end with CR alone, as old spreadsheets write them; save it with LF or CR LF',
  ja: '改行がCRだけになっています（古い表計算ソフトの形式）。LFまたはCR LFで保存してください。',
};
const TOO_LONG = {
  en: `a row has at most ${ROW_LENGTH_MAX} characters`,
  ja: `1行は${ROW_LENGTH_MAX}文字以内にしてください`,
};

/** Why the beginning of a row is given up that is too long already. */
export function whyTooLong(row: { readonly includes: (text: string) => boolean }): Sentence {
  const isWithoutEnds = row.includes('\r') && !row.includes('\n');
  if (!isWithoutEnds && !row.includes('"')) return TOO_LONG;
  const why = isWithoutEnds ? CR_ALONE : UNCLOSED;
  return { en: `${why.en} (${TOO_LONG.en})`, ja: `${why.ja}（${TOO_LONG.ja}）` };
}

/**
 * Reads comma-separated values (RFC 4180): rows end with LF or CR LF, values in quotes may hold commas, line breaks and doubled
 * quotes, empty lines do not count. The text begins on `firstLine`. A cell equal to the one above it is the very same string, which saves memory and makes the
 * next comparison free: rows of one order share most of their cells.
 */
export function csvReader(listener: CsvListener, firstLine: number): CsvReader {
  let rest = '';
  let line = firstLine;
  let above: readonly string[] = [];
  let isGivenUp = false;

  const read = (text: string, isLast: boolean): void => {
    let position = 0;
    let quote = text.indexOf('"');
    while (position < text.length) {
      const newline = text.indexOf('\n', position);
      if (newline < 0 && !isLast) break;
      const end = newline < 0 ? text.length : newline;
      if (quote >= 0 && quote < position) quote = text.indexOf('"', position);
      if (quote < 0 || quote >= end) {
        const rowEnd = end > position && text.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end;
        if (rowEnd > position) {
          above = cutRow(text, position, rowEnd, above);
          listener.row(above, line);
        }
        line += 1;
        position = end + 1;
        continue;
      }
      const scanned = scanRow(text, position, isLast);
      if (scanned === null) break;
      if (scanned.reason === null) listener.row(scanned.cells, line);
      else listener.broken(line, scanned.reason);
      line += lineBreaksIn(text, position, scanned.end);
      position = scanned.end;
    }
    rest = text.slice(position);
    if (rest.length <= ROW_LENGTH_MAX) return;
    listener.broken(line, whyTooLong(rest));
    rest = '';
    isGivenUp = true;
  };

  return {
    write: (text) => {
      if (!isGivenUp) read(rest === '' ? text : rest + text, false);
    },
    end: () => read(rest, true),
    isInRow: () => isGivenUp || rest !== '',
  };
}

const QUOTE = 34;
const COMMA = 44;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

/** The cells of a row without quotes. */
function cutRow(text: string, start: number, end: number, above: readonly string[]): readonly string[] {
  const cells: string[] = [];
  let position = start;
  for (;;) {
    const same = above[cells.length];
    let cellEnd = same === undefined ? end : position + same.length;
    if (same !== undefined && isCellEnd(text, cellEnd, end) && text.startsWith(same, position)) {
      cells.push(same);
    } else {
      const comma = text.indexOf(',', position);
      cellEnd = comma < 0 || comma > end ? end : comma;
      cells.push(text.slice(position, cellEnd));
    }
    if (cellEnd >= end) return cells;
    position = cellEnd + 1;
  }
}

function isCellEnd(text: string, at: number, end: number): boolean {
  return at === end || (at < end && text.charCodeAt(at) === COMMA);
}

/** One row with quotes; `end` is where the next begins. */
interface ScannedRow {
  readonly cells: readonly string[];
  readonly end: number;
  readonly reason: Sentence | null;
}

/** Reads a row that has quotes in it; null when the row goes on beyond this text. */
function scanRow(text: string, start: number, isLast: boolean): ScannedRow | null {
  const cells: string[] = [];
  let position = start;
  for (;;) {
    const cell = text.charCodeAt(position) === QUOTE ? quotedCell(text, position) : plainCell(text, position);
    if (cell === null) return isLast ? { cells, end: text.length, reason: UNCLOSED } : null;
    // The next piece may bring the second quote of a pair, or the LF of a CR.
    if (cell.end >= text.length - 1 && !isLast) return null;
    if (cell.reason !== null) return { cells, end: afterLine(text, cell.end), reason: cell.reason };
    cells.push(cell.value);
    if (cell.end >= text.length) return { cells, end: text.length, reason: null };
    if (text.charCodeAt(cell.end) === COMMA) position = cell.end + 1;
    else return { cells, end: afterLine(text, cell.end), reason: null };
  }
}

interface Cell {
  readonly value: string;
  /** Where the comma or line end after it stands. */
  readonly end: number;
  readonly reason: Sentence | null;
}

function quotedCell(text: string, start: number): Cell | null {
  let close = text.indexOf('"', start + 1);
  let isDoubled = false;
  while (close >= 0 && text.charCodeAt(close + 1) === QUOTE) {
    isDoubled = true;
    close = text.indexOf('"', close + 2);
  }
  if (close < 0) return null;
  const value = text.slice(start + 1, close);
  const end = close + 1;
  const isOver = end >= text.length || text.charCodeAt(end) === COMMA || isLineEnd(text, end);
  return { value: isDoubled ? value.replaceAll('""', '"') : value, end, reason: isOver ? null : TEXT_AFTER_QUOTE };
}

function plainCell(text: string, start: number): Cell {
  let end = start;
  let hasQuote = false;
  while (end < text.length && text.charCodeAt(end) !== COMMA && !isLineEnd(text, end)) {
    if (text.charCodeAt(end) === QUOTE) hasQuote = true;
    end += 1;
  }
  return { value: text.slice(start, end), end, reason: hasQuote ? QUOTE_IN_TEXT : null };
}

/** LF, or CR before LF or before the end of the text. */
function isLineEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === NEWLINE) return true;
  return code === CARRIAGE_RETURN && (at + 1 >= text.length || text.charCodeAt(at + 1) === NEWLINE);
}

function afterLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline < 0 ? text.length : newline + 1;
}

function lineBreaksIn(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
