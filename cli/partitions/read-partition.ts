import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConversionId, PartnerId } from '../../domain/ids.ts';
import type { Click } from '../../domain/tracking/click.ts';
import type { Conversion, ConversionLine } from '../../domain/tracking/conversion.ts';
import type { Reversal } from '../../domain/tracking/reversal.ts';
import type { PartitionFacts } from './partition.ts';
import { reversalsIn } from './pass-reversals.ts';
import type { ConversionRead } from './records.ts';
import { clicksIn, conversionsIn } from './records.ts';
import type { Spill } from './spill.ts';
import { diskSpill, textOf } from './spill.ts';

/** What must be known to read partitions. */
export interface Manifest {
  /** Records name partners by their place in this list. */
  readonly partnerIds: readonly PartnerId[];
  readonly repeats: Repeats;
}

/** Whether ids come more than once: then what came again is left out, or put with what it goes on. */
interface Repeats {
  readonly clicks: boolean;
  readonly conversions: boolean;
  readonly reversals: boolean;
}

const REPEATS = 'repeats.json';

export function writeRepeats(spill: string, repeats: Repeats): void {
  writeFileSync(join(spill, REPEATS), JSON.stringify(repeats));
}

/**
 * Reads partitions, from 0, of what `partitionFolder` put on disk, in any thread. Facts name their partners by the very texts of
 * the list, which are those of the folder's partners: texts that are one and the same are found without being compared.
 */
export function partitionReader(spill: string, partnerIds: readonly PartnerId[]): (n: number) => PartitionFacts {
  const repeats = JSON.parse(readFileSync(join(spill, REPEATS), 'utf8')) as Repeats;
  const blocks = diskSpill(spill, 'none');
  return (n) => partitionFacts(blocks, n, { partnerIds, repeats });
}

export function partitionFacts(spill: Spill, n: number, { partnerIds, repeats }: Manifest): PartitionFacts {
  return {
    conversions: conversionsOf(spill, n, { partnerIds, isSplit: repeats.conversions }),
    reversals: reversalsOf(spill, n, repeats.reversals),
    clicks: clicksOf(spill, n, { partnerIds, isRepeated: repeats.clicks }),
  };
}

function conversionsOf(
  spill: Spill,
  n: number,
  { partnerIds, isSplit }: { readonly partnerIds: readonly PartnerId[]; readonly isSplit: boolean },
): readonly Conversion[] {
  const conversions: Conversion[] = [];
  const known = new Map<ConversionId, { readonly lines: ConversionLine[]; readonly ids: Set<string> }>();
  const takePart = (conversion: ConversionRead): void => {
    const { conversionId, lines } = conversion;
    const found = known.get(conversionId);
    const whole = found ?? { lines: [], ids: new Set() };
    for (const line of lines) {
      if (whole.ids.has(line.lineId)) continue;
      whole.ids.add(line.lineId);
      whole.lines.push(line);
    }
    if (found !== undefined) return;
    known.set(conversionId, whole);
    conversions.push({ ...conversion, lines: whole.lines });
  };
  const take = isSplit ? takePart : (conversion: ConversionRead): unknown => conversions.push(conversion);
  for (const block of spill.blocks('conversions', n)) conversionsIn(block, partnerIds, { isWanted: () => true, take });
  return conversions;
}

function reversalsOf(spill: Spill, n: number, isRepeated: boolean): readonly Reversal[] {
  const reversals = [...spill.blocks('reversals', n)].flatMap((block) => reversalsIn(block.numbers, textOf(block)));
  return isRepeated ? firstOfEach(reversals, ({ reversalId }) => reversalId) : reversals;
}

function clicksOf(
  spill: Spill,
  n: number,
  { partnerIds, isRepeated }: { readonly partnerIds: readonly PartnerId[]; readonly isRepeated: boolean },
): readonly Click[] {
  const found: Click[] = [];
  const lines: number[] = [];
  let isSorted = true;
  const take = (click: Click, line: number): void => {
    if (line < (lines.at(-1) ?? 0)) isSorted = false;
    found.push(click);
    lines.push(line);
  };
  for (const block of spill.blocks('clicks', n)) clicksIn(block, partnerIds, take);
  const clicks = isSorted ? found : sortedBy(lines, found);
  return isRepeated ? firstOfEach(clicks, ({ clickId }) => clickId) : clicks;
}

const PLACES = 2 ** 24;

/** By line: a line and a place share a number, so that numbers alone are sorted. */
function sortedBy<T>(lines: readonly number[], facts: readonly T[]): readonly T[] {
  if (facts.length > PLACES) {
    return [...facts.keys()].sort((a, b) => (lines[a] ?? 0) - (lines[b] ?? 0)).map((place) => facts[place] as T);
  }
  const keys = new Float64Array(lines.length);
  for (let place = 0; place < keys.length; place += 1) keys[place] = (lines[place] as number) * PLACES + place;
  keys.sort();
  const sorted = new Array<T>(keys.length);
  for (let at = 0; at < sorted.length; at += 1) sorted[at] = facts[(keys[at] as number) % PLACES] as T;
  return sorted;
}

function firstOfEach<T>(facts: readonly T[], idOf: (fact: T) => string): readonly T[] {
  const ids = new Set<string>();
  return facts.filter((fact) => {
    const isNew = !ids.has(idOf(fact));
    if (isNew) ids.add(idOf(fact));
    return isNew;
  });
}
