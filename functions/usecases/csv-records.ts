import { CsvError, parse } from 'csv-parse/sync';
import { DomainError } from '../../domain/errors.ts';

/** A record on the line where it begins. */
export interface CsvRecord {
  readonly record: readonly string[];
  readonly line: number;
}

/** The records of CSV (RFC 4180), each with its line; empty lines are none. */
export function csvRecords(csv: string): readonly CsvRecord[] {
  try {
    const options = { bom: true, raw: true, skip_empty_lines: true, relax_column_count: true } as const;
    // The types of the package do not know what `raw` makes of a record.
    const parsed = parse(csv.replaceAll(/\r\n?/g, '\n'), options) as unknown as {
      readonly record: string[];
      readonly raw: string;
    }[];
    let line = 1;
    return parsed.map(({ record, raw }) => {
      const begins = line + breaksIn(/^\n*/.exec(raw)?.[0] ?? '');
      line += breaksIn(raw);
      return { record, line: begins };
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new DomainError(
      'request.invalid',
      { en: `is not CSV: ${cause.message}`, ja: `CSVとして読み取れません（${cause.message}）` },
      { field: 'csv', cause },
    );
  }
}

function breaksIn(text: string): number {
  return text.split('\n').length - 1;
}
