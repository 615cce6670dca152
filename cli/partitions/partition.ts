import type { Instant } from '../../domain/time.ts';
import type { Click } from '../../domain/tracking/click.ts';
import type { Conversion } from '../../domain/tracking/conversion.ts';
import type { Reversal } from '../../domain/tracking/reversal.ts';
import type { Folder } from '../folder/folder.ts';
import type { Progress } from '../progress.ts';

/**
 * One part of a folder's facts, each list in file order. It holds every conversion of its customers, every reversal of those
 * conversions, and every click that attribution may ask for: of each visitor that one of its conversions names, and of the
 * visitor of each click that one of them names. A click may be in several partitions; a conversion and a reversal are in one.
 * Texts may share memory with their neighbours: what is kept beyond the partition should be copied or written down.
 */
export interface PartitionFacts {
  readonly conversions: readonly Conversion[];
  readonly reversals: readonly Reversal[];
  readonly clicks: readonly Click[];
}

/** A folder whose facts are read a partition at a time; everything else about it is small and at hand. */
export interface PartitionedFolder extends Omit<Folder, keyof PartitionFacts> {
  /** When the first conversion, reversal or adjustment was; null: there is none. */
  readonly firstFactAt: Instant | null;
  readonly counts: FactCounts;
  /** Rows of clicks.csv by partner, in the order of `partners`: about how much there will be to settle of each. */
  readonly clicksByPartner: readonly number[];
  readonly partitions: number;
  /** Of the hashes by which visitors find their partition. */
  readonly seed: number;
  /** Where the partitions lie, for `partitionReader` in any thread; null: there is one, and it is held in memory. */
  readonly spill: string | null;
  /** The facts of partition `n`, from 0. */
  readonly read: (n: number) => PartitionFacts;
}

/** How many facts a folder has; one that comes twice counts once, and clicks that no conversion needs count too. */
export interface FactCounts {
  readonly clicks: number;
  readonly conversions: number;
  readonly reversals: number;
}

export interface PartitionOptions {
  /** Facts dated later are refused, since futures do not happen. */
  readonly latest?: Instant;
  /** An empty folder on disk to partition into; whoever made it takes it away when the partitions are read. */
  readonly spill: string;
  /** How many; without it, as many as keep each in modest memory: one for a small folder, which then never touches the disk. */
  readonly partitions?: number;
  /**
   * Also keeps the clicks of visitors that no conversion needs, all of a visitor in its home, for a data-driven model learns from
   * them; without it, kept when the program's model is one.
   */
  readonly allClicks?: boolean;
  /** Told of the steps by which the facts are read. */
  readonly progress?: Progress;
}

/** A folder in partitions, or everything that is wrong with it as `file:line: field: reason`. */
export type FolderPartitioned =
  | { readonly ok: true; readonly folder: PartitionedFolder }
  | { readonly ok: false; readonly problems: readonly string[] };
