/** Names of the environment that functions in the cloud read; CDK sets them from here. */
export type EnvName =
  | 'TRACKING_TABLE'
  | 'RECORDS_TABLE'
  | 'LEDGER_TABLE'
  | 'AUDIT_TABLE'
  | 'SALTS_TABLE'
  | 'BLOBS_BUCKET'
  /** Where clicks go when the tracking table does not take them. */
  | 'CLICK_QUEUE_URL'
  /** Where attempts of webhooks wait to be made. */
  | 'WEBHOOK_QUEUE_URL'
  | 'EVENT_BUS_NAME'
  /** Connectors by the partner event source that they hear, in JSON. */
  | 'PARTNER_CONNECTORS'
  | 'SETTLEMENT_MACHINE_ARN'
  | 'PAYOUT_MACHINE_ARN'
  /** The KMS key that signs the roots of closed periods. */
  | 'SIGNING_KEY_ARN'
  /** At least 32 bytes in base64url. */
  | 'CLICK_ID_KEY'
  /** What the edge may add to every request, so that it is believed who asked it: the newest first, with commas. */
  | 'EDGE_SECRETS'
  /** Set: what did not come through the edge is refused. */
  | 'EDGE_ONLY'
  /** Whose tokens are believed, and for which of its applications. */
  | 'USER_POOL_ID'
  | 'USER_POOL_CLIENT_ID'
  /** Keys in KMS: one wraps the data keys of sealed bank details, the other makes their fingerprints. */
  | 'SEAL_KEY_ID'
  | 'PRINT_KEY_ID';

const KEY_BYTES_MIN = 32;

/** A variable that the host must have set. */
export function env(name: EnvName): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`the environment variable ${name} is not set`);
}

/** A variable that a host may leave out. */
export function optionalEnv(name: EnvName): string | null {
  return process.env[name] || null;
}

/** A secret key. A short one could be found by trying. */
export function keyFromEnv(name: 'CLICK_ID_KEY'): Uint8Array {
  const key = Buffer.from(env(name), 'base64url');
  if (key.length >= KEY_BYTES_MIN) return key;
  throw new Error(`${name} must have at least ${KEY_BYTES_MIN} bytes in base64url, got ${key.length}`);
}
