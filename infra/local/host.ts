import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { JWK } from 'jose';
import { apiKeyVerifier } from '../../functions/identity/api-key-verifier.ts';
import { tokenIssuer } from '../../functions/identity/token-issuer.ts';
import { localCipher } from '../../functions/runtime/cipher.ts';
import type { Deps } from '../../functions/runtime/deps.ts';
import { sha256Bytes } from '../../functions/runtime/ed25519.ts';
import type { Host } from '../../functions/runtime/host.ts';
import { newId, sha256 } from '../../functions/runtime/ids.ts';
import { rateLimit } from '../../functions/runtime/operation/rate-limit.ts';
import { localStepRunner } from '../../functions/steps/local-step-runner.ts';
import { createTables } from '../../functions/store/dynamodb/create-tables.ts';
import { dynamoStores } from '../../functions/store/dynamodb/stores.ts';
import { fileBlobs } from '../../functions/store/files/blobs.ts';
import { remembered } from '../../functions/store/remembered.ts';
import { openClock } from './clock.ts';
import { clockOperation } from './clock-operation.ts';
import { endFormerEngine, startEngine } from './engine.ts';
import { keySetOperation } from './key-set-operation.ts';
import { openKeys } from './keys.ts';
import { takeLock } from './lock.ts';
import { servedOperations } from './operations.ts';
import { startSchedules } from './schedules.ts';
import { startServer } from './server.ts';
import { openSigningKeys } from './signing-keys.ts';
import { startStreams } from './streams.ts';
import { openTokenKey } from './token-key.ts';
import { localWebhooks } from './webhooks.ts';
import { wipe } from './wipe.ts';

export interface LocalHostOptions {
  /** The data folder. */
  readonly folder: string;
  readonly port: number;
  /** Wipe the folder first. */
  readonly isFresh: boolean;
  /** Webhooks may go to this machine, and without TLS. */
  readonly allowsLocalWebhooks?: boolean;
  readonly environment: NodeJS.ProcessEnv;
  readonly onError: (error: unknown) => void;
  /** The engine is gone; the host is of no more use. */
  readonly onLost: (reason: string) => void;
}

export interface LocalHost {
  readonly address: string;
  readonly description: string;
  /** Signs tokens that this host believes. */
  readonly tokenKey: JWK;
  /** Lets what is in hand go through, then stops the engine and gives the folder back. */
  readonly stop: () => Promise<void>;
}

/** The cloud on one machine: same handlers, same routes, same tables, same bus, in one process beside its engine. */
export async function startLocalHost(options: LocalHostOptions): Promise<LocalHost> {
  const { folder, onError } = options;
  const lock = takeLock(folder);
  const stops: (() => void | Promise<void>)[] = [lock.release];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    await endFormerEngine(folder);
    if (options.isFresh) wipe(folder);
    const engine = await startEngine({ folder, environment: options.environment, onLost: options.onLost });
    stops.push(engine.stop);
    const keys = openKeys(folder);
    const clock = openClock(folder);
    const client = new DynamoDBClient(engine.client);
    const documents = DynamoDBDocumentClient.from(client, {
      marshallOptions: { removeUndefinedValues: true },
    });
    const tables = await createTables(client, keys.tablePrefix);
    const { clickIdKey } = keys;
    const tokenKey = await openTokenKey(folder);
    const issuer = await tokenIssuer(tokenKey);
    const webhooks = localWebhooks({ allowsLocal: options.allowsLocalWebhooks ?? false, onError });
    const deps: Deps = {
      webhooks: webhooks.host,
      stores: remembered(
        dynamoStores({
          client: documents,
          direct: engine.direct,
          tables,
          blobs: fileBlobs(join(folder, 'blobs')),
          clickIdKey,
        }),
      ),
      now: clock.now,
      newId,
      sha256,
      cipher: localCipher(keys.sealKey),
      sha256Bytes,
      signer: openSigningKeys(folder),
      clickIdKey,
    };
    webhooks.start(deps);
    stops.push(webhooks.stop);
    const streams = await startStreams({
      folder,
      settings: engine.client,
      client,
      documents,
      tables,
      deps,
      onError,
    });
    stops.push(streams.stop);
    const host: Host = {
      deps,
      steps: localStepRunner(deps, streams),
      verifyToken: issuer.verify,
      verifyKey: apiKeyVerifier(deps.stores),
      rateLimit: rateLimit(),
    };
    stops.push(startSchedules(deps, host.steps, onError).stop);
    const routes = [...servedOperations(host), clockOperation(host, clock), keySetOperation(issuer)];
    const server = await startServer({
      port: options.port,
      routes,
      onError,
    });
    stops.push(server.stop);
    return { address: server.address, description: engine.description, tokenKey, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
