import type { PartitionOptions } from '../partitions/partition.ts';
import { partitionFolder } from '../partitions/partition-folder.ts';
import type { Folder } from './folder.ts';

/** A folder that can be worked with, or everything that is wrong with it as `file:line: field: reason`. */
export type FolderRead =
  | { readonly ok: true; readonly folder: Folder }
  | { readonly ok: false; readonly problems: readonly string[] };

export type ReadOptions = Pick<PartitionOptions, 'latest' | 'progress'>;

/** Reads a program, its partners and its facts from a folder into memory: a folder in one partition. */
export async function readFolder(directory: string, options: ReadOptions = {}): Promise<FolderRead> {
  // One partition is held in memory and needs no place to spill to.
  const read = await partitionFolder(directory, { ...options, spill: directory, partitions: 1 });
  if (!read.ok) return read;
  const {
    firstFactAt: _f,
    counts: _c,
    clicksByPartner: _b,
    partitions: _p,
    seed: _s,
    spill: _o,
    read: facts,
    ...folder
  } = read.folder;
  return { ok: true, folder: { ...folder, ...facts(0) } };
}
