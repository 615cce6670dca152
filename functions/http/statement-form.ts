import type { IssuedStatement } from '../../domain/statement/document.ts';
import type { Language } from '../../domain/statement/text/words.ts';
import { statementCsv } from '../usecases/statement/statement-csv.ts';

export type StatementFormat = 'json' | 'csv' | 'pdf';

const TYPES: Readonly<Record<StatementFormat, string>> = {
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
};

export function contentType(format: StatementFormat): string {
  return TYPES[format];
}

/** A statement as a file of one of its forms. */
export async function statementFile(
  statement: IssuedStatement,
  { format, language, address }: { format: StatementFormat; language: Language; address: string | null },
): Promise<Uint8Array> {
  if (format === 'json') return Buffer.from(JSON.stringify(statement));
  if (format === 'csv') return Buffer.from(statementCsv(JSON.stringify(statement)));
  // Loaded when a document is printed: no other answer waits for the font.
  const { printStatement } = await import('../documents/pdf/print-statement.ts');
  return await printStatement(statement, { language, address });
}

/** Where the caller reached us, for links to explanations. */
export function addressOf(headers: Readonly<Record<string, string | undefined>>): string | null {
  const host = headers['host'];
  if (host === undefined) return null;
  return `${/^(?:localhost|127\.0\.0\.1)(?::|$)/.test(host) ? 'http' : 'https'}://${host}`;
}
