import { wrongCursor } from '../contract/wrong-cursor.ts';
import { POSITION_BYTES_MAX } from '../limits.ts';

/** How far a list over several places of an index has come: which of them, and the position in it; null from its first. */
export interface PlaceCursor {
  readonly place: number;
  readonly after: string | null;
}

export function placeCursorText({ place, after }: PlaceCursor): string {
  return Buffer.from(JSON.stringify([place, after])).toString('base64url');
}

/** Null: from the beginning. What is no cursor of such a list is refused. */
export function placeCursor(text: string | null, places: number): PlaceCursor {
  if (text === null) return { place: 0, after: null };
  try {
    const [place, after]: readonly unknown[] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    const isAfter =
      after === null || (typeof after === 'string' && after !== '' && Buffer.byteLength(after) <= POSITION_BYTES_MAX);
    if (typeof place === 'number' && Number.isInteger(place) && place >= 0 && place < places && isAfter)
      return { place, after };
  } catch {
    // Told below, like any other text that is no cursor of ours.
  }
  throw wrongCursor(text);
}
