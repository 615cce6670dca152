import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { _Record } from '@aws-sdk/client-dynamodb-streams';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import type { TestEngine } from '../support/engine.ts';

/** Everything in a table's stream, in its order. */
export async function streamRecords(engine: TestEngine, table: string): Promise<readonly _Record[]> {
  const streams = new DynamoDBStreamsClient({
    endpoint: engine.endpoint,
    region: 'ap-northeast-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const { Table } = await engine.client.send(new DescribeTableCommand({ TableName: table }));
  const StreamArn = Table?.LatestStreamArn ?? '';
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const records: _Record[] = [];
  for (const { ShardId = '' } of StreamDescription?.Shards ?? []) {
    const place = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
    let { ShardIterator: iterator } = await streams.send(new GetShardIteratorCommand(place));
    for (;;) {
      const batch = await streams.send(new GetRecordsCommand({ ShardIterator: iterator }));
      if (batch.Records === undefined || batch.Records.length === 0) break;
      records.push(...batch.Records);
      iterator = batch.NextShardIterator;
    }
  }
  streams.destroy();
  return records;
}

/** A record as Lambda hands it to a function: bytes in base64, the time in seconds. */
export function asLambdaRecord(record: _Record): _Record {
  const text = JSON.stringify(record, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  );
  const copy = JSON.parse(text);
  copy.dynamodb.ApproximateCreationDateTime = Date.parse(copy.dynamodb.ApproximateCreationDateTime) / 1000;
  return copy;
}
