import { hashTable, partOf } from './hash.ts';
import { keptTexts, writeKept } from './kept-rows.ts';
import { CLICK_ID_NUMBERS } from './pass-clicks.ts';
import type { RecordWriter } from './record-writer.ts';
import { recordWriters } from './record-writer.ts';
import { CLICK_NUMBERS, textBytesOf } from './records.ts';
import { CONVERSION_ID_NUMBERS, NEED_NUMBERS } from './run-writer.ts';
import { sieve } from './sieve.ts';
import type { Block, Spill } from './spill.ts';

/** How many different ids there are, and which come more than once, perhaps. */
export interface IdsJoined {
  readonly distinct: number;
  readonly repeated: Uint8Array | null;
}

/** Finds conversions that come in several records, and takes every reversal to the partition of its conversion. */
export function joinConversionIds(spill: Spill, parts: number): IdsJoined & { readonly reversals: IdsJoined } {
  const kept = recordWriters(spill, 'reversals-kept', parts);
  const repeated = sieve(null);
  let distinct = 0;
  for (let part = 0; part < parts; part += 1) {
    const blocks = [...spill.blocks('conversion-ids', part)];
    const table = hashTable(countOf(blocks, CONVERSION_ID_NUMBERS));
    for (const { numbers } of blocks) {
      for (let at = 0; at < numbers.length; at += CONVERSION_ID_NUMBERS) {
        const hash = numbers[at] as number;
        if (table.add(hash, numbers[at + 1] as number) < 0) distinct += 1;
        else repeated.add(hash);
      }
    }
    for (const text of keptTexts(spill, 'reversal-rows', part)) {
      const found = table.find(text.hash);
      writeKept(kept[found < 0 ? partOf(text.hash, parts) : found] as RecordWriter, text);
    }
  }
  for (const writer of kept) writer.flush();
  return { distinct, repeated: repeated.bits(), reversals: idsOf(spill, 'reversal-ids', { parts, numbersEach: 1 }) };
}

/** Finds clicks that come more than once, and the visitors that conversions ask for by a click. */
export function joinClickIds(spill: Spill, parts: number): IdsJoined {
  const visitors = recordWriters(spill, 'visitors-needed', parts);
  for (let part = 0; part < parts; part += 1) {
    const needed = partitionsNeeding(spill, 'clicks-needed', part);
    if (needed === null) continue;
    for (const { numbers } of spill.blocks('click-ids', part)) {
      for (let at = 0; at < numbers.length; at += CLICK_ID_NUMBERS) {
        const visitorHash = numbers[at + 1] as number;
        for (let need = needed.first(numbers[at] as number); need >= 0; need = needed.next(need)) {
          const writer = visitors[partOf(visitorHash, parts)] as RecordWriter;
          writer.begin(NEED_NUMBERS, 0);
          writer.number(visitorHash);
          writer.number(needed.partition(need));
        }
      }
    }
  }
  for (const writer of visitors) writer.flush();
  return idsOf(spill, 'click-ids', { parts, numbersEach: CLICK_ID_NUMBERS });
}

function idsOf(spill: Spill, kind: string, of: { readonly parts: number; readonly numbersEach: number }): IdsJoined {
  const repeated = sieve(null);
  let distinct = 0;
  for (let part = 0; part < of.parts; part += 1) {
    const blocks = [...spill.blocks(kind, part)];
    const table = hashTable(countOf(blocks, of.numbersEach));
    for (const { numbers } of blocks) {
      for (let at = 0; at < numbers.length; at += of.numbersEach) {
        if (table.add(numbers[at] as number, 0) < 0) distinct += 1;
        else repeated.add(numbers[at] as number);
      }
    }
  }
  return { distinct, repeated: repeated.bits() };
}

function countOf(blocks: readonly Block[], numbersEach: number): number {
  let count = 0;
  for (const { numbers } of blocks) count += numbers.length / numbersEach;
  return count;
}

/** The partitions that need what a hash stands for, as a list to walk along. */
interface Needs {
  readonly first: (hash: number) => number;
  readonly next: (need: number) => number;
  readonly partition: (need: number) => number;
}

/** Null: nothing of this part is needed. */
function partitionsNeeding(spill: Spill, kind: string, part: number): Needs | null {
  const blocks = [...spill.blocks(kind, part)];
  const count = countOf(blocks, NEED_NUMBERS);
  if (count === 0) return null;
  const table = hashTable(count);
  const following = new Int32Array(count).fill(-1);
  const partitions = new Int32Array(count);
  let needs = 0;
  for (const { numbers } of blocks) {
    for (let at = 0; at < numbers.length; at += NEED_NUMBERS) {
      const partition = numbers[at + 1] as number;
      partitions[needs] = partition;
      let known = table.add(numbers[at] as number, needs);
      if (known < 0) {
        needs += 1;
        continue;
      }
      while (partitions[known] !== partition && (following[known] as number) >= 0) known = following[known] as number;
      if (partitions[known] === partition) continue;
      following[known] = needs;
      needs += 1;
    }
  }
  return {
    first: (hash) => table.find(hash),
    next: (need) => following[need] as number,
    partition: (need) => partitions[need] as number,
  };
}

/** Gives the clicks of one part of the visitors to every partition that needs them. */
export function joinClicks(
  spill: Spill,
  part: number,
  { into, allClicks }: { readonly into: readonly RecordWriter[]; readonly allClicks: boolean },
): void {
  const needed = partitionsNeeding(spill, 'visitors-needed', part);
  for (const block of spill.blocks('clicks-by-visitor', part)) {
    const { numbers } = block;
    let textAt = 0;
    for (let at = 0; at < numbers.length; at += CLICK_NUMBERS) {
      const hash = numbers[at + 2] as number;
      const textEnd = textAt + textBytesOf(numbers[at + 4] as number);
      let own = allClicks ? partOf(hash, into.length) : -1;
      for (let need = needed?.first(hash) ?? -1; need >= 0 && needed !== null; need = needed.next(need)) {
        const partition = needed.partition(need);
        copyClick(into[partition] as RecordWriter, block, { at, textAt, textEnd });
        if (partition === own) own = -1;
      }
      if (own >= 0) copyClick(into[own] as RecordWriter, block, { at, textAt, textEnd });
      textAt = textEnd;
    }
  }
}

function copyClick(
  writer: RecordWriter,
  { numbers, text, isAscii }: Block,
  { at, textAt, textEnd }: { readonly at: number; readonly textAt: number; readonly textEnd: number },
): void {
  writer.begin(CLICK_NUMBERS, textEnd - textAt);
  for (let number = at; number < at + CLICK_NUMBERS; number += 1) writer.number(numbers[number] as number);
  writer.bytes(text, textAt, textEnd);
  if (!isAscii) writer.isAscii = false;
}
