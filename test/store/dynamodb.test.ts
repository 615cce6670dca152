import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createTables } from '../../functions/store/dynamodb/create-tables.ts';
import { dynamoStores } from '../../functions/store/dynamodb/stores.ts';
import { memoryBlobs } from '../../functions/store/memory/blobs.ts';
import { startTestEngine } from '../support/engine.ts';
import { storeContract } from './contract.ts';

storeContract('the DynamoDB engine that npm brings', async () => {
  const engine = await startTestEngine();
  const tables = await createTables(engine.client, 'contract');
  const client = DynamoDBDocumentClient.from(engine.client);
  return { stores: dynamoStores({ client, tables, blobs: memoryBlobs() }), stop: engine.stop };
});
