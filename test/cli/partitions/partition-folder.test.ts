import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PartitionedFolder, PartitionFacts } from '../../../cli/partitions/partition.ts';
import { partitionFolder } from '../../../cli/partitions/partition-folder.ts';
import { partitionReader } from '../../../cli/partitions/read-partition.ts';
import { temporaryFolder } from '../tiny-folder.ts';
import { folderOf, randomRows } from './random-folder.ts';

const PARTITIONS = fc.constantFrom(1, 2, 7);

interface Read {
  readonly folder: PartitionedFolder;
  readonly parts: readonly PartitionFacts[];
}

async function partitioned(directory: string, partitions: number, allClicks: boolean): Promise<Read> {
  const read = await partitionFolder(directory, { spill: await temporaryFolder(), partitions, allClicks });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const { folder } = read;
  const { spill } = folder;
  const partnerIds = folder.partners.map(({ partnerId }) => partnerId);
  const readPart = spill === null ? folder.read : partitionReader(spill, partnerIds);
  const parts = Array.from({ length: folder.partitions }, (_, n) => readPart(n));
  return { folder, parts };
}

/** Facts of all partitions in the order of the file, each once. */
function together<T>(whole: readonly T[], parts: readonly (readonly T[])[], idOf: (fact: T) => string): readonly T[] {
  const places = new Map(whole.map((fact, place) => [idOf(fact), place]));
  const found = new Map(parts.flat().map((fact) => [idOf(fact), fact]));
  return [...found.values()].sort((a, b) => (places.get(idOf(a)) ?? -1) - (places.get(idOf(b)) ?? -1));
}

/** Whether each list is in the order of the whole, without repeats. */
function isInOrder<T>(whole: readonly T[], part: readonly T[], idOf: (fact: T) => string): boolean {
  const places = new Map(whole.map((fact, place) => [idOf(fact), place]));
  const order = part.map((fact) => places.get(idOf(fact)) ?? -1);
  return order.every((place, index) => index === 0 || place > (order[index - 1] ?? -1));
}

const conversionIdOf = ({ conversionId }: { conversionId: string }) => conversionId;
const reversalIdOf = ({ reversalId }: { reversalId: string }) => reversalId;
const clickIdOf = ({ clickId }: { clickId: string }) => clickId;

describe('a folder in partitions', () => {
  it('holds the facts of the whole folder, each conversion and reversal once, in file order', async () => {
    await fc.assert(
      fc.asyncProperty(randomRows, PARTITIONS, async (rows, partitions) => {
        const { folder, parts } = await partitioned(await folderOf(rows), partitions, true);
        const { clicks, conversions, reversals } = rows.facts;
        expect(folder.counts).toEqual({
          clicks: clicks.length,
          conversions: conversions.length,
          reversals: reversals.length,
        });
        const instants = [...conversions, ...reversals].map(({ occurredAt }) => occurredAt);
        expect(folder.firstFactAt).toBe(instants.length === 0 ? null : Math.min(...instants));
        expect(parts.flatMap((part) => part.conversions)).toHaveLength(conversions.length);
        expect(parts.flatMap((part) => part.reversals)).toHaveLength(reversals.length);
        expect(
          together(
            conversions,
            parts.map((part) => part.conversions),
            conversionIdOf,
          ),
        ).toEqual(conversions);
        expect(
          together(
            reversals,
            parts.map((part) => part.reversals),
            reversalIdOf,
          ),
        ).toEqual(reversals);
        expect(
          together(
            clicks,
            parts.map((part) => part.clicks),
            clickIdOf,
          ),
        ).toEqual(clicks);
        for (const part of parts) {
          expect(isInOrder(conversions, part.conversions, conversionIdOf)).toBe(true);
          expect(isInOrder(reversals, part.reversals, reversalIdOf)).toBe(true);
          expect(isInOrder(clicks, part.clicks, clickIdOf)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('has every click, sale and reversal that a sale of it depends on', async () => {
    await fc.assert(
      fc.asyncProperty(randomRows, PARTITIONS, fc.boolean(), async (rows, partitions, allClicks) => {
        const { parts } = await partitioned(await folderOf(rows), partitions, allClicks);
        for (const { conversions, reversals, clicks } of parts) {
          const own = new Set(conversions.map(conversionIdOf));
          const customers = new Set(conversions.flatMap(({ customerId }) => customerId ?? []));
          const named = new Set(conversions.flatMap(({ clickId }) => clickId ?? []));
          const visitors = new Set(conversions.flatMap(({ visitorId }) => visitorId ?? []));
          for (const { clickId, visitorId } of rows.facts.clicks) if (named.has(clickId)) visitors.add(visitorId);
          const has = new Set(clicks.map(clickIdOf));
          for (const { clickId, visitorId } of rows.facts.clicks)
            if (visitors.has(visitorId)) expect(has).toContain(clickId);
          for (const { conversionId, customerId } of rows.facts.conversions) {
            if (customerId !== null && customers.has(customerId)) expect(own).toContain(conversionId);
          }
          const undone = rows.facts.reversals.filter(({ conversionId }) => own.has(conversionId));
          expect(reversals.map(reversalIdOf)).toEqual(expect.arrayContaining(undone.map(reversalIdOf)));
        }
      }),
      { numRuns: 60 },
    );
  });
});
