import type { ConversionId, LineId, PartnerId } from '../../domain/ids.ts';
import { canonical } from '../../domain/integrity/canonical.ts';
import type { Instant } from '../../domain/time.ts';
import type { Reversal } from '../../domain/tracking/reversal.ts';
import { shown } from '../../functions/contract/shown.ts';
import { undoneTwiceReason } from '../../functions/usecases/facts/record-reversal.ts';
import { TABLES } from '../folder/folder.ts';
import type { Problems } from '../folder/problems.ts';
import { repeatedReason } from '../folder/read-partners.ts';
import type { UndoneConversion } from '../folder/read-reversals.ts';
import { reversalCells } from '../folder/read-reversals.ts';
import { readTable } from '../folder/read-table.ts';
import { hashOfText, hashTable, partOf } from './hash.ts';
import type { KeptText } from './kept-rows.ts';
import { keptTexts, rowKeeper, rowOf } from './kept-rows.ts';
import type { RecordWriter } from './record-writer.ts';
import { recordWriters } from './record-writer.ts';
import { conversionsIn } from './records.ts';
import type { Sieve } from './sieve.ts';
import type { Spill } from './spill.ts';

/** Puts the rows of reversals.csv aside by the hash of their conversion, until it is known what they undo. */
export async function passReversals(
  folder: string,
  { problems, spill, parts }: { problems: Problems; spill: Spill; parts: number },
): Promise<void> {
  const rows = rowKeeper(spill, 'reversal-rows', parts, TABLES.reversals);
  const ids = recordWriters(spill, 'reversal-ids', parts);
  await readTable(folder, TABLES.reversals, problems, (row) => {
    rows.keep(row, hashOfText(row.cell('conversion_id')));
    const hash = hashOfText(row.cell('reversal_id'));
    const id = ids[partOf(hash, parts)] as RecordWriter;
    id.begin(1, 0);
    id.number(hash);
  });
  rows.close();
  for (const writer of ids) writer.flush();
}

/** A reversal whose id may have come before, to be compared when all are read. */
export interface RepeatedReversal {
  readonly file: string;
  readonly line: number;
  readonly hash: number;
  readonly reversalId: string;
  readonly content: string;
}

export interface UndoOptions {
  readonly problems: Problems;
  readonly spill: Spill;
  /** Where the finished reversals go. */
  readonly into: RecordWriter;
  readonly partnerIds: readonly PartnerId[];
  readonly latest: Instant | null;
  readonly isComplete: boolean;
  readonly programCurrency: string;
  /** Ids that come twice, perhaps. */
  readonly repeated: Sieve;
}

export interface Undone {
  readonly firstAt: number;
  readonly repeated: readonly RepeatedReversal[];
}

/** Reads the reversals of a partition against its conversions. */
export function undoPartition(part: number, options: UndoOptions): Undone {
  const { spill, into, repeated: suspects } = options;
  const texts = [...keptTexts(spill, 'reversals-kept', part)].sort((a, b) => a.line - b.line);
  const conversions = conversionsUndone(texts, part, options);
  const read = reversalCells(
    options.latest,
    { ...options, find: (conversionId) => conversions.get(conversionId) ?? null },
    options.problems,
  );
  const repeated: RepeatedReversal[] = [];
  const found: FoundReversal[] = [];
  let firstAt = Number.MAX_SAFE_INTEGER;
  for (const text of texts) {
    const row = rowOf(text, TABLES.reversals);
    const reversal = read(row);
    if (reversal === null) continue;
    firstAt = Math.min(firstAt, reversal.occurredAt);
    const { reversalId, conversionId, undoes } = reversal;
    found.push({ file: row.file, line: row.line, reversalId, conversionId, undoes });
    writeReversal(into, text.line, reversal);
    const hash = hashOfText(reversal.reversalId);
    if (suspects.mayHave(hash)) {
      const { file, line } = row;
      repeated.push({ file, line, hash, reversalId: reversal.reversalId, content: canonical(reversal) });
    }
  }
  if (found.length === texts.length) checkUndone(found, options.problems);
  return { firstAt, repeated };
}

interface FoundReversal extends Pick<Reversal, 'reversalId' | 'conversionId' | 'undoes'> {
  readonly file: string;
  readonly line: number;
}

/** One that undoes another names one of the same conversion, which undoes the conversion itself. All of them are here. */
function checkUndone(found: readonly FoundReversal[], problems: Problems): void {
  if (found.every(({ undoes }) => undoes === undefined)) return;
  const known = new Map(found.map((reversal) => [`${reversal.conversionId}\n${reversal.reversalId}`, reversal]));
  for (const { file, line, conversionId, undoes } of found) {
    if (undoes === undefined) continue;
    const undone = known.get(`${conversionId}\n${undoes}`);
    if (undone !== undefined && undone.undoes === undefined) continue;
    const reason =
      undone === undefined
        ? `conversion ${shown(conversionId)} has no reversal ${shown(undoes)}`
        : undoneTwiceReason(undoes).en;
    problems.add({ file, line, field: 'undoes', reason });
  }
}

/** What reversals have to know of the conversions that they name. */
function conversionsUndone(
  texts: readonly KeptText[],
  part: number,
  { spill, partnerIds }: UndoOptions,
): ReadonlyMap<ConversionId, UndoneConversion> {
  const found = new Map<ConversionId, { readonly currency: string; readonly lineIds: Set<LineId> }>();
  if (texts.length === 0) return found;
  const named = hashTable(texts.length);
  for (const { hash } of texts) named.add(hash, 1);
  for (const block of spill.blocks('conversions', part)) {
    conversionsIn(block, partnerIds, {
      isWanted: (hash) => named.find(hash) >= 0,
      take: ({ conversionId, currency, lines }) => {
        const known = found.get(conversionId) ?? { currency, lineIds: new Set() };
        for (const { lineId } of lines) known.lineIds.add(lineId);
        found.set(conversionId, known);
      },
    });
  }
  return found;
}

const NUMBERS = 2;

function writeReversal(writer: RecordWriter, line: number, reversal: Reversal): void {
  const text = JSON.stringify({ ...reversal, amountMinor: String(reversal.amountMinor) });
  writer.begin(NUMBERS, text.length * 3);
  writer.number(line);
  writer.number(text.length);
  writer.string(text);
}

export function reversalsIn(numbers: Float64Array, text: string): readonly Reversal[] {
  const reversals: Reversal[] = [];
  let end = 0;
  for (let at = 0; at < numbers.length; at += NUMBERS) {
    const length = numbers[at + 1] as number;
    end += length;
    const json = JSON.parse(text.slice(end - length, end)) as Omit<Reversal, 'amountMinor'> & { amountMinor: string };
    reversals.push({ ...json, amountMinor: BigInt(json.amountMinor) });
  }
  return reversals;
}

/** Refuses what comes again with other content, and answers how many more ids there are than hashes. */
export function refuseRepeated(repeated: readonly RepeatedReversal[], problems: Problems): number {
  const known = new Map<string, RepeatedReversal>();
  for (const each of [...repeated].sort((a, b) => a.line - b.line)) {
    const first = known.get(each.reversalId);
    if (first === undefined) known.set(each.reversalId, each);
    else if (first.content !== each.content) {
      const reason = repeatedReason(each.reversalId, first.line);
      problems.add({ file: each.file, line: each.line, field: 'reversal_id', reason });
    }
  }
  return known.size - new Set(repeated.map(({ hash }) => hash)).size;
}
