import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { localCipher } from '../../functions/runtime/cipher.ts';
import { sha256Bytes } from '../../functions/runtime/ed25519.ts';
import { newId, sha256 } from '../../functions/runtime/ids.ts';
import { createTables } from '../../functions/store/dynamodb/create-tables.ts';
import { dynamoStores } from '../../functions/store/dynamodb/stores.ts';
import { fileBlobs } from '../../functions/store/files/blobs.ts';
import { checkShard } from '../../functions/usecases/settlement/check-shard.ts';
import { issueShard } from '../../functions/usecases/settlement/issue-shard.ts';
import { postShard } from '../../functions/usecases/settlement/post-shard.ts';
import { aProgram } from '../support/build.ts';
import { aSigner } from '../support/signing.ts';

export interface ShardWorked {
  readonly ms: number;
  readonly peakMegabytes: number;
}

const TASKS = { 'post-shard': postShard, 'check-shard': checkShard, 'issue-shard': issueShard } as const;

/** One task on the first shard of a period, in this process alone. Arguments: task, engine's address, folder of blobs, period. */
const [task = '', endpoint = '', folder = '', periodId = ''] = process.argv.slice(2);
const engine = new DynamoDBClient({
  endpoint,
  region: 'ap-northeast-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
const tables = await createTables(engine, 'shard');
const client = DynamoDBDocumentClient.from(engine, { marshallOptions: { removeUndefinedValues: true } });
const stores = dynamoStores({ client, tables, blobs: fileBlobs(folder), clickIdKey: new Uint8Array(32) });
const { merchantId, programId } = aProgram();
const start = performance.now();
await TASKS[task as keyof typeof TASKS](
  {
    stores,
    now: () => Date.parse('2026-11-02T09:00:00+09:00'),
    newId,
    sha256,
    sha256Bytes,
    cipher: localCipher(new Uint8Array(32)),
    signer: aSigner(),
    clickIdKey: new Uint8Array(32),
  },
  { scope: { merchantId, programId }, periodId, shard: 0 },
);
const worked: ShardWorked = {
  ms: performance.now() - start,
  peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
};
process.stdout.write(JSON.stringify(worked));
