import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { shown } from '../../functions/contract/shown.ts';
import { csvReader } from './csv.ts';
import type { Problems } from './problems.ts';

/** A file of a folder by the name without `.csv`, with its columns; their order does not matter, and others are not looked at. */
export interface Table<C extends string> {
  readonly name: string;
  readonly columns: readonly C[];
  /** Columns that may be absent; their cells are then empty. */
  readonly optionalColumns: readonly C[];
  /** Whether the file itself may be absent. */
  readonly isOptional: boolean;
}

/** The row being read; valid until the next one. */
export interface Row<C extends string> {
  readonly file: string;
  readonly line: number;
  readonly cell: (column: C) => string;
}

const CHUNK_BYTES = 1 << 20;

/** Reads `NAME.csv` or `NAME.csv.gz`, row by row, in as little memory as a row. What cannot be read becomes a problem. */
export async function readTable<C extends string>(
  folder: string,
  table: Table<C>,
  problems: Problems,
  onRow: (row: Row<C>) => void,
): Promise<void> {
  const file = findFile(folder, table, problems);
  if (file === null) return;
  const rows = rowReader(file, table, problems, onRow);
  const reader = csvReader({
    row: rows.row,
    broken: (line, reason) => problems.add({ file, line, field: 'row', reason }),
  });
  const decode = utf8Decoder();
  try {
    for await (const chunk of contentOf(join(folder, file)) as AsyncIterable<Uint8Array>) {
      reader.write(decode(chunk));
    }
    reader.write(decode(null));
    reader.end();
    if (!rows.hasHeader()) problems.add({ file, line: 1, field: 'file', reason: 'is empty; it begins with a header' });
  } catch (error) {
    const field = 'file';
    if (error instanceof NotUtf8) {
      problems.add({ file, line: reader.line() + error.lines, field, reason: 'must be UTF-8 text' });
    } else if (error instanceof Error && 'code' in error) {
      problems.add({ file, line: reader.line(), field, reason: `cannot be read: ${error.message}` });
    } else {
      throw error;
    }
  }
}

function findFile(folder: string, table: Table<string>, problems: Problems): string | null {
  const plain = `${table.name}.csv`;
  const packed = `${plain}.gz`;
  const isPlain = existsSync(join(folder, plain));
  const isPacked = existsSync(join(folder, packed));
  const say = (reason: string) => problems.add({ file: plain, line: 1, field: 'file', reason });
  if (isPlain && isPacked) say(`stands beside ${packed}; keep the one that counts`);
  else if (!isPlain && !isPacked && !table.isOptional) {
    say(`is missing; it has the columns ${table.columns.join(', ')} (or ${packed})`);
  }
  if (isPlain === isPacked) return null;
  return isPlain ? plain : packed;
}

function contentOf(path: string): Readable {
  const raw = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  if (!path.endsWith('.gz')) return raw;
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES });
  raw.on('error', (error) => unpacked.destroy(error));
  return raw.pipe(unpacked);
}

/** Says how many line ends stand before the first byte that is not UTF-8. */
class NotUtf8 extends Error {
  readonly lines: number;
  constructor(lines: number) {
    super('not UTF-8');
    this.lines = lines;
  }
}

/** Decodes piece by piece and takes a byte order mark off; `null` ends. */
function utf8Decoder(): (chunk: Uint8Array | null) => string {
  const strict = new TextDecoder('utf-8', { fatal: true });
  return (chunk) => {
    try {
      return chunk === null ? strict.decode() : strict.decode(chunk, { stream: true });
    } catch {
      const text = chunk === null ? '' : new TextDecoder('utf-8').decode(chunk);
      throw new NotUtf8(text.slice(0, Math.max(0, text.indexOf('\uFFFD'))).split('\n').length - 1);
    }
  };
}

function rowReader<C extends string>(
  file: string,
  table: Table<C>,
  problems: Problems,
  onRow: (row: Row<C>) => void,
): { readonly row: (cells: readonly string[], line: number) => void; readonly hasHeader: () => boolean } {
  let header: readonly string[] | null = null;
  let isUsable = true;
  let place: Partial<Record<C, number>> = {};
  let current: readonly string[] = [];
  const row = { file, line: 0, cell: (column: C) => current[place[column] ?? -1] ?? '' };
  return {
    hasHeader: () => header !== null,
    row: (cells, line) => {
      if (header === null) {
        header = cells.map((name) => name.trim());
        place = placesOf(header, table);
        isUsable = checkHeader({ file, line, header }, table, problems);
      } else if (isUsable && cells.length !== header.length) {
        const last = shown(cells.at(-1) ?? '');
        const reason = `must have ${header.length} values as the header has, got ${cells.length} (the last is ${last})`;
        problems.add({ file, line, field: 'row', reason });
      } else if (isUsable) {
        current = cells;
        row.line = line;
        onRow(row);
      }
    },
  };
}

function placesOf<C extends string>(header: readonly string[], table: Table<C>): Partial<Record<C, number>> {
  const place: Partial<Record<C, number>> = {};
  for (const column of [...table.columns, ...table.optionalColumns]) {
    const index = header.indexOf(column);
    if (index >= 0) place[column] = index;
  }
  return place;
}

interface Header {
  readonly file: string;
  readonly line: number;
  readonly header: readonly string[];
}

function checkHeader<C extends string>({ file, line, header }: Header, table: Table<C>, problems: Problems): boolean {
  const before = problems.count();
  for (const column of table.columns) {
    if (header.includes(column)) continue;
    const reason = `column is missing; the header must have ${table.columns.join(', ')}, got ${header.join(', ')}`;
    problems.add({ file, line, field: column, reason });
  }
  for (const column of [...table.columns, ...table.optionalColumns]) {
    if (header.indexOf(column) === header.lastIndexOf(column)) continue;
    problems.add({ file, line, field: column, reason: 'column stands twice in the header' });
  }
  return problems.count() === before;
}
