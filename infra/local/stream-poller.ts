import type { _Record, DynamoDBStreamsClient, Shard } from '@aws-sdk/client-dynamodb-streams';
import {
  DescribeStreamCommand,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import type { Checkpoints } from './checkpoints.ts';
import { SHARD_FINISHED } from './checkpoints.ts';

/** What reads one table's stream, shard by shard, and hands it on in order. */
export interface StreamPoller {
  /** Resolves when everything written before the call has been handed on and dealt with. */
  readonly drained: () => Promise<void>;
  /** Ends after the batch in hand. */
  readonly stop: () => Promise<void>;
}

export interface StreamPollerOptions {
  readonly client: DynamoDBStreamsClient;
  readonly streamArn: string;
  readonly checkpoints: Checkpoints;
  /** Deals with a batch, in order; resolves to the sequence number of the first record that it could not, or null. */
  readonly deliver: (records: readonly _Record[]) => Promise<string | null>;
  /** Takes a record that was offered often enough, so that it does not hold up all that come after it. */
  readonly setAside: (record: _Record) => void;
  readonly onError: (error: unknown) => void;
}

interface Waiter {
  readonly since: number;
  readonly resolve: () => void;
}

const BATCH_RECORDS_MAX = 500;
const SHARDS_KNOWN_MILLISECONDS_MAX = 30_000;
const PAUSE_MILLISECONDS = 200;
const PAUSE_AFTER_ERROR_MILLISECONDS = 1000;
const ATTEMPTS_MAX = 5;

/** What a poller remembers between two looks; all of it can be found again. */
interface Position {
  readonly iterators: Map<string, string>;
  /** How often the record that stops a shard has been offered. */
  readonly attempts: Map<string, number>;
  shards: readonly Shard[];
  shardsKnownAt: number;
}

export function startStreamPoller(options: StreamPollerOptions): StreamPoller {
  const position: Position = { iterators: new Map(), attempts: new Map(), shards: [], shardsKnownAt: 0 };
  let waiters: readonly Waiter[] = [];
  let passCount = 0;
  let isStopping = false;
  let wake: () => void = () => {};

  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async () => {
    while (!isStopping) {
      passCount += 1;
      const pass = passCount;
      try {
        const count = await readOnce(options, position);
        if (count === 0) {
          for (const waiter of waiters) if (waiter.since < pass) waiter.resolve();
          waiters = waiters.filter(({ since }) => since >= pass);
        }
        // A look costs as much as a write, so while writes trickle in, each look waits for some to come together.
        const isMoreLikely = waiters.length > 0 || count >= BATCH_RECORDS_MAX;
        if (!isMoreLikely && !isStopping) await pause(PAUSE_MILLISECONDS);
      } catch (error) {
        options.onError(error);
        if (!isStopping) await pause(PAUSE_AFTER_ERROR_MILLISECONDS);
      }
    }
  };
  const running = run();

  return {
    drained: () =>
      new Promise<void>((resolve) => {
        waiters = [...waiters, { since: passCount, resolve }];
        wake();
      }),
    stop: async () => {
      isStopping = true;
      wake();
      await running;
      options.checkpoints.flush();
    },
  };
}

/** One look at every open shard; a child waits until its parent is read to the end, so that each key keeps its order. */
async function readOnce(options: StreamPollerOptions, position: Position): Promise<number> {
  const { checkpoints, streamArn } = options;
  // Naming the shards is dear where they are many, and they change every few hours.
  if (performance.now() - position.shardsKnownAt > SHARDS_KNOWN_MILLISECONDS_MAX || position.shards.length === 0) {
    position.shards = await shardsOf(options);
    position.shardsKnownAt = performance.now();
  }
  const { shards } = position;
  const known = new Set(shards.map(({ ShardId }) => ShardId));
  let count = 0;
  for (const { ShardId: shardId, ParentShardId: parentId } of shards) {
    if (shardId === undefined || checkpoints.get(streamArn, shardId) === SHARD_FINISHED) continue;
    const isParentUnread =
      parentId !== undefined && known.has(parentId) && checkpoints.get(streamArn, parentId) !== SHARD_FINISHED;
    if (isParentUnread) continue;
    count += await readShard(options, position, shardId);
    // It has ended: its children are new to us.
    if (checkpoints.get(streamArn, shardId) === SHARD_FINISHED) position.shards = [];
  }
  return count;
}

async function shardsOf({ client, streamArn }: StreamPollerOptions): Promise<readonly Shard[]> {
  const shards: Shard[] = [];
  let last: string | undefined;
  do {
    const page = await client.send(
      new DescribeStreamCommand({ StreamArn: streamArn, ...(last ? { ExclusiveStartShardId: last } : {}) }),
    );
    shards.push(...(page.StreamDescription?.Shards ?? []));
    last = page.StreamDescription?.LastEvaluatedShardId;
  } while (last !== undefined);
  return shards;
}

async function readShard(options: StreamPollerOptions, position: Position, shardId: string): Promise<number> {
  const { client, streamArn, checkpoints } = options;
  const { iterators } = position;
  const iterator = iterators.get(shardId) ?? (await iteratorOf(options, shardId));
  if (iterator === null) return 0;
  // Whatever goes wrong from here on, the next look starts from the checkpoint.
  iterators.delete(shardId);
  const batch = await client.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: BATCH_RECORDS_MAX }));
  const records = batch.Records ?? [];
  const dealtWith = records.length === 0 ? 0 : await deliverBatch(options, position, shardId, records);
  const last = records[dealtWith - 1]?.dynamodb?.SequenceNumber;
  if (last !== undefined) checkpoints.set(streamArn, shardId, last);
  if (dealtWith < records.length) throw new Error(`a record of ${shardId} could not be told; it is offered again`);
  if (batch.NextShardIterator) iterators.set(shardId, batch.NextShardIterator);
  else checkpoints.set(streamArn, shardId, SHARD_FINISHED);
  return records.length;
}

/** How many records of a batch are through: told to everybody, or set aside. */
async function deliverBatch(
  { deliver, setAside }: StreamPollerOptions,
  { attempts }: Position,
  shardId: string,
  records: readonly _Record[],
): Promise<number> {
  const stoppedAt = await deliver(records);
  if (stoppedAt === null) {
    attempts.delete(shardId);
    return records.length;
  }
  const index = records.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === stoppedAt);
  const record = records[index];
  if (record === undefined) return 0;
  // Progress means that another record stops us now.
  const attempt = index > 0 ? 1 : (attempts.get(shardId) ?? 0) + 1;
  attempts.set(shardId, attempt);
  if (attempt < ATTEMPTS_MAX) return index;
  setAside(record);
  attempts.delete(shardId);
  return index + 1;
}

async function iteratorOf(options: StreamPollerOptions, shardId: string): Promise<string | null> {
  const { client, streamArn, checkpoints } = options;
  const sequenceNumber = checkpoints.get(streamArn, shardId);
  const place = { StreamArn: streamArn, ShardId: shardId };
  try {
    const found = await client.send(
      new GetShardIteratorCommand(
        sequenceNumber === null
          ? { ...place, ShardIteratorType: 'TRIM_HORIZON' }
          : { ...place, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: sequenceNumber },
      ),
    );
    return found.ShardIterator ?? null;
  } catch (error) {
    // Records live 24 hours in a stream. A host that slept longer goes on with the oldest that are left.
    const isTrimmed = error instanceof TrimmedDataAccessException || error instanceof ExpiredIteratorException;
    if (!isTrimmed) throw error;
    options.onError(error);
    checkpoints.set(streamArn, shardId, null);
    return null;
  }
}
