import { Duration } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { EnvName } from '../../functions/runtime/env.ts';
import { ServiceFunction } from './service-function.ts';
import { WorkerQueue } from './worker-queue.ts';

const TIMEOUT = Duration.seconds(30);
const CONCURRENCY_MAX = 20;

/** What whoever deploys may say: `--context partnerBuses='{ "aws.partner/stripe.com/ed_1": "con_1" }'`. */
export const PARTNER_BUSES = 'partnerBuses';

export interface PartnerBusesProps {
  /** Connectors by the partner event source that they hear. */
  readonly connectors: Readonly<Record<string, string>>;
  readonly environment: Readonly<Partial<Record<EnvName, string>>>;
  readonly logKey: IKey;
}

/** The buses on which vendors put their events, and the one function that deals with all of them. */
export class PartnerBuses extends Construct {
  readonly worker: ServiceFunction;

  constructor(scope: Construct, id: string, { connectors, environment, logKey }: PartnerBusesProps) {
    super(scope, id);
    this.worker = new ServiceFunction(this, 'Worker', {
      module: 'functions/bus/receive-partner-event',
      description: 'Records what vendors put on their event buses',
      environment: { ...environment, PARTNER_CONNECTORS: JSON.stringify(connectors) },
      logKey,
      timeout: TIMEOUT,
    });
    const work = new WorkerQueue(this, 'Work', {
      worker: this.worker,
      workerTimeout: TIMEOUT,
      concurrencyMax: CONCURRENCY_MAX,
    });
    for (const [source, connectorId] of Object.entries(connectors)) {
      // A bus of the source's own name is what AWS calls associating the source: from then on it is active.
      const eventBus = new EventBus(this, `Bus-${connectorId}`, { eventSourceName: source });
      new Rule(this, `Rule-${connectorId}`, {
        eventBus,
        description: `What ${source} tells the connector ${connectorId}`,
        eventPattern: { source: [source] },
        targets: [work.target()],
      });
    }
  }
}

/** What the context says, as an object or as its JSON; anything else ends the synthesis. */
export function partnerBusesIn(context: unknown): Readonly<Record<string, string>> {
  const said: unknown = typeof context === 'string' ? JSON.parse(context) : (context ?? {});
  const wrong = Object.entries(said as object).find(
    ([source, connectorId]) => !source.startsWith('aws.partner/') || !/^con_[0-9a-f]+$/.test(String(connectorId)),
  );
  if (wrong === undefined) return said as Record<string, string>;
  throw new Error(`the context ${PARTNER_BUSES} names connectors by "aws.partner/…", got "${wrong[0]}": "${wrong[1]}"`);
}
