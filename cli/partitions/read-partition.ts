import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize } from 'node:v8';
import type { PartitionFacts } from './partition.ts';

/** The facts of partition `n`, from 0, of what `partitionFolder` put on disk; from any thread. */
export function readPartition(spill: string, n: number): PartitionFacts {
  return deserialize(readFileSync(partitionPath(spill, n))) as PartitionFacts;
}

export function partitionPath(spill: string, n: number): string {
  return join(spill, `partition-${n}`);
}
