import type { StackProps } from 'aws-cdk-lib';
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { EventBus, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../events/envelope.ts';
import { subscriptions } from '../../functions/bus/subscriptions.ts';
import type { EnvName } from '../../functions/runtime/env.ts';
import type { MachineName, StepName, TaskName } from '../../functions/steps/machines.ts';
import { isShardTask, machines, taskNames } from '../../functions/steps/machines.ts';
import { deadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { HttpService } from '../constructs/http-service.ts';
import { constructId } from '../constructs/naming.ts';
import { grantNeeds } from '../constructs/needs.ts';
import { PARTNER_BUSES, PartnerBuses, partnerBusesIn } from '../constructs/partner-buses.ts';
import { scheduleNeeds, subscriberNeeds, taskNeeds } from '../constructs/rights.ts';
import type { ServiceFunctionProps } from '../constructs/service-function.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { SHARD_TIMEOUT, STEP_TIMEOUT, StepMachine } from '../constructs/step-machine.ts';
import { StreamPublisher } from '../constructs/stream-publisher.ts';
import { SubscribedFunction } from '../constructs/subscribed-function.ts';
import { WorkerQueue } from '../constructs/worker-queue.ts';
import type { DataStack } from './data-stack.ts';
import type { IdentityStack } from './identity-stack.ts';

const ARCHIVE_DAYS = 90;
/** What whoever deploys may say: `--context stepMemory=10240`, once the account allows more than a new one does. */
const STEP_MEMORY = 'stepMemory';
const STEP_MEGABYTES = { least: 3008, most: 10_240 } as const;
/** The one that the edge sends, and one that it sent before or will send next. */
const EDGE_SECRETS_TAKEN = 2;
/** A million statements may fall due in one night: their names alone are 340 MB of a process. */
const SCHEDULE_MEGABYTES = 1024;
const QUEUED_CLICK_TIMEOUT = Duration.seconds(30);
/** A receiver has 15 seconds to answer. */
const WEBHOOK_TIMEOUT = Duration.seconds(30);

export interface ServiceStackProps extends StackProps {
  readonly data: DataStack;
  readonly identity: IdentityStack;
}

type Environment = Readonly<Partial<Record<EnvName, string>>>;

/**
 * What runs beside the operations: the API itself, the steps of settlements and payouts, the publisher and its subscribers. It can
 * be thrown away and made again.
 */
export class ServiceStack extends Stack {
  readonly http: HttpService;
  readonly bus: IEventBus;
  readonly publisher: StreamPublisher;
  /** Where the redirect leaves a click that the store does not take. */
  readonly clickQueue: WorkerQueue;
  /** Where attempts of webhooks wait to be made. */
  readonly webhookQueue: WorkerQueue;
  readonly #data: DataStack;
  readonly #machines: Readonly<Record<MachineName, StepMachine>>;

  constructor(scope: Construct, id: string, { data, identity, ...props }: ServiceStackProps) {
    super(scope, id, props);
    this.#data = data;
    const tables: Environment = {
      TRACKING_TABLE: data.tables.tracking.tableName,
      RECORDS_TABLE: data.tables.records.tableName,
      LEDGER_TABLE: data.tables.ledger.tableName,
      AUDIT_TABLE: data.tables.audit.tableName,
      SALTS_TABLE: data.tables.salts.tableName,
      BLOBS_BUCKET: data.blobs.bucketName,
      SEAL_KEY_ID: data.sealKey.keyId,
      PRINT_KEY_ID: data.printKey.keyId,
      SIGNING_KEY_ARN: data.signingKey.keyArn,
    };
    this.webhookQueue = this.attemptWebhooks(tables);
    const stores: Environment = { ...tables, WEBHOOK_QUEUE_URL: this.webhookQueue.queue.queueUrl };
    const bus = this.makeBus();
    this.bus = bus;
    this.publisher = this.publish(bus, { ...stores, EVENT_BUS_NAME: bus.eventBusName });
    this.subscribe(bus, stores);
    this.clickQueue = this.takeQueuedClicks(stores);
    this.#machines = this.makeMachines(stores);
    const machineArns: Environment = {
      SETTLEMENT_MACHINE_ARN: this.#machines.settlement.machine.stateMachineArn,
      PAYOUT_MACHINE_ARN: this.#machines.payout.machine.stateMachineArn,
    };
    this.keepTime({ ...stores, ...machineArns });
    this.hearPartners(stores);

    const edgeSecrets = data.edgeSecrets
      .slice(0, EDGE_SECRETS_TAKEN)
      .map(({ secretValue }) => secretValue.unsafeUnwrap());
    const edge: Environment = { EDGE_SECRETS: edgeSecrets.join(',') };
    this.http = new HttpService(this, 'Http', {
      logKey: data.key,
      redirectEnvironment: edge,
      environment: {
        ...stores,
        USER_POOL_ID: identity.users.userPoolId,
        USER_POOL_CLIENT_ID: identity.client.userPoolClientId,
        CLICK_QUEUE_URL: this.clickQueue.queue.queueUrl,
        ...machineArns,
        ...(this.isOnlyThroughEdge() ? { ...edge, EDGE_ONLY: 'true' } : {}),
      },
    });
    new CfnOutput(this, 'ApiAddress', {
      value: this.http.stage.url,
      description: 'Where the API and the tracking links are',
    });
  }

  /** Said once callers know the edge; before that it would shut them out. */
  private isOnlyThroughEdge(): boolean {
    const said: unknown = this.node.tryGetContext('edgeOnly') ?? false;
    if (String(said) !== 'true') return false;
    if (this.node.tryGetContext('apiDomain') !== undefined) return true;
    throw new Error('the context edgeOnly is given with apiDomain: without an edge nobody could ask the API');
  }

  private makeBus(): IEventBus {
    const bus = new EventBus(this, 'Bus', { eventBusName: 'bunpai', description: 'What bunpai tells others' });
    bus.archive('Archive', {
      description: 'To tell it again to a subscriber that missed it',
      eventPattern: { source: [EVENT_SOURCE] },
      retention: Duration.days(ARCHIVE_DAYS),
    });
    return bus as IEventBus;
  }

  private publish(bus: IEventBus, environment: Environment): StreamPublisher {
    const data = this.#data;
    const publisher = new StreamPublisher(this, 'Stream', { data, bus, environment });
    const republish = new ServiceFunction(this, 'Republish', {
      module: 'functions/stream/republish-handler',
      description: 'Publishes again what is stored, with the same event ids; invoked by hand',
      environment,
      logKey: data.key,
      isInvokedAlone: true,
      timeout: Duration.minutes(15),
      memoryMegabytes: 1024,
    });
    grantNeeds(republish, data, { records: 'read', ledger: 'read' });
    bus.grantPutEventsTo(republish.role);
    return publisher;
  }

  private subscribe(bus: IEventBus, environment: Environment): void {
    for (const subscription of subscriptions) {
      const needs = subscriberNeeds[subscription.name];
      if (needs === undefined) throw new Error(`no rights are given to the subscription ${subscription.name}`);
      const { worker } = new SubscribedFunction(this, { bus, subscription, environment, logKey: this.#data.key });
      grantNeeds(worker, this.#data, needs);
      if (needs.sendsWebhooks) this.webhookQueue.queue.grant(worker.role, 'sqs:SendMessage');
    }
  }

  /** One attempt at a time, so that a receiver that hangs holds up nobody's message but its own. */
  private attemptWebhooks(environment: Environment): WorkerQueue {
    const worker = new ServiceFunction(this, 'AttemptWebhook', {
      module: 'functions/bus/attempt-webhook',
      description: 'Makes attempts of webhooks, and asks for the next ones',
      environment,
      logKey: this.#data.key,
      timeout: WEBHOOK_TIMEOUT,
    });
    grantNeeds(worker, this.#data, { records: 'put', opens: ['webhook'] });
    const made = new WorkerQueue(this, 'Webhooks', {
      worker,
      workerTimeout: WEBHOOK_TIMEOUT,
      concurrencyMax: 50,
      batchMessages: 1,
    });
    worker.lambda.addEnvironment('WEBHOOK_QUEUE_URL', made.queue.queueUrl);
    made.queue.grant(worker.role, 'sqs:SendMessage');
    return made;
  }

  /** Vendors that put their events on a bus, where whoever deploys named any. */
  private hearPartners(environment: Environment): void {
    const connectors = partnerBusesIn(this.node.tryGetContext(PARTNER_BUSES));
    if (Object.keys(connectors).length === 0) return;
    const { worker } = new PartnerBuses(this, 'Partners', { connectors, environment, logKey: this.#data.key });
    grantNeeds(worker, this.#data, { records: 'put', tracking: 'read' });
  }

  /** The redirect answers even when the store does not: its click waits here. */
  private takeQueuedClicks(environment: Environment): WorkerQueue {
    const worker = new ServiceFunction(this, 'StoreQueuedClick', {
      module: 'functions/bus/store-queued-click',
      description: 'Stores clicks that a queue kept while the store was away',
      environment,
      logKey: this.#data.key,
      timeout: QUEUED_CLICK_TIMEOUT,
    });
    grantNeeds(worker, this.#data, { tracking: 'put' });
    return new WorkerQueue(this, 'QueuedClicks', { worker, workerTimeout: QUEUED_CLICK_TIMEOUT, concurrencyMax: 50 });
  }

  /** What time does by itself: silence confirms statements every night in Japan and programs are tended, deals are looked at every hour, webhooks every minute. */
  private keepTime(environment: Environment): void {
    this.schedule('ConfirmSilent', 'EveryNight', Schedule.cron({ hour: '17', minute: '0' }), {
      name: 'confirm-silent',
      description: 'Confirms by silence the statements whose deadlines have passed',
      environment,
    });
    this.schedule('DateDeals', 'EveryHour', Schedule.cron({ minute: '5' }), {
      name: 'date-deals',
      description: 'Tells of deals whose decision is late or whose protection is over',
      environment,
    });
    const tend = this.schedule('TendPrograms', 'LateEveryNight', Schedule.cron({ hour: '18', minute: '0' }), {
      name: 'tend-programs',
      description: 'Tells of late reviews, begins fits when a period has ended, destroys salts of days that are over',
      environment,
    });
    this.#machines.settlement.grantStart(tend);
    const sweep = this.schedule('SweepWebhooks', 'EveryMinute', Schedule.rate(Duration.minutes(1)), {
      name: 'sweep-webhooks',
      description: 'Has the attempts of webhooks made that wait longer than a queue can hold them',
      environment,
    });
    this.webhookQueue.queue.grant(sweep.role, 'sqs:SendMessage');
  }

  private schedule(
    id: string,
    ruleId: string,
    schedule: Schedule,
    {
      name,
      ...props
    }: Pick<ServiceFunctionProps, 'description' | 'environment'> & {
      readonly name: keyof typeof scheduleNeeds;
    },
  ): ServiceFunction {
    const alone = { logKey: this.#data.key, isInvokedAlone: true, timeout: STEP_TIMEOUT } as const;
    const fn = new ServiceFunction(this, id, {
      module: `functions/schedules/${name}`,
      ...props,
      ...alone,
      memoryMegabytes: SCHEDULE_MEGABYTES,
    });
    grantNeeds(fn, this.#data, scheduleNeeds[name]);
    const rule = new Rule(this, ruleId, { schedule });
    const missed = deadLetterQueue(this, `${ruleId}DeadLetters`);
    rule.addTarget(new LambdaFunction(fn.lambda, { retryAttempts: 2, deadLetterQueue: missed }));
    return fn;
  }

  private makeMachines(environment: Environment): Readonly<Record<MachineName, StepMachine>> {
    const { key: logKey } = this.#data;
    const functions = new Map<TaskName, ServiceFunction>();
    const stepMegabytes = this.stepMegabytes();
    for (const task of taskNames) {
      const fn = new ServiceFunction(this, `Step${constructId(task)}`, {
        module: `functions/steps/${task}`,
        description: `The step ${task} of a settlement or payout`,
        environment,
        logKey,
        timeout: isShardTask(task) ? SHARD_TIMEOUT : STEP_TIMEOUT,
        // The facts of a period are calculated in one piece; of a shard little is in memory, which brings processor with it.
        memoryMegabytes: isShardTask(task) ? 1024 : stepMegabytes,
      });
      grantNeeds(fn, this.#data, taskNeeds(task));
      functions.set(task, fn);
    }
    return {
      settlement: new StepMachine(this, 'settlement', { functions, logKey }),
      payout: new StepMachine(this, 'payout', { functions, logKey }),
    };
  }

  private stepMegabytes(): number {
    const { least, most } = STEP_MEGABYTES;
    const said: unknown = this.node.tryGetContext(STEP_MEMORY) ?? least;
    const megabytes = Number(said);
    if (Number.isInteger(megabytes) && megabytes >= least && megabytes <= most) return megabytes;
    throw new Error(`the context ${STEP_MEMORY} must be megabytes, ${least} to ${most}, got ${String(said)}`);
  }

  get stateMachines(): readonly StepMachine[] {
    return Object.values(this.#machines);
  }

  /** The machine that does a step. */
  machineOf(step: StepName): StepMachine {
    const [name] = Object.entries(machines).find(([, steps]) => steps.some((own) => own === step)) ?? [];
    if (name === undefined) throw new Error(`no machine does ${step}`);
    return this.#machines[name as MachineName];
  }
}
