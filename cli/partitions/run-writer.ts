import { LINES_MAX } from '../../functions/limits.ts';
import { partOf } from './hash.ts';
import { recordWriters } from './record-writer.ts';
import { HEAD_NUMBERS, LINE_COUNT_AT, LINE_NUMBERS } from './records.ts';
import type { Spill } from './spill.ts';

/** `hash of the id, partition`, a pair for each record of a conversion, and one more when it must be looked at again. */
export const CONVERSION_ID_NUMBERS = 2;
/** `hash of what is needed, partition`. */
export const NEED_NUMBERS = 2;

/** The head of a conversion; a hash of 0 stands for what is not there. Its texts follow by `bytes` or `string`. */
export interface RunHead {
  readonly occurredAt: number;
  readonly hash: number;
  readonly customerHash: number;
  readonly visitorHash: number;
  readonly clickHash: number;
  readonly lengths: number;
  readonly marks: number;
  readonly partner: number;
  /** How long its text is, in letters. */
  readonly metadata: number;
  /** Whether something is to be said of it that its rows alone do not tell. */
  readonly isSuspect: boolean;
}

export interface RunLine {
  /** Of the line's id. */
  readonly hash: number;
  readonly lengths: number;
  readonly quantity: number;
  readonly amount: number;
  readonly tax: number;
  readonly shipping: number;
}

/** Writes conversions row by row: a head, then its lines. */
export interface RunWriter {
  readonly begin: (head: RunHead) => void;
  readonly line: (line: RunLine) => void;
  readonly bytes: (from: Uint8Array, start: number, end: number) => void;
  readonly string: (text: string) => void;
  readonly close: () => void;
  /** When the first conversion happened. */
  readonly firstAt: () => number;
}

const HEAD_BYTES_MAX = 2400;
const LINE_BYTES_MAX = 1600;
const LETTER_BYTES_MAX = 3;
/** A conversion with more goes on in a record of its own, and is then looked at again: it is refused, or full of repeats. */
const RUN_LINES_MAX = LINES_MAX;

export function runWriter(spill: Spill, parts: number): RunWriter {
  const records = recordWriters(spill, 'conversions', parts);
  const ids = recordWriters(spill, 'conversion-ids', parts);
  const visitors = recordWriters(spill, 'visitors-needed', parts);
  const clicks = recordWriters(spill, 'clicks-needed', parts);
  const lineHashes = new Float64Array(RUN_LINES_MAX);
  let head: RunHead | null = null;
  let record = records[0] as (typeof records)[number];
  let part = 0;
  let headAt = 0;
  let headTextAt = 0;
  let headTextEnd = 0;
  let lines = 0;
  let isNoted = false;
  let first = Number.MAX_SAFE_INTEGER;

  const note = (writers: typeof ids, hash: number): void => {
    const writer = writers[partOf(hash, parts)] as (typeof ids)[number];
    writer.begin(2, 0);
    writer.number(hash);
    writer.number(part);
  };
  const writeHead = (of: RunHead): void => {
    record.begin(HEAD_NUMBERS + LINE_NUMBERS, HEAD_BYTES_MAX + of.metadata * LETTER_BYTES_MAX + LINE_BYTES_MAX);
    headAt = record.count;
    headTextAt = record.used;
    lines = 0;
    record.number(of.occurredAt);
    record.number(of.hash);
    record.number(of.lengths);
    record.number(of.marks);
    record.number(of.partner);
    record.number(0);
    record.number(of.metadata);
  };
  const goOn = (of: RunHead): void => {
    const texts = Buffer.from(record.text.subarray(headTextAt, headTextEnd));
    const { isAscii } = record;
    record.flush();
    writeHead(of);
    record.bytes(texts, 0, texts.length);
    record.isAscii = isAscii;
    headTextEnd = record.used;
    note(ids, of.hash);
  };
  const isRepeated = (hash: number): boolean => {
    for (let at = 0; at < lines; at += 1) if (lineHashes[at] === hash) return true;
    return false;
  };

  return {
    begin: (next) => {
      head = next;
      part = partOf(next.customerHash || next.visitorHash || next.hash, parts);
      record = records[part] as (typeof records)[number];
      first = Math.min(first, next.occurredAt);
      note(ids, next.hash);
      isNoted = next.isSuspect;
      if (isNoted) note(ids, next.hash);
      if (parts > 1 && next.visitorHash !== 0) note(visitors, next.visitorHash);
      if (parts > 1 && next.clickHash !== 0) note(clicks, next.clickHash);
      writeHead(next);
    },
    line: (line) => {
      if (head === null) return;
      if (lines === 0) headTextEnd = record.used;
      if (lines === RUN_LINES_MAX) goOn(head);
      record.goOn(LINE_NUMBERS, LINE_BYTES_MAX);
      if (!isNoted && isRepeated(line.hash)) {
        isNoted = true;
        note(ids, head.hash);
      }
      lineHashes[lines] = line.hash;
      lines += 1;
      record.numbers[headAt + LINE_COUNT_AT] = lines;
      record.number(line.lengths);
      record.number(line.quantity);
      record.number(line.amount);
      record.number(line.tax);
      record.number(line.shipping);
    },
    bytes: (from, start, end) => record.bytes(from, start, end),
    string: (text) => record.string(text),
    close: () => {
      for (const writer of [...records, ...ids, ...visitors, ...clicks]) writer.flush();
    },
    firstAt: () => first,
  };
}
