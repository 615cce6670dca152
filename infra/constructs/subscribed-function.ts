import { Duration } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Rule } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { definitionOf } from '../../events/catalogue.ts';
import { EVENT_SOURCE } from '../../events/envelope.ts';
import type { Subscription } from '../../functions/bus/subscription.ts';
import type { EnvName } from '../../functions/runtime/env.ts';
import { constructId } from './naming.ts';
import { ServiceFunction } from './service-function.ts';
import { WorkerQueue } from './worker-queue.ts';

const TIMEOUT = Duration.seconds(30);
const CONCURRENCY_MAX = 50;

export interface SubscribedFunctionProps {
  readonly bus: IEventBus;
  readonly subscription: Subscription;
  readonly environment: Readonly<Partial<Record<EnvName, string>>>;
  readonly logKey: IKey;
}

/** A subscription of the table: its rule on the bus, its queue, its function, and where an event goes that nobody could take. */
export class SubscribedFunction extends Construct {
  readonly worker: ServiceFunction;

  constructor(scope: Construct, { bus, subscription, environment, logKey }: SubscribedFunctionProps) {
    super(scope, constructId(subscription.name));
    this.worker = new ServiceFunction(this, 'Worker', {
      module: `functions/bus/${subscription.name}`,
      description: subscription.description,
      environment,
      logKey,
      timeout: TIMEOUT,
    });
    const work = new WorkerQueue(this, 'Work', {
      worker: this.worker,
      workerTimeout: TIMEOUT,
      concurrencyMax: CONCURRENCY_MAX,
    });
    const versions = [...new Set(subscription.types.map((type) => definitionOf(type).version))];
    new Rule(this, 'Rule', {
      eventBus: bus,
      description: subscription.description,
      eventPattern: { source: [EVENT_SOURCE], detailType: [...subscription.types], detail: { version: versions } },
      targets: [work.target()],
    });
  }
}
