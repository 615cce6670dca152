import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { newId } from '../../functions/runtime/ids.ts';
import type { TrackDeps } from '../../functions/runtime/track-host.ts';
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
  const deps: TrackDeps = { stores, now: () => Date.now(), newId, clickIdKey };
  return {
    deps,
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
