import { apiKeyVerifier } from '../../identity/api-key-verifier.ts';
import { dynamoStores } from '../../store/dynamodb/stores.ts';
import { newKey } from '../cipher.ts';
import type { Deps, StepRunner } from '../deps.ts';
import { sha256Bytes } from '../ed25519.ts';
import { env, keyFromEnv, optionalEnv } from '../env.ts';
import type { Host } from '../host.ts';
import { newId, sha256 } from '../ids.ts';
import { late } from '../late.ts';
import { rateLimit } from '../operation/rate-limit.ts';
import { dynamoClient } from './clients.ts';
import { keysAt, userPoolVerifier } from './token-verifier.ts';
import { awsWebhooks } from './webhooks.ts';

let made: Deps | undefined;

/** What use cases lean on in the cloud, made from the environment once per container. */
export function awsDeps(): Deps {
  made ??= makeDeps();
  return made;
}

/** What handlers of HTTP operations get in the cloud. */
export function makeAwsHost(): Host {
  const deps = awsDeps();
  const steps = stepRunnerOf(deps);
  const endpoint = process.env['AWS_ENDPOINT_URL'];
  const keys = endpoint === undefined ? undefined : keysAt(endpoint);
  const verifyToken = userPoolVerifier(env('USER_POOL_ID'), env('USER_POOL_CLIENT_ID'), keys);
  return { deps, steps, verifyToken, verifyKey: apiKeyVerifier(deps.stores), rateLimit: rateLimit() };
}

/** Starts steps in the cloud. */
export function stepRunnerOf({ stores }: Deps): StepRunner {
  const machineArns = { settlement: env('SETTLEMENT_MACHINE_ARN'), payout: env('PAYOUT_MACHINE_ARN') };
  return late(async () => (await import('./steps.ts')).awsSteps({ machineArns, stores }));
}

function makeDeps(): Deps {
  // Whoever has no right to clicks is not told the key of their ids: by one of its own nobody can read or make any.
  const clickIdKey = optionalEnv('CLICK_ID_KEY') === null ? newKey() : keyFromEnv('CLICK_ID_KEY');
  const tables = {
    tracking: env('TRACKING_TABLE'),
    records: env('RECORDS_TABLE'),
    ledger: env('LEDGER_TABLE'),
    audit: env('AUDIT_TABLE'),
    salts: env('SALTS_TABLE'),
  };
  const bucket = env('BLOBS_BUCKET');
  const keys = { keyId: env('SEAL_KEY_ID'), macKeyId: env('PRINT_KEY_ID') };
  const keyArn = env('SIGNING_KEY_ARN');
  // Few functions come to documents, keys or other functions, so their clients are loaded by those that do.
  const blobs = late(async () => (await import('./blobs.ts')).awsBlobs(bucket));
  return {
    stores: dynamoStores({ client: dynamoClient, tables, blobs, clickIdKey }),
    now: () => Date.now(),
    newId,
    sha256,
    cipher: late(async () => (await import('./keys.ts')).sealer(keys)),
    sha256Bytes,
    signer: late(async () => (await import('./keys.ts')).signerOf(keyArn)),
    clickIdKey,
    webhooks: awsWebhooks(),
  };
}
