import { writeFileSync } from 'node:fs';
import { serialize } from 'node:v8';
import type { VisitorId } from '../../domain/ids.ts';
import type { Conversion } from '../../domain/tracking/conversion.ts';
import type { Folder } from '../folder/folder.ts';
import { readFolder } from '../folder/read-folder.ts';
import type { FolderPartitioned, PartitionFacts, PartitionOptions } from './partition.ts';
import { partitionPath, readPartition } from './read-partition.ts';

/** Reads a folder and puts its facts into partitions that can be worked through one at a time. */
export async function partitionFolder(directory: string, options: PartitionOptions): Promise<FolderPartitioned> {
  const read = await readFolder(directory, options);
  if (!read.ok) return read;
  const { clicks, conversions, reversals, ...rest } = read.folder;
  const { partitions = 1, spill, allClicks = false } = options;
  const firstFactAt = [...conversions, ...reversals].reduce<number | null>(
    (first, { occurredAt }) => (first === null || occurredAt < first ? occurredAt : first),
    null,
  );
  const counts = { clicks: clicks.length, conversions: conversions.length, reversals: reversals.length };
  const common = { ...rest, firstFactAt, counts, partitions };
  if (partitions === 1) {
    return { ok: true, folder: { ...common, spill: null, read: () => ({ clicks, conversions, reversals }) } };
  }
  for (const [n, facts] of divided(read.folder, partitions, allClicks).entries()) {
    writeFileSync(partitionPath(spill, n), serialize(facts));
  }
  return { ok: true, folder: { ...common, spill, read: (n) => readPartition(spill, n) } };
}

function divided(folder: Folder, partitions: number, allClicks: boolean): readonly PartitionFacts[] {
  const partitionOf = (id: string): number => hashOf(id) % partitions;
  const partitionOfConversion = ({ customerId, visitorId, conversionId }: Conversion): number =>
    partitionOf(customerId ?? visitorId ?? conversionId);
  const places = new Map(folder.conversions.map((each) => [each.conversionId, partitionOfConversion(each)]));
  const visitors = new Map(folder.clicks.map(({ clickId, visitorId }) => [clickId, visitorId]));
  return Array.from({ length: partitions }, (_, n) => {
    const conversions = folder.conversions.filter(({ conversionId }) => places.get(conversionId) === n);
    const needed = new Set<VisitorId>();
    for (const { visitorId, clickId } of conversions) {
      if (visitorId !== null) needed.add(visitorId);
      const clicked = clickId === null ? undefined : visitors.get(clickId);
      if (clicked !== undefined) needed.add(clicked);
    }
    return {
      conversions,
      reversals: folder.reversals.filter(
        ({ conversionId }) => (places.get(conversionId) ?? partitionOf(conversionId)) === n,
      ),
      clicks: folder.clicks.filter(
        ({ visitorId }) => needed.has(visitorId) || (allClicks && partitionOf(visitorId) === n),
      ),
    };
  });
}

function hashOf(text: string): number {
  let hash = 2_166_136_261;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619);
  return hash >>> 0;
}
