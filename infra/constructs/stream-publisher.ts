import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EnvName } from '../../functions/runtime/env.ts';
import type { TableId } from '../../functions/store/dynamodb/table.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';
import { grantNeeds } from './needs.ts';
import { ServiceFunction } from './service-function.ts';
import { acknowledgeWildcard } from './wildcards.ts';

const BATCH_RECORDS = 100;
/** Tries before a record that nobody can read is set aside, so that it blocks its shard for minutes, not for a day. */
const RETRIES_MAX = 8;

export interface StreamPublisherProps {
  readonly data: DataStack;
  readonly bus: IEventBus;
  readonly environment: Readonly<Partial<Record<EnvName, string>>>;
}

/** From the tables' streams to the bus: the one place that publishes. */
export class StreamPublisher extends Construct {
  readonly publisher: ServiceFunction;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { data, bus, environment }: StreamPublisherProps) {
    super(scope, id);
    this.deadLetters = deadLetterQueue(this, 'DeadLetters');
    this.publisher = new ServiceFunction(this, 'Publish', {
      module: 'functions/stream/publish-handler',
      description: "Publishes what the tables' streams tell",
      environment,
      logKey: data.key,
      timeout: Duration.seconds(60),
    });
    // Large items are read whole, and a decision's currency is its program's.
    grantNeeds(this.publisher, data, { records: 'read' });
    bus.grantPutEventsTo(this.publisher.role);
    for (const tableId of ['tracking', 'records', 'ledger', 'audit'] as const) this.follow(data, tableId);
    acknowledgeWildcard(this.publisher.role, '*', 'Listing streams cannot be narrowed to a table; reading one is.');
  }

  private follow(data: DataStack, tableId: TableId): void {
    this.publisher.lambda.addEventSource(
      new DynamoEventSource(data.tables[tableId] as ITable, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: BATCH_RECORDS,
        maxBatchingWindow: Duration.seconds(1),
        bisectBatchOnError: true,
        retryAttempts: RETRIES_MAX,
        reportBatchItemFailures: true,
        onFailure: new SqsDlq(this.deadLetters),
      }),
    );
  }
}
