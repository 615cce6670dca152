/** A row of CSV (RFC 4180); an id that a spreadsheet would run as a formula is marked as text, an amount stays a number. */
export function csvText(cells: readonly string[]): string {
  return `${cells.map((text) => (AMOUNT.test(text) ? text : textCell(text))).join(',')}\r\n`;
}

const AMOUNT = /^-?\d+(\.\d+)?$/;
/** What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection). */
const FORMULA_STARTS = '=+-@\t\r\0';
const NEEDS_QUOTES = /[",\r\n]/;

/** A text that others chose as a cell, quoted where it must be; one that a spreadsheet would run as a formula is marked as text. */
export function textCell(text: string): string {
  const safe = text !== '' && FORMULA_STARTS.includes(text.charAt(0)) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
