import { Duration } from 'aws-cdk-lib';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../checks.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';
import type { ServiceFunction } from './service-function.ts';

/** AWS's advice: six times what the function may take, so that a message is not offered while it is being dealt with. */
const VISIBILITY_FACTOR = 6;
const RECEIVES_MAX = 5;
const BATCH_MESSAGES = 10;
/** As often, and as long, as a bus can try to reach a queue. */
const BUS_TRIES = { retryAttempts: 185, maxEventAge: Duration.hours(24) };

export interface WorkerQueueProps {
  readonly worker: ServiceFunction;
  readonly workerTimeout: Duration;
  /** At most so many of it at a time, so that a backlog leaves room for what visitors wait for. */
  readonly concurrencyMax: number;
  /** Messages that it is given at a time; 10 unless one may take as long as the function has. */
  readonly batchMessages?: number;
}

/** A queue, the function that empties it, and where messages go that it could not deal with five times. */
export class WorkerQueue extends Construct {
  readonly queue: Queue;
  readonly #deadLetters: Queue;

  constructor(scope: Construct, id: string, props: WorkerQueueProps) {
    super(scope, id);
    const { worker, workerTimeout, concurrencyMax, batchMessages = BATCH_MESSAGES } = props;
    this.#deadLetters = deadLetterQueue(this, 'DeadLetters');
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(workerTimeout.toSeconds() * VISIBILITY_FACTOR),
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: this.#deadLetters, maxReceiveCount: RECEIVES_MAX },
    });
    acknowledge(
      worker.lambda,
      'LambdaEventSourceMappingDestination',
      'A queue keeps what its function could not deal with in its own dead-letter queue; AWS takes no destination besides.',
    );
    worker.lambda.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: batchMessages,
        reportBatchItemFailures: true,
        maxConcurrency: concurrencyMax,
      }),
    );
  }

  /** Where a rule of a bus puts its events. */
  target(): SqsQueue {
    return new SqsQueue(this.queue, { deadLetterQueue: this.#deadLetters, ...BUS_TRIES });
  }
}
