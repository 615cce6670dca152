import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ActiveConversion } from '../../domain/settlement/book-period.ts';
import { readActive, writeActive } from './active-text.ts';

/** Conversions on their way from booking to settling, by month and bucket. */
export interface Shelf {
  readonly put: (place: Place, active: ActiveConversion) => void;
  /** Everything put is where `take` finds it, in this thread or another. */
  readonly flush: () => void;
  /** Takes a place empty. */
  readonly take: (place: Place) => readonly ActiveConversion[];
}

export interface Place {
  readonly month: number;
  readonly bucket: number;
}

export function memoryShelf(): Shelf {
  const places = new Map<string, ActiveConversion[]>();
  return {
    put: ({ month, bucket }, active) => {
      const key = `${month}-${bucket}`;
      const found = places.get(key);
      if (found) found.push(active);
      else places.set(key, [active]);
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

/** On disk, for what does not fit into memory: every writer has a file of its own for each place. */
export function fileShelf(folder: string, { writer, writers }: { writer: number; writers: number }): Shelf {
  const pages = new Map<string, string>();
  const pathOf = ({ month, bucket }: Place, by: number): string => join(folder, `shelf-${month}-${bucket}-${by}`);
  return {
    put: (place, active) => {
      const path = pathOf(place, writer);
      const page = `${pages.get(path) ?? ''}${writeActive(active)}\n`;
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
      const found: ActiveConversion[] = [];
      for (let by = 0; by < writers; by += 1) {
        const path = pathOf(place, by);
        if (!existsSync(path)) continue;
        for (const text of readFileSync(path, 'utf8').split('\n')) if (text !== '') found.push(readActive(text));
        rmSync(path);
      }
      return found;
    },
  };
}
