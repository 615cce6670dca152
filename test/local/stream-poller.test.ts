import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { _Record } from '@aws-sdk/client-dynamodb-streams';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCheckpoints } from '../../infra/local/checkpoints.ts';
import type { Engine } from '../../infra/local/engine.ts';
import { startEngine } from '../../infra/local/engine.ts';
import type { StreamPollerOptions } from '../../infra/local/stream-poller.ts';
import { startStreamPoller } from '../../infra/local/stream-poller.ts';

const folder = mkdtempSync(join(tmpdir(), 'bunpai-stream-'));
let engine: Engine;
let client: DynamoDBClient;
let streams: DynamoDBStreamsClient;
let tables = 0;

beforeAll(async () => {
  engine = await startEngine({ folder, environment: {}, onLost: () => {} });
  client = new DynamoDBClient(engine.client);
  streams = new DynamoDBStreamsClient(engine.client);
});

afterAll(async () => {
  await engine.stop();
  await rm(folder, { recursive: true, force: true });
});

async function aTable() {
  tables += 1;
  const TableName = `table-${tables}`;
  const { TableDescription } = await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    }),
  );
  return {
    streamArn: TableDescription?.LatestStreamArn ?? '',
    put: (pk: string) => client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk } } })),
  };
}

const nameOf = (record: _Record) => record.dynamodb?.Keys?.['pk']?.S ?? '';

function aPoller(streamArn: string, options: Partial<StreamPollerOptions> = {}) {
  const told: string[] = [];
  const aside: string[] = [];
  const poller = startStreamPoller({
    client: streams,
    streamArn,
    checkpoints: openCheckpoints(folder),
    deliver: async (records) => {
      told.push(...records.map(nameOf));
      return null;
    },
    setAside: (record) => aside.push(nameOf(record)),
    onError: () => {},
    ...options,
  });
  return { poller, told, aside };
}

describe('the stream poller', () => {
  it('is drained when everything written before has been told, in its order', async () => {
    const { streamArn, put } = await aTable();
    const { poller, told } = aPoller(streamArn);
    for (let index = 0; index < 30; index += 1) await put(`item-${index}`);
    await poller.drained();
    expect(told).toEqual(Array.from({ length: 30 }, (_, index) => `item-${index}`));
    await poller.stop();
  });

  it('goes on after a restart where it stood', async () => {
    const { streamArn, put } = await aTable();
    const first = aPoller(streamArn);
    await put('before');
    await first.poller.drained();
    await first.poller.stop();
    await put('between');

    const second = aPoller(streamArn);
    await second.poller.drained();
    expect(second.told).toEqual(['between']);
    await second.poller.stop();
  });

  it('offers a record again that could not be told, and what comes after it only then', async () => {
    const { streamArn, put } = await aTable();
    const told: string[] = [];
    let refusals = 1;
    const { poller } = aPoller(streamArn, {
      deliver: async (records) => {
        for (const record of records) {
          if (nameOf(record) === 'slow' && refusals-- > 0) return record.dynamodb?.SequenceNumber ?? null;
          told.push(nameOf(record));
        }
        return null;
      },
    });
    for (const name of ['one', 'slow', 'two']) await put(name);
    await poller.drained();
    expect(told).toEqual(['one', 'slow', 'two']);
    await poller.stop();
  });

  it('sets a record aside that can never be told, so that the others go on', async () => {
    const { streamArn, put } = await aTable();
    const told: string[] = [];
    const { poller, aside } = aPoller(streamArn, {
      deliver: async (records) => {
        for (const record of records) {
          if (nameOf(record) === 'poison') return record.dynamodb?.SequenceNumber ?? null;
          told.push(nameOf(record));
        }
        return null;
      },
    });
    for (const name of ['one', 'poison', 'two']) await put(name);
    await poller.drained();
    expect(told).toEqual(['one', 'two']);
    expect(aside).toEqual(['poison']);
    await poller.stop();
  });
});
