import { ROWS_READ_MAX } from '../limits.ts';
import type { RowPage } from '../store/scope.ts';
import { mapLimited, WORK_AT_ONCE } from './map-limited.ts';
import { placeCursor, placeCursorText } from './place-cursor.ts';

/** A list that is read from several places of an index, one after the other. */
export interface PlacedList<Place, Row, Item> {
  readonly places: readonly Place[];
  readonly rowsOf: (place: Place, page: RowPage) => Promise<readonly Row[]>;
  /** What a row stands for; null where that does not fit. */
  readonly itemOf: (row: Row, place: Place) => Promise<Item | null>;
}

/** One page from a cursor on; a page may be short and still have a next one. */
export async function pageOverPlaces<Place, Row extends { readonly position: string }, Item>(
  { places, rowsOf, itemOf }: PlacedList<Place, Row, Item>,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | null },
): Promise<{ readonly items: readonly Item[]; readonly next: string | null }> {
  const items: Item[] = [];
  const rowsMax = Math.max(limit, ROWS_READ_MAX);
  let { place: at, after } = placeCursor(cursor, places.length);
  for (let read = 0; at < places.length && items.length < limit && read < rowsMax; ) {
    const place = places[at] as Place;
    // As many as for a whole page even where few are wanted: what fits may be rare.
    const rows = await rowsOf(place, { after, limit });
    read += rows.length;
    const found = await mapLimited(rows, WORK_AT_ONCE, (row) => itemOf(row, place));
    let taken = 0;
    for (; taken < rows.length && items.length < limit; taken += 1) {
      const item = found[taken] ?? null;
      if (item !== null) items.push(item);
    }
    const isOver = taken === rows.length && rows.length < limit;
    [at, after] = isOver ? [at + 1, null] : [at, rows[taken - 1]?.position ?? after];
  }
  return { items, next: at < places.length ? placeCursorText({ place: at, after }) : null };
}
