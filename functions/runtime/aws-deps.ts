import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { dynamoStores } from '../store/dynamodb/stores.ts';
import { s3Blobs } from '../store/s3/blobs.ts';
import { awsCipher } from './aws-cipher.ts';
import { dynamoClient } from './aws-clients.ts';
import { awsStepRunner } from './aws-step-runner.ts';
import { keysAt, userPoolVerifier } from './aws-token-verifier.ts';
import { awsWebhooks } from './aws-webhooks.ts';
import type { Deps } from './deps.ts';
import { sha256Bytes } from './ed25519.ts';
import { env, keyFromEnv } from './env.ts';
import type { Host } from './host.ts';
import { newId, sha256 } from './ids.ts';
import { kmsSigner } from './kms-signer.ts';
import { rateLimit } from './rate-limit.ts';

let made: Deps | undefined;

/** What use cases lean on in the cloud, made from the environment once per container. */
export function awsDeps(): Deps {
  made ??= makeDeps();
  return made;
}

/** What handlers of HTTP operations get in the cloud. */
export function makeAwsHost(): Host {
  const deps = awsDeps();
  const machineArns = { settlement: env('SETTLEMENT_MACHINE_ARN'), payout: env('PAYOUT_MACHINE_ARN') };
  const steps = awsStepRunner({ client: new SFNClient({}), machineArns, stores: deps.stores });
  const endpoint = process.env['AWS_ENDPOINT_URL'];
  const keys = endpoint === undefined ? undefined : keysAt(endpoint);
  const verifyToken = userPoolVerifier(env('USER_POOL_ID'), env('USER_POOL_CLIENT_ID'), keys);
  return { deps, steps, verifyToken, rateLimit: rateLimit() };
}

function makeDeps(): Deps {
  const clickIdKey = keyFromEnv('CLICK_ID_KEY');
  const tables = { tracking: env('TRACKING_TABLE'), records: env('RECORDS_TABLE'), ledger: env('LEDGER_TABLE') };
  const blobs = s3Blobs({ client: new S3Client({}), bucket: env('BLOBS_BUCKET') });
  return {
    stores: dynamoStores({ client: dynamoClient, tables, blobs, clickIdKey }),
    now: () => Date.now(),
    newId,
    sha256,
    cipher: awsCipher({ client: new KMSClient({}), keyId: env('SEAL_KEY_ID'), macKeyId: env('PRINT_KEY_ID') }),
    sha256Bytes,
    signer: kmsSigner({ client: new KMSClient({}), keyArn: env('SIGNING_KEY_ARN') }),
    clickIdKey,
    webhooks: awsWebhooks(),
  };
}
