import type { ClickId } from '../../domain/ids.ts';
import type { Click } from '../../domain/tracking/click.ts';
import type { Column } from '../folder/folder.ts';
import { TABLES } from '../folder/folder.ts';
import type { Problems } from '../folder/problems.ts';
import { collectProblems } from '../folder/problems.ts';
import type { Bounds } from '../folder/read-clicks.ts';
import { clickCells } from '../folder/read-clicks.ts';
import { conversionRows } from '../folder/read-conversions.ts';
import { repeatedReason } from '../folder/read-partners.ts';
import type { Table } from '../folder/read-table.ts';
import { readTable } from '../folder/read-table.ts';
import { hashOfText } from './hash.ts';
import type { KeptRow } from './kept-rows.ts';
import { keptTexts, rowKeeper, rowOf } from './kept-rows.ts';
import type { Sieve } from './sieve.ts';
import type { Spill } from './spill.ts';

export interface AgainOptions {
  readonly bounds: Bounds;
  readonly problems: Problems;
  readonly parts: number;
  /** A spill that is written and closed before it is read. */
  readonly open: () => Spill;
  /** The ids to look at. */
  readonly repeated: Sieve;
}

/**
 * Holds conversions whose id came again against each other, and says what does not fit. Answers how many more ids there are
 * than hashes: by chance two ids may share one.
 */
export async function conversionsAgain(folder: string, options: AgainOptions): Promise<number> {
  let more = 0;
  for await (const rows of repeatedRows<Column<'conversions'>>(folder, TABLES.conversions, 'conversion_id', options)) {
    const read = conversionRows(options.bounds, options.problems);
    const distinct = distinctIds();
    for (const { row, hash } of rows) {
      const conversionId = read(row);
      if (conversionId !== null) distinct.add(conversionId, hash);
    }
    more += distinct.surplus();
  }
  return more;
}

/** The same for clicks: each is given once, or the same again. */
export async function clicksAgain(folder: string, options: AgainOptions): Promise<number> {
  let more = 0;
  const { bounds, problems } = options;
  for await (const rows of repeatedRows(folder, TABLES.clicks, 'click_id', options)) {
    const known = new Map<ClickId, { readonly click: Click; readonly line: number }>();
    const distinct = distinctIds();
    // What is wrong with a row by itself was told before.
    const read = clickCells(bounds, collectProblems());
    for (const { row, hash } of rows) {
      const click = read(row);
      if (click === null) continue;
      distinct.add(click.clickId, hash);
      const first = known.get(click.clickId);
      if (first === undefined) known.set(click.clickId, { click, line: row.line });
      else if (!isSame(first.click, click)) {
        const reason = repeatedReason(click.clickId, first.line);
        problems.add({ file: row.file, line: row.line, field: 'click_id', reason });
      }
    }
    more += distinct.surplus();
  }
  return more;
}

/** Reads a table once more and gives the rows of the ids to look at, part by part, each part in file order. */
async function* repeatedRows<C extends string>(
  folder: string,
  table: Table<C>,
  idColumn: NoInfer<C>,
  { parts, open, repeated }: AgainOptions,
): AsyncGenerator<Iterable<KeptRow<C>>> {
  const spill = open();
  const kind = `${table.name}-again`;
  const keeper = rowKeeper(spill, kind, parts, table);
  await readTable(folder, table, collectProblems(), (row) => {
    const hash = hashOfText(row.cell(idColumn));
    if (repeated.mayHave(hash)) keeper.keep(row, hash);
  });
  keeper.close();
  spill.close();
  for (let part = 0; part < parts; part += 1) yield keptRows(spill, kind, part, table);
}

function* keptRows<C extends string>(spill: Spill, kind: string, part: number, table: Table<C>): Generator<KeptRow<C>> {
  for (const text of keptTexts(spill, kind, part)) yield { row: rowOf(text, table), hash: text.hash };
}

function distinctIds() {
  const ids = new Set<string>();
  const hashes = new Set<number>();
  return {
    add: (id: string, hash: number) => {
      ids.add(id);
      hashes.add(hash);
    },
    surplus: () => ids.size - hashes.size,
  };
}

function isSame(a: Click, b: Click): boolean {
  return (
    a.occurredAt === b.occurredAt &&
    a.visitorId === b.visitorId &&
    a.partnerId === b.partnerId &&
    a.linkId === b.linkId &&
    a.isBot === b.isBot
  );
}
