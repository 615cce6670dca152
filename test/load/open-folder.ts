import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createTables } from '../../functions/store/dynamodb/create-tables.ts';
import { dynamoStores } from '../../functions/store/dynamodb/stores.ts';
import { memoryBlobs } from '../../functions/store/memory/blobs.ts';
import { mapLimited } from '../../functions/usecases/map-limited.ts';
import { startEngine } from '../../infra/local/engine.ts';
import { openKeys } from '../../infra/local/keys.ts';
import type { Accepted } from './mixed-load.ts';
import { SCOPE } from './mixed-load.ts';

const READS_AT_ONCE = 16;

/** The tables that a host left in its folder. */
export async function openFolder(folder: string) {
  const lost = (reason: string) => {
    throw new Error(reason);
  };
  const engine = await startEngine({ folder, environment: {}, onLost: lost });
  const { clickIdKey, tablePrefix } = openKeys(folder);
  const client = new DynamoDBClient(engine.client);
  const tables = await createTables(client, tablePrefix);
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const stores = dynamoStores({ client: documents, tables, blobs: memoryBlobs(), clickIdKey });
  const { endpoint, region, credentials } = engine.client;
  return {
    /** By which a function of the cloud comes to these tables. */
    environment: {
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials?.accessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: credentials?.secretAccessKey ?? '',
      TRACKING_TABLE: tables.tracking,
      RECORDS_TABLE: tables.records,
      SALTS_TABLE: tables.salts,
      CLICK_ID_KEY: Buffer.from(clickIdKey).toString('base64url'),
    },
    close: engine.stop,
    /** What was accepted and is not there. */
    missing: async ({ clicks, conversions }: Accepted): Promise<readonly string[]> => {
      const found = [
        ...(await mapLimited(clicks, READS_AT_ONCE, async (id) => [id, await stores.clicks.click(SCOPE, id)] as const)),
        ...(await mapLimited(
          conversions,
          READS_AT_ONCE,
          async (id) => [id, await stores.conversions.conversion(SCOPE, id)] as const,
        )),
      ];
      return found.filter(([, fact]) => fact === null).map(([id]) => id);
    },
  };
}
