import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseCanonical } from '../../domain/integrity/canonical.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import { BadInput } from '../bad-input.ts';

/** The entries of a file with one on each line, as calculate writes them; a line that is none is refused. */
export async function* entriesIn(path: string): AsyncGenerator<Entry> {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    yield entryOf(text, `${path}:${line}`);
  }
}

function entryOf(text: string, place: string): Entry {
  try {
    const entry = parseCanonical<Partial<Entry>>(text);
    if (typeof entry.bookedOn === 'string' && Array.isArray(entry.postings)) return entry as Entry;
  } catch (cause) {
    throw new BadInput(`${place}: entry: is not JSON: ${(cause as Error).message}`);
  }
  throw new BadInput(`${place}: entry: must have bookedOn and postings, as calculate writes them`);
}
