import { ROWS_READ_MAX } from '../limits.ts';
import type { RowPage } from '../store/scope.ts';
import { placeCursor, placeCursorText } from './place-cursor.ts';

/** A list that is read from several places of an index, one after the other. */
export interface PlacedList<Place, Row, Item> {
  readonly places: readonly Place[];
  readonly rowsOf: (place: Place, page: RowPage) => Promise<readonly Row[]>;
  /** What the rows stand for, without what does not fit. */
  readonly itemsOf: (rows: readonly Row[], place: Place) => Promise<readonly Item[]>;
}

/** One page from a cursor on; a page may be short and still have a next one. */
export async function pageOverPlaces<Place, Row extends { readonly position: string }, Item>(
  { places, rowsOf, itemsOf }: PlacedList<Place, Row, Item>,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | null },
): Promise<{ readonly items: readonly Item[]; readonly next: string | null }> {
  const items: Item[] = [];
  const rowsMax = Math.max(limit, ROWS_READ_MAX);
  let { place: at, after } = placeCursor(cursor, places.length);
  for (let read = 0; at < places.length && items.length < limit && read < rowsMax; ) {
    const place = places[at] as Place;
    const wanted = limit - items.length;
    const rows = await rowsOf(place, { after, limit: wanted });
    read += rows.length;
    items.push(...(await itemsOf(rows, place)));
    [at, after] = rows.length < wanted ? [at + 1, null] : [at, rows.at(-1)?.position ?? null];
  }
  return { items, next: at < places.length ? placeCursorText({ place: at, after }) : null };
}
