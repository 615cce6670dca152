import type { StackProps } from 'aws-cdk-lib';
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { Alarm, IMetric, IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { AlarmStatusWidget, Dashboard, GraphWidget, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { EventType } from '../../events/catalogue.ts';
import { EVENT_SOURCE } from '../../events/envelope.ts';
import type { Watched } from '../constructs/alarms.ts';
import { alarmsOf } from '../constructs/alarms.ts';
import { deadLetterQueue } from '../constructs/dead-letter-queue.ts';
import type { DataStack } from './data-stack.ts';
import type { ServiceStack } from './service-stack.ts';

/** What whoever deploys may say: `npx cdk deploy --context alarmEmail=… --context monthlyBudget=…`. */
const EMAIL = 'alarmEmail';
const BUDGET = 'monthlyBudget';
const BUDGET_USD = 500;
/** Told of at these parts of the budget: what was spent, and what the month will have cost at this pace. */
const SPENT_PERCENT = 80;
const FORECAST_PERCENT = 100;

const TAMPERED: EventType = 'ledger.tampered';

/** Tells people what goes wrong, shows how things go, and watches what they cost. */
export class ObservabilityStack extends Stack {
  readonly #topic: Topic;
  readonly #teller: Role;

  constructor(scope: Construct, id: string, { data, identity, service, operations, ...props }: StackProps & Watched) {
    super(scope, id, props);
    this.#topic = this.makeTopic(data);
    this.#teller = this.makeTeller(data);
    this.tellOfTampering(service.bus);
    this.tellOfMissingCopies(data);
    const alarms = alarmsOf(this, { data, identity, service, operations });
    for (const alarm of alarms) {
      alarm.addAlarmAction(new SnsAction(this.#topic));
      alarm.addOkAction(new SnsAction(this.#topic));
    }
    this.show(alarms, service, data);
    this.makeBudget();
  }

  private makeTopic(data: DataStack): Topic {
    const topic = new Topic(this, 'Alarms', {
      displayName: 'bunpai',
      masterKey: data.key,
      enforceSSL: true,
    });
    for (const name of ['cloudwatch', 'budgets']) {
      const principal = new ServicePrincipal(`${name}.amazonaws.com`, {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      });
      topic.grantPublish(principal);
    }
    const email: unknown = this.node.tryGetContext(EMAIL);
    if (typeof email === 'string') topic.addSubscription(new EmailSubscription(email));
    new CfnOutput(this, 'AlarmTopicArn', { value: topic.topicArn, description: 'Subscribe to this to hear of alarms' });
    return topic;
  }

  /** A rule tells by a role: the policy of a topic for buses would let those of every account publish to it. */
  private makeTeller(data: DataStack): Role {
    const teller = new Role(this, 'Teller', { assumedBy: new ServicePrincipal('events.amazonaws.com') });
    data.key.grant(teller, 'kms:Decrypt', 'kms:GenerateDataKey');
    return teller;
  }

  private told(deadLettersId: `${string}DeadLetters`): SnsTopic {
    // By its address alone, so that nothing is added to its policy, nor to that of its key.
    const topic = Topic.fromTopicArn(this, `${deadLettersId}Topic`, this.#topic.topicArn);
    return new SnsTopic(topic, { role: this.#teller, deadLetterQueue: deadLetterQueue(this, deadLettersId) });
  }

  private tellOfTampering(eventBus: IEventBus): void {
    new Rule(this, 'LedgerTampered', {
      eventBus,
      description: 'An entry of the ledger was changed or removed: an incident',
      eventPattern: { source: [EVENT_SOURCE], detailType: [TAMPERED] },
      targets: [this.told('LedgerTamperedDeadLetters')],
    });
  }

  /** A copy that was not made is missed when it is needed, unless somebody hears of it. */
  private tellOfMissingCopies({ backup }: DataStack): void {
    new Rule(this, 'CopyMissing', {
      description: 'A copy of a table or of the documents was not made, or not whole',
      eventPattern: {
        source: ['aws.backup'],
        detailType: ['Backup Job State Change'],
        detail: {
          state: ['FAILED', 'ABORTED', 'EXPIRED', 'PARTIAL'],
          backupVaultArn: [backup.vault.backupVaultArn],
        },
      },
      targets: [this.told('CopyMissingDeadLetters')],
    });
  }

  private show(alarms: readonly Alarm[], service: ServiceStack, data: DataStack): void {
    const graph = (title: string, left: IMetric[]): IWidget => new GraphWidget({ title, left, width: 8, height: 6 });
    const { api } = service.http;
    const { publisher } = service.publisher;
    new Dashboard(this, 'Dashboard', {
      dashboardName: `bunpai-${this.region}`,
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 4 })],
        [
          graph('Requests', [api.metricCount(), api.metricClientError(), api.metricServerError()]),
          graph(
            'Latency (ms)',
            [Stats.p(50), Stats.p(95), Stats.p(99)].map((statistic) => api.metricLatency({ statistic })),
          ),
          graph('Clicks kept in the queue', [service.clickQueue.queue.metricNumberOfMessagesSent()]),
        ],
        [
          graph('Stream lag (ms)', [publisher.lambda.metric('IteratorAge', { statistic: Stats.MAXIMUM })]),
          graph(
            'Write units',
            Object.values(data.tables).map((table) => table.metricConsumedWriteCapacityUnits()),
          ),
          graph('Functions', [
            account('Invocations', Stats.SUM),
            account('Errors', Stats.SUM),
            account('ConcurrentExecutions', Stats.MAXIMUM),
          ]),
        ],
      ],
    });
  }

  private makeBudget(): void {
    const asked: unknown = this.node.tryGetContext(BUDGET) ?? BUDGET_USD;
    const amount = Number(asked);
    if (!(amount > 0)) throw new Error(`the context ${BUDGET} must be an amount in USD, got ${String(asked)}`);
    const subscribers = [{ subscriptionType: 'SNS', address: this.#topic.topicArn }];
    const told = (
      notificationType: 'ACTUAL' | 'FORECASTED',
      threshold: number,
    ): CfnBudget.NotificationWithSubscribersProperty => ({
      notification: { notificationType, threshold, thresholdType: 'PERCENTAGE', comparisonOperator: 'GREATER_THAN' },
      subscribers,
    });
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount, unit: 'USD' },
        costFilters: { TagKeyValue: ['user:application$bunpai'] },
      },
      notificationsWithSubscribers: [told('ACTUAL', SPENT_PERCENT), told('FORECASTED', FORECAST_PERCENT)],
    });
  }
}

/** Of all functions of the account together. */
function account(metricName: string, statistic: string): Metric {
  return new Metric({ namespace: 'AWS/Lambda', metricName, statistic, period: Duration.minutes(5) });
}
