import {
  DeleteCommand,
  DynamoDBDocumentClient,
  PutCommand,
  paginateScan,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import type { BlobStore } from '../../functions/store/blob-store.ts';
import { createTables } from '../../functions/store/dynamodb/create-tables.ts';
import { sdkClient } from '../../functions/store/dynamodb/sdk-client.ts';
import { dynamoStores } from '../../functions/store/dynamodb/stores.ts';
import type { TableClient } from '../../functions/store/dynamodb/table-client.ts';
import type { Stores } from '../../functions/store/store.ts';
import { Crashed } from './crashing-stores.ts';
import type { TestEngine } from './engine.ts';

/** A process on a DynamoDB engine that dies instead of a write: from then on nothing of it reaches the engine. */
export interface DyingProcess {
  readonly stores: Stores;
  /** How many items, transactions and documents it has sent. */
  readonly written: () => number;
  /** When all that it sent before it died has arrived. */
  readonly ended: () => Promise<unknown>;
}

/** What lies in the tables, and which documents there are, by table and key. */
export type Stored = ReadonlyMap<string, { readonly text: string; readonly item: Item }>;

/** Processes on one engine, and a way back to what was stored before. */
export interface Trials {
  readonly processOf: (writes: number) => DyingProcess;
  readonly stored: () => Promise<Stored>;
  readonly rewind: (from: Stored, to: Stored) => Promise<void>;
}

type Item = Readonly<Record<string, unknown>>;

export async function trialsOn(engine: TestEngine, prefix: string): Promise<Trials> {
  const tables = await createTables(engine.client, prefix);
  const client = DynamoDBDocumentClient.from(engine.client);
  const direct = engine.direct ?? sdkClient(client);
  const documents = new Map<string, Uint8Array>();

  return {
    processOf: (writes) => {
      const sent: Promise<unknown>[] = [];
      let written = 0;
      let isDead = false;
      const until = <T>(isWrite: boolean, call: () => Promise<T>): Promise<T> => {
        if (isWrite && written === writes) isDead = true;
        if (isDead) return Promise.reject(new Crashed());
        if (isWrite) written += 1;
        const answer = call();
        sent.push(answer);
        return answer;
      };
      const own = new Proxy(client, {
        get: (target, name) => {
          if (name !== 'send') return Reflect.get(target, name);
          return (command: Parameters<typeof client.send>[0]) =>
            until(command instanceof TransactWriteCommand, () => target.send(command));
        },
      });
      const ownDirect: TableClient = {
        get: (asked) => until(false, () => direct.get(asked)),
        query: (asked) => until(false, () => direct.query(asked)),
        put: (asked) => until(true, () => direct.put(asked)),
      };
      const blobs: BlobStore = {
        putOnce: (key, bytes) =>
          until(true, async () => {
            if (!documents.has(key)) documents.set(key, bytes);
          }),
        get: (key) => until(false, async () => documents.get(key) ?? null),
      };
      const stores = dynamoStores({ client: own, direct: ownDirect, tables, blobs });
      return { stores, written: () => written, ended: () => Promise.allSettled(sent) };
    },
    stored: async () => {
      const stored = new Map<string, { text: string; item: Item }>();
      for (const table of Object.values(tables)) {
        for await (const { Items = [] } of paginateScan({ client }, { TableName: table, ConsistentRead: true })) {
          for (const item of Items) stored.set(`${table} ${item['pk']} ${item['sk']}`, { text: textOf(item), item });
        }
      }
      for (const [key, bytes] of documents) stored.set(key, { text: '', item: { bytes } });
      return stored;
    },
    rewind: async (from, to) => {
      for (const [name, { item }] of from) {
        if (to.has(name)) continue;
        const { pk, sk } = item;
        if (pk === undefined) documents.delete(name);
        else await client.send(new DeleteCommand({ TableName: name.split(' ')[0], Key: { pk, sk } }));
      }
      for (const [name, { text, item }] of to) {
        if (from.get(name)?.text === text) continue;
        await client.send(new PutCommand({ TableName: name.split(' ')[0], Item: item }));
      }
    },
  };
}

/** Members of an item come in any order. */
function textOf(item: Item): string {
  const members = Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(members, (_, each: unknown) => (typeof each === 'bigint' ? `${each}n` : each));
}
