import { join } from 'node:path';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** How far each shard of each stream has been dealt with; a restart goes on from there. */
export interface Checkpoints {
  /** The last sequence number dealt with, or null before the first. */
  readonly get: (streamArn: string, shardId: string) => string | null;
  readonly set: (streamArn: string, shardId: string, sequenceNumber: string | null) => void;
  /** Writes what is not on disk yet. */
  readonly flush: () => void;
}

/** Stands in the place of a sequence number once a closed shard has been read to its end. */
export const SHARD_FINISHED = 'finished';

/** A host that is killed tells at most this much again, which its subscribers accept. */
const UNWRITTEN_MILLISECONDS_MAX = 250;

export function openCheckpoints(folder: string): Checkpoints {
  const file = join(folder, 'stream-checkpoints.json');
  const positions = new Map(Object.entries(readJsonFile<Record<string, string>>(file) ?? {}));
  const nameOf = (streamArn: string, shardId: string) => `${streamArn} ${shardId}`;
  let timer: NodeJS.Timeout | null = null;
  const flush = () => {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    writeJsonFile(file, Object.fromEntries(positions));
  };
  return {
    get: (streamArn, shardId) => positions.get(nameOf(streamArn, shardId)) ?? null,
    set: (streamArn, shardId, sequenceNumber) => {
      if (sequenceNumber === null) positions.delete(nameOf(streamArn, shardId));
      else positions.set(nameOf(streamArn, shardId), sequenceNumber);
      timer ??= setTimeout(flush, UNWRITTEN_MILLISECONDS_MAX);
    },
    flush,
  };
}
