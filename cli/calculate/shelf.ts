import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What one task leaves to another, by month and bucket. */
export interface Shelf<T> {
  readonly put: (place: Place, thing: T) => void;
  /** Everything put is where `take` finds it, in this thread or another. */
  readonly flush: () => void;
  /** Takes a place empty. */
  readonly take: (place: Place) => readonly T[];
}

export interface Place {
  readonly month: number;
  readonly bucket: number;
}

export function memoryShelf<T>(): Shelf<T> {
  const places = new Map<string, T[]>();
  return {
    put: ({ month, bucket }, thing) => {
      const key = `${month}-${bucket}`;
      const found = places.get(key);
      if (found) found.push(thing);
      else places.set(key, [thing]);
    },
    flush: () => undefined,
    take: ({ month, bucket }) => {
      const key = `${month}-${bucket}`;
      const found = places.get(key) ?? [];
      places.delete(key);
      return found;
    },
  };
}

const PAGE_LETTERS = 1 << 16;

/** How the things of a shelf look as a line of text, and what its files are called. */
export interface ShelfText<T> {
  readonly name: string;
  readonly write: (thing: T) => string;
  readonly read: (text: string) => T;
}

/** On disk, for what does not fit into memory: every writer has a file of its own for each place. */
export function fileShelf<T>(
  folder: string,
  { name, write, read }: ShelfText<T>,
  { writer, writers }: { writer: number; writers: number },
): Shelf<T> {
  const pages = new Map<string, string>();
  const pathOf = ({ month, bucket }: Place, by: number): string => join(folder, `${name}-${month}-${bucket}-${by}`);
  return {
    put: (place, thing) => {
      const path = pathOf(place, writer);
      const page = `${pages.get(path) ?? ''}${write(thing)}\n`;
      if (page.length < PAGE_LETTERS) {
        pages.set(path, page);
        return;
      }
      appendFileSync(path, page);
      pages.set(path, '');
    },
    flush: () => {
      for (const [path, page] of pages) if (page !== '') appendFileSync(path, page);
      pages.clear();
    },
    take: (place) => {
      const found: T[] = [];
      for (let by = 0; by < writers; by += 1) {
        const path = pathOf(place, by);
        if (!existsSync(path)) continue;
        for (const text of readFileSync(path, 'utf8').split('\n')) if (text !== '') found.push(read(text));
        rmSync(path);
      }
      return found;
    },
  };
}
