import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { textSchema } from '../../functions/contract/schemas/common.ts';
import { shown } from '../../functions/contract/shown.ts';
import { CR_ALONE } from '../../functions/usecases/csv-reader.ts';
import type { Problems } from './problems.ts';
import type { RowBytes } from './row-bytes.ts';
import { bytesReader, NotUtf8 } from './row-bytes.ts';

/**
 * A file of a folder by the name without `.csv`, with its columns. Their order does not matter, and others are not looked at,
 * except those that are surely a slip for a column that may be absent.
 */
export interface Table<C extends string> {
  readonly name: string;
  readonly columns: readonly C[];
  /** Columns that may be absent; their cells are then empty. */
  readonly optionalColumns: readonly C[];
  /** There may be further columns, whose names begin with the prefix; absent: none. */
  readonly further?: { readonly prefix: string; readonly most: number };
  /** Whether the file itself may be absent. */
  readonly isOptional: boolean;
}

/** The row being read; valid until the next one. */
export interface Row<C extends string> {
  readonly file: string;
  readonly line: number;
  readonly cell: (column: C) => string;
  /** The further columns that its file has, in their order. */
  readonly further: readonly C[];
}

const CHUNK_BYTES = 1 << 20;

/** Where the cells of each column stand in `RowBytes`; a column that is absent stands where nothing is. */
export type Places<C extends string> = Readonly<Record<C, number>>;

/** Takes rows by their bytes, as the header places them; a row that it does not take is read as text. */
export type TakesRows<C extends string> = (places: Places<C>, further: readonly C[]) => (row: RowBytes) => boolean;

/** Reads `NAME.csv` or `NAME.csv.gz`, row by row, in as little memory as a row. What cannot be read becomes a problem. */
export async function readTable<C extends string>(
  folder: string,
  table: Table<C>,
  problems: Problems,
  onRow: (row: Row<C>) => void,
  takesRows: TakesRows<C> = () => () => false,
): Promise<void> {
  const file = findFile(folder, table, problems);
  if (file !== null) await readTableFile({ path: join(folder, file), file }, table, problems, onRow, takesRows);
}

/** Reads one file with the columns of a table; `file` is how problems name it. */
export async function readTableFile<C extends string>(
  { path, file }: { readonly path: string; readonly file: string },
  table: Table<C>,
  problems: Problems,
  onRow: (row: Row<C>) => void,
  takesRows: TakesRows<C> = () => () => false,
): Promise<void> {
  const rows = rowReader(file, table, problems, { onRow, takesRows });
  const say = (line: number, reason: string) => problems.add({ file, line, field: 'file', reason });
  const reader = bytesReader({
    row: rows.row,
    broken: (line, { en: reason }) => problems.add({ file, line, field: 'row', reason }),
  });
  try {
    for await (const chunk of contentOf(path) as AsyncIterable<Buffer>) reader.write(chunk);
    reader.end();
    if (!rows.hasHeader()) say(1, 'is empty; it begins with a header');
  } catch (error) {
    if (error instanceof NotUtf8) say(reader.line(), error.message);
    else if (error instanceof Error && 'code' in error) say(reader.line(), `cannot be read: ${error.message}`);
    else throw error;
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

interface RowTakers<C extends string> {
  readonly onRow: (row: Row<C>) => void;
  readonly takesRows: TakesRows<C>;
}

function rowReader<C extends string>(
  file: string,
  table: Table<C>,
  problems: Problems,
  { onRow, takesRows }: RowTakers<C>,
): { readonly row: (row: RowBytes) => void; readonly hasHeader: () => boolean } {
  let header: readonly string[] | null = null;
  let isUsable = true;
  let places = placesOf<C>([], []);
  let further: readonly C[] = [];
  let take = takesRows(places, further);
  let current: RowBytes | null = null;
  const cell = (column: C): string => (current === null ? '' : cellText(current, places[column]));
  let row: Row<C> & { line: number } = { file, line: 0, cell, further };
  return {
    hasHeader: () => header !== null,
    row: (bytes) => {
      const { line } = bytes;
      if (header === null) {
        header = Array.from({ length: bytes.count }, (_, index) => cellText(bytes, index).trim());
        further = furtherIn(header, table);
        places = placesOf(header, [...table.columns, ...table.optionalColumns, ...further]);
        take = takesRows(places, further);
        row = { ...row, further };
        isUsable = checkHeader({ file, line, header }, table, problems);
      } else if (isUsable && bytes.count !== header.length) {
        const last = shown(cellText(bytes, bytes.count - 1));
        const reason = `must have ${header.length} values as the header has, got ${bytes.count} (the last is ${last})`;
        problems.add({ file, line, field: 'row', reason });
      } else if (isUsable) {
        // An empty cell behind the others, where absent columns stand.
        bytes.edges[bytes.count + 1] = -1;
        bytes.edges[bytes.count + 2] = 0;
        if (take(bytes)) return;
        current = bytes;
        row.line = line;
        onRow(row);
      }
    },
  };
}

function cellText({ bytes, edges }: RowBytes, place: number): string {
  return bytes.toString('utf8', (edges[place] ?? 0) + 1, edges[place + 1]);
}

function furtherIn<C extends string>(header: readonly string[], { further }: Table<C>): readonly C[] {
  return further === undefined ? [] : header.filter((name): name is C => name.startsWith(further.prefix));
}

function placesOf<C extends string>(header: readonly string[], columns: readonly C[]): Places<C> {
  const places = columns.map((column) => {
    const index = header.indexOf(column);
    return [column, index < 0 ? header.length + 1 : index];
  });
  return Object.fromEntries(places) as Places<C>;
}

interface Header {
  readonly file: string;
  readonly line: number;
  readonly header: readonly string[];
}

function checkHeader<C extends string>({ file, line, header }: Header, table: Table<C>, problems: Problems): boolean {
  const before = problems.count();
  if (header.some((name) => name.includes('\r'))) {
    problems.add({ file, line, field: 'file', reason: CR_ALONE.en });
    return false;
  }
  const isUnseparated = header.length === 1 && !table.columns.some((column) => header.includes(column));
  if (isUnseparated && table.columns.length > 1) {
    const reason = `must have ${table.columns.join(', ')}, separated by commas, got ${header.join()}`;
    problems.add({ file, line, field: 'header', reason });
    return false;
  }
  for (const column of table.columns) {
    if (header.includes(column)) continue;
    const reason = `column is missing; the header must have ${table.columns.join(', ')}, got ${header.join(', ')}`;
    problems.add({ file, line, field: column, reason });
  }
  for (const column of table.optionalColumns) {
    if (header.includes(column)) continue;
    const slip = header.find((name) => lettersOf(name) === lettersOf(column));
    if (slip === undefined) continue;
    problems.add({ file, line, field: slip, reason: `is no column of this file; did you mean ${column}?` });
  }
  const further = new Set(furtherIn(header, table));
  for (const column of [...table.columns, ...table.optionalColumns, ...further]) {
    if (header.indexOf(column) === header.lastIndexOf(column)) continue;
    problems.add({ file, line, field: column, reason: 'column stands twice in the header' });
  }
  if (table.further !== undefined) {
    const { prefix, most } = table.further;
    const say = (field: string, reason: string) => problems.add({ file, line, field, reason });
    for (const column of further) {
      const name = column.slice(prefix.length);
      if (!textSchema.safeParse(name).success) say(column, `must name a key after ${prefix}, got ${shown(name)}`);
    }
    if (further.size > most) say(prefix, `there may be at most ${most} such columns, got ${further.size}`);
  }
  return problems.count() === before;
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, '');
}
