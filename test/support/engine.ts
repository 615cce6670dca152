import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { TableClient } from '../../functions/store/dynamodb/table-client.ts';
import { startEngine } from '../../infra/local/engine.ts';

/** A DynamoDB engine of a test's own, with nothing in it. */
export interface TestEngine {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  /** As the laptop reaches its own engine; absent where it is another's. */
  readonly direct?: TableClient | undefined;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the engine that npm brought on a free port, in a folder that is gone afterwards; with `DYNAMODB_ENDPOINT` in the
 * environment it is the engine there, which is left running.
 */
export async function startTestEngine(environment: NodeJS.ProcessEnv = {}): Promise<TestEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'bunpai-engine-'));
  const engine = await startEngine({
    folder,
    environment,
    onLost: (reason) => {
      throw new Error(reason);
    },
  });
  const client = new DynamoDBClient(engine.client);
  return {
    endpoint: engine.client.endpoint,
    client,
    direct: engine.direct,
    stop: async () => {
      client.destroy();
      await engine.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
