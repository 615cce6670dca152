import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { tableClient } from '../runtime/aws/clients.ts';
import { env } from '../runtime/env.ts';
import { logger } from '../runtime/logger.ts';
import { readWhole } from '../store/dynamodb/items.ts';
import { awsPublishing } from './aws-publishing.ts';
import { publishRecords } from './publish.ts';

/** The tables' streams come here, a batch of one table's shard at a time; nothing else publishes. */
export async function handler({ Records: records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const name = tableNameIn(records[0]?.eventSourceARN ?? '');
  const deps = {
    ...awsPublishing(),
    read: (image: Readonly<Record<string, unknown>>) => readWhole({ client: tableClient, name }, image),
    report: (message: string, details: Readonly<Record<string, unknown>>) => logger.error(message, { ...details }),
  };
  const isOnlyAddedTo = name === env('LEDGER_TABLE') || name === env('AUDIT_TABLE');
  const failedAt = await publishRecords(deps, { isLedger: isOnlyAddedTo, records });
  return { batchItemFailures: failedAt === null ? [] : [{ itemIdentifier: failedAt }] };
}

/** `arn:aws:dynamodb:region:account:table/NAME/stream/…` */
function tableNameIn(streamArn: string): string {
  return streamArn.split('/')[1] ?? '';
}
