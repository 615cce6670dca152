/** A row of CSV (RFC 4180); an id that a spreadsheet would run as a formula is marked as text, an amount stays a number. */
export function csvText(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

const AMOUNT = /^-?\d+(\.\d+)?$/;

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !AMOUNT.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
