import { randomUUID } from 'node:crypto';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createTables } from '../../functions/store/dynamodb/create-tables.ts';
import { dynamoStores } from '../../functions/store/dynamodb/stores.ts';
import { memoryBlobs } from '../../functions/store/memory/blobs.ts';
import { startTestEngine } from '../support/engine.ts';
import type { StoresUnderTest } from './contract.ts';
import { storeContract } from './contract.ts';

async function storesOn(environment: NodeJS.ProcessEnv, by: 'sdk' | 'direct' = 'sdk'): Promise<StoresUnderTest> {
  const { client, direct, stop } = await startTestEngine(environment);
  const tables = await createTables(client, `bunpai-test-${randomUUID()}`);
  return {
    stores: dynamoStores({
      client: DynamoDBDocumentClient.from(client),
      direct: by === 'direct' ? direct : undefined,
      tables,
      blobs: memoryBlobs(),
    }),
    stop: async () => {
      for (const TableName of Object.values(tables)) await client.send(new DeleteTableCommand({ TableName }));
      await stop();
    },
  };
}

storeContract('the DynamoDB engine that npm brings', () => storesOn({}));
storeContract('the same engine without the AWS SDK', () => storesOn({}, 'direct'));

const endpoint = process.env['DYNAMODB_ENDPOINT'];
if (endpoint) storeContract(`DYNAMODB_ENDPOINT ${endpoint}`, () => storesOn(process.env));
