import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { createTables } from '../../functions/store/dynamodb/create-tables.ts';
import { dynamoStores } from '../../functions/store/dynamodb/stores.ts';
import { partitions } from '../../functions/store/dynamodb/table.ts';
import { memoryBlobs } from '../../functions/store/memory/blobs.ts';
import { startEngine } from '../../infra/local/engine.ts';
import { startStreams } from '../../infra/local/streams.ts';
import { anEntry, aScope } from '../store/facts.ts';
import { anApp } from '../support/app.ts';

describe('a laptop', () => {
  it('raises an incident when an entry of its ledger is changed or removed behind its back', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bunpai-incident-'));
    const engine = await startEngine({ folder, environment: {}, onLost: () => {} });
    const client = new DynamoDBClient(engine.client);
    const documents = DynamoDBDocumentClient.from(client);
    const tables = await createTables(client, 'incident');
    const stores = dynamoStores({ client: documents, tables, blobs: memoryBlobs() });
    const errors: string[] = [];
    const streams = await startStreams({
      folder,
      settings: engine.client,
      client,
      documents,
      tables,
      deps: anApp({ stores }).deps,
      onError: (error) => errors.push(String(error)),
    });
    const entry = anEntry(aScope());
    await stores.ledger.post(entry);
    await streams.drained();
    expect(errors).toEqual([]);
    for (const pk of partitions.entries(entry)) {
      const query = {
        TableName: tables.ledger,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
      };
      for (const { pk: found, sk } of (await documents.send(new QueryCommand(query))).Items ?? []) {
        const item = { TableName: tables.ledger, Key: { pk: found, sk } };
        const change = { UpdateExpression: 'SET x = :one', ExpressionAttributeValues: { ':one': 1 } };
        await documents.send(new UpdateCommand({ ...item, ...change }));
        await documents.send(new DeleteCommand(item));
      }
    }
    await streams.drained();
    await streams.stop();
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
    expect(errors).toHaveLength(2);
    expect(errors[0]).toMatch(/ledger tampered: .*"change":"MODIFY"/);
    expect(errors[1]).toMatch(/ledger tampered: .*"change":"REMOVE"/);
  });
});
