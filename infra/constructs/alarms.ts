import { Duration } from 'aws-cdk-lib';
import type { Alarm, IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct, IConstruct } from 'constructs';
import type { DataStack } from '../stacks/data-stack.ts';
import type { IdentityStack } from '../stacks/identity-stack.ts';
import type { OperationsStack } from '../stacks/operations-stack.ts';
import type { ServiceStack } from '../stacks/service-stack.ts';
import { isDeadLetterQueue } from './dead-letter-queue.ts';
import { constructId } from './naming.ts';

const PERIOD = Duration.minutes(5);
/** Streams keep their records for 24 hours: time enough to mend what holds them up, if one hears of it at once. */
const STREAM_LAG_MAX = Duration.minutes(5);
const QUEUE_LAG_MAX = Duration.minutes(15);
/** A visitor waits for the redirect, a person for the rest. */
const LATENCY_MAX = Duration.seconds(5);

export interface Watched {
  readonly data: DataStack;
  readonly identity: IdentityStack;
  readonly service: ServiceStack;
  readonly operations: readonly OperationsStack[];
}

interface Watch {
  readonly id: string;
  readonly says: string;
  readonly metric: IMetric;
  /** Tells when the metric is above this. */
  readonly above: number;
  /** How many periods of five minutes it must be so. */
  readonly periods?: number;
}

/** Every alarm: on each dead-letter queue, on what lags behind, on what fails, and on clicks that were lost. */
export function alarmsOf(scope: Construct, watched: Watched): readonly Alarm[] {
  const queues = queuesOf([scope, watched.service, ...watched.operations]);
  const watches = [...deadLetters(queues), ...lags(watched, queues), ...failures(watched), ...signIns(watched)];
  return watches.map(({ id, says, metric, above, periods = 1 }) =>
    (metric as Metric).createAlarm(scope, id, {
      alarmDescription: says,
      threshold: above,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }),
  );
}

function queuesOf(stacks: readonly IConstruct[]): readonly Queue[] {
  return stacks.flatMap(({ node }) => node.findAll()).filter((construct) => construct instanceof Queue);
}

function deadLetters(queues: readonly Queue[]): Watch[] {
  return queues.filter(isDeadLetterQueue).map((queue) => ({
    id: `${nameOf(queue)}Hold`,
    says: `${queue.node.path} holds what could not be dealt with; see "When something is wrong" in infra/README.md`,
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: Stats.MAXIMUM }),
    above: 0,
  }));
}

function lags({ service }: Watched, queues: readonly Queue[]): Watch[] {
  const publisher = service.publisher.publisher.lambda;
  return [
    {
      id: 'StreamLags',
      says: "What the tables' streams tell is published late",
      metric: publisher.metric('IteratorAge', { statistic: Stats.MAXIMUM, period: PERIOD }),
      above: STREAM_LAG_MAX.toMilliseconds(),
    },
    ...queues
      .filter((queue) => !isDeadLetterQueue(queue))
      .map((queue) => ({
        id: `${nameOf(queue)}Lags`,
        says: `${queue.node.path} is emptied too slowly, or not at all`,
        metric: queue.metricApproximateAgeOfOldestMessage({ period: PERIOD, statistic: Stats.MAXIMUM }),
        above: QUEUE_LAG_MAX.toSeconds(),
      })),
    {
      id: 'ApiSlow',
      says: 'One request in a hundred takes too long',
      metric: service.http.api.metricLatency({ period: PERIOD, statistic: Stats.p(99) }),
      above: LATENCY_MAX.toMilliseconds(),
      periods: 3,
    },
  ];
}

function failures({ data, service }: Watched): Watch[] {
  const publisher = service.publisher.publisher.lambda;
  return [
    {
      id: 'ApiFails',
      says: 'The API answered 5xx; the log of the operation has the request id',
      metric: service.http.api.metricServerError({ period: PERIOD }),
      above: 0,
    },
    {
      id: 'PublisherFails',
      says: 'The publisher of the streams fails; it tries again, and sets aside what nobody can read',
      metric: publisher.metricErrors({ period: PERIOD }),
      above: 0,
      periods: 2,
    },
    {
      id: 'ClicksLost',
      says: 'Clicks reached neither the store nor the queue',
      metric: new Metric({
        namespace: 'bunpai',
        metricName: 'clickLost',
        dimensionsMap: { service: 'bunpai', operation: 'followLink' },
        statistic: Stats.SUM,
        period: PERIOD,
      }),
      above: 0,
    },
    ...service.stateMachines.flatMap(({ machine, node }) => [
      {
        id: `${node.id}Failed`,
        says: `A step of ${machine.node.path} was refused or failed five times; its cause says why`,
        metric: machine.metricFailed({ period: PERIOD }),
        above: 0,
      },
      {
        id: `${node.id}TimedOut`,
        says: `A step of ${machine.node.path} did not end in time; ask for it again, it goes on where it was`,
        metric: machine.metricTimedOut({ period: PERIOD }),
        above: 0,
      },
    ]),
    ...Object.entries(data.tables).map(([id, table]) => ({
      id: `${constructId(id)}Throttled`,
      says: `DynamoDB refuses writes to the table ${id}: set warm throughput before a peak`,
      metric: table.metric('WriteThrottleEvents', { statistic: Stats.SUM, period: PERIOD }),
      above: 0,
      periods: 2,
    })),
  ];
}

/** Cognito asks a function of ours for each token, and what fails there keeps people out. */
function signIns({ identity }: Watched): Watch[] {
  const functions = identity.node.findAll().filter((construct) => construct instanceof LambdaFunction);
  return functions.flatMap((fn) => [
    {
      id: `${nameOf(fn)}Fails`,
      says: 'Somebody gets no token: a person without merchant or role, or with two roles, or a fault of the function; its log says which',
      metric: fn.metricErrors({ period: PERIOD }),
      above: 0,
    },
    {
      id: `${nameOf(fn)}Throttled`,
      says: 'Nobody gets a token: all functions that the account may run at once are running',
      metric: fn.metricThrottles({ period: PERIOD }),
      above: 0,
    },
  ]);
}

/** Where a construct stands, as one word. */
function nameOf({ node }: IConstruct): string {
  return node.path
    .split('/')
    .slice(1)
    .filter((part) => part !== 'Queue' && part !== 'Function')
    .join('');
}
