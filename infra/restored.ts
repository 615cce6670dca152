// `npm run restored -- --tables PREFIX --bucket NAME --merchant ID`: serves restored copies on this machine, to be read and audited.

import process from 'node:process';
import { parseArgs } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { dynamoClient } from '../functions/runtime/aws/clients.ts';
import { dynamoStores } from '../functions/store/dynamodb/stores.ts';
import { tableNames } from '../functions/store/dynamodb/table.ts';
import { s3Blobs } from '../functions/store/s3/blobs.ts';
import { startRestoredHost } from './local/restored-host.ts';

const PORT_DEFAULT = '8788';

const { tables, bucket, merchant, port } = parseArgs({
  options: {
    tables: { type: 'string' },
    bucket: { type: 'string' },
    merchant: { type: 'string' },
    port: { type: 'string', default: PORT_DEFAULT },
  },
}).values;
if (tables === undefined || bucket === undefined || merchant === undefined) {
  process.stderr.write('npm run restored -- --tables PREFIX --bucket NAME --merchant ID [--port 8788]\n');
  process.exit(2);
}
const blobs = s3Blobs({ client: new S3Client({}), bucket });
const { address, token, stop } = await startRestoredHost({
  stores: dynamoStores({ client: dynamoClient, tables: tableNames(tables), blobs }),
  merchantId: merchant,
  port: Number(port),
  onError: (error) => process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`),
});
process.stdout.write(`the copies ${tables}-… are read on ${address}; stop with Ctrl-C\n`);
process.stdout.write(`npx bunpai audit --address ${address} --token ${token} --program ID\n`);
process.once('SIGINT', () => void stop());
