import type { Row, Table } from '../folder/read-table.ts';
import { partOf } from './hash.ts';
import type { RecordWriter } from './record-writer.ts';
import { recordWriters } from './record-writer.ts';
import type { Spill } from './spill.ts';
import { textOf } from './spill.ts';

const NUMBERS = 3;

/** A row that was put aside, with the hash by which it was. */
export interface KeptRow<C extends string> {
  readonly row: Row<C>;
  readonly hash: number;
}

/** Puts rows of a table aside, to be read when more is known. */
export interface RowKeeper<C extends string> {
  readonly keep: (row: Row<C>, hash: number) => void;
  readonly close: () => void;
}

export function rowKeeper<C extends string>(spill: Spill, kind: string, parts: number, table: Table<C>): RowKeeper<C> {
  const writers = recordWriters(spill, kind, parts);
  const columns = [...table.columns, ...table.optionalColumns];
  return {
    keep: (row, hash) => {
      const cells = [...columns, ...row.further].map((column) => row.cell(column));
      const text = JSON.stringify([row.file, row.further, ...cells]);
      const writer = writers[partOf(hash, parts)] as RecordWriter;
      writeKept(writer, { line: row.line, hash, text });
    },
    close: () => {
      for (const writer of writers) writer.flush();
    },
  };
}

export interface KeptText {
  readonly line: number;
  readonly hash: number;
  readonly text: string;
}

export function writeKept(writer: RecordWriter, { line, hash, text }: KeptText): void {
  writer.begin(NUMBERS, text.length * 3);
  writer.number(line);
  writer.number(hash);
  writer.number(text.length);
  writer.string(text);
}

export function* keptTexts(spill: Spill, kind: string, part: number): Generator<KeptText> {
  for (const block of spill.blocks(kind, part)) {
    const text = textOf(block);
    let end = 0;
    for (let at = 0; at < block.numbers.length; at += NUMBERS) {
      const [line = 0, hash = 0, length = 0] = block.numbers.subarray(at, at + NUMBERS);
      end += length;
      yield { line, hash, text: text.slice(end - length, end) };
    }
  }
}

/** The row of a text, as its file has it. */
export function rowOf<C extends string>({ line, text }: KeptText, table: Table<C>): Row<C> {
  const [file, further, ...cells] = JSON.parse(text) as readonly [string, readonly C[], ...string[]];
  const columns = [...table.columns, ...table.optionalColumns, ...further];
  return { file, line, cell: (column) => cells[columns.indexOf(column)] ?? '', further };
}
