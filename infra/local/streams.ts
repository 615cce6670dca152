import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { inProcessBus } from '../../functions/bus/in-process-bus.ts';
import type { Deps } from '../../functions/runtime/deps.ts';
import { readWhole } from '../../functions/store/dynamodb/items.ts';
import { sdkClient } from '../../functions/store/dynamodb/sdk-client.ts';
import type { TableNames } from '../../functions/store/dynamodb/table.ts';
import { STREAMED } from '../../functions/store/dynamodb/table.ts';
import { rememberedCurrency } from '../../functions/stream/fact-of.ts';
import type { PublishDeps } from '../../functions/stream/publish.ts';
import { publishRecords } from '../../functions/stream/publish.ts';
import { openCheckpoints } from './checkpoints.ts';
import type { EngineClientSettings } from './engine.ts';
import type { StreamPoller } from './stream-poller.ts';
import { startStreamPoller } from './stream-poller.ts';

/** From the tables' streams to our own subscribers, in this process: publisher, bus and subscriptions of the cloud. */
export interface Streams {
  /** Resolves when nothing is under way: every write has been told, and what came of it too. */
  readonly drained: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface StreamsOptions {
  readonly folder: string;
  readonly settings: EngineClientSettings;
  readonly client: DynamoDBClient;
  readonly documents: DynamoDBDocumentClient;
  readonly tables: TableNames;
  readonly deps: Deps;
  readonly onError: (error: unknown) => void;
}

export async function startStreams(options: StreamsOptions): Promise<Streams> {
  const { folder, settings, deps, tables, onError } = options;
  const setAside = (what: Readonly<Record<string, unknown>>) => {
    appendFileSync(join(folder, 'dead-letters.jsonl'), `${JSON.stringify(what)}\n`, { mode: 0o600 });
  };
  const bus = inProcessBus(deps, {
    onGivenUp: (error, envelope, subscription) => {
      onError(error);
      setAside({ subscription, envelope, error: String(error) });
    },
  });
  const streams = new DynamoDBStreamsClient(settings);
  const checkpoints = openCheckpoints(folder);
  const client = sdkClient(options.documents);
  const currencyOf = rememberedCurrency(deps.stores.programs);
  const pollers = await Promise.all(
    STREAMED.map(async (id): Promise<StreamPoller> => {
      const publishDeps: PublishDeps = {
        publisher: bus,
        currencyOf,
        read: (image) => readWhole({ client, name: tables[id] }, image),
        report: (message, details) =>
          onError(new Error(`${message}: ${JSON.stringify({ ...details, error: String(details['error'] ?? '') })}`)),
      };
      return startStreamPoller({
        client: streams,
        streamArn: await streamArnOf(options.client, tables[id]),
        checkpoints,
        deliver: async (records) => {
          const stoppedAt = await publishRecords(publishDeps, { isLedger: id === 'ledger' || id === 'audit', records });
          // The checkpoint moves on only when the subscribers are through: the bus is memory, the stream is not.
          await bus.idle();
          return stoppedAt;
        },
        setAside: (record) => setAside({ table: tables[id], record }),
        onError,
      });
    }),
  );
  return {
    drained: async () => {
      await Promise.all(pollers.map((poller) => poller.drained()));
      // What a subscriber wrote meanwhile stands in a stream again.
      await Promise.all(pollers.map((poller) => poller.drained()));
    },
    stop: async () => {
      await Promise.all(pollers.map((poller) => poller.stop()));
      streams.destroy();
    },
  };
}

async function streamArnOf(client: DynamoDBClient, table: string): Promise<string> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  if (Table?.LatestStreamArn === undefined) throw new Error(`table ${table} has no stream`);
  return Table.LatestStreamArn;
}
