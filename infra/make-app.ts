import type { AppProps } from 'aws-cdk-lib';
import { App, Tags } from 'aws-cdk-lib';
import type { Route } from '../functions/contract/routes.ts';
import { addChecks } from './checks.ts';
import { DataStack } from './stacks/data-stack.ts';
import type { EdgeStack } from './stacks/edge-stack.ts';
import { makeEdge } from './stacks/edge-stack.ts';
import { IdentityStack } from './stacks/identity-stack.ts';
import { ObservabilityStack } from './stacks/observability-stack.ts';
import { OperationsStack } from './stacks/operations-stack.ts';
import { ServiceStack } from './stacks/service-stack.ts';

/** The cloud host: state in one stack, code in others, so that code comes and goes and state stays. */
export interface BunpaiApp {
  readonly app: App;
  readonly data: DataStack;
  readonly identity: IdentityStack;
  readonly service: ServiceStack;
  readonly operations: readonly OperationsStack[];
  readonly observability: ObservabilityStack;
  /** Null until it is said where the API is. */
  readonly edge: EdgeStack | null;
}

/** A stack holds 500 resources and an operation is seven of them, so every audience has a stack of its own. */
const OPERATIONS: Readonly<Record<string, { description: string; audiences: readonly Route['audience'][] }>> = {
  BunpaiIngest: { description: 'what visitors and merchants’ systems ask', audiences: ['track', 'ingest', 'public'] },
  BunpaiAdmin: { description: 'what administrators ask', audiences: ['admin'] },
  BunpaiFinance: { description: 'what finance asks', audiences: ['finance'] },
  BunpaiPartner: { description: 'what partners ask', audiences: ['partner'] },
};

/** Makes all stacks without asking any account; a finding of the checks that nobody gave a reason for ends the synthesis. */
export function makeApp(props: AppProps): BunpaiApp {
  const app = new App(props);
  addChecks(app);
  const data = new DataStack(app, 'BunpaiData', {
    description: 'bunpai: tables, documents and keys',
    terminationProtection: true,
  });
  const identity = new IdentityStack(app, 'BunpaiIdentity', {
    description: 'bunpai: people, their roles and their tokens',
    terminationProtection: true,
    data,
  });
  const service = new ServiceStack(app, 'BunpaiService', {
    description: 'bunpai: API, event bus, subscriptions and settlement steps',
    data,
    identity,
  });
  const operations = Object.entries(OPERATIONS).map(
    ([id, { description, audiences }]) =>
      new OperationsStack(app, id, { description: `bunpai: ${description}`, data, service, audiences }),
  );
  const observability = new ObservabilityStack(app, 'BunpaiObservability', {
    description: 'bunpai: alarms, dashboard and budget',
    data,
    identity,
    service,
    operations,
  });
  const edge = makeEdge(app);
  Tags.of(app).add('application', 'bunpai');
  return { app, data, identity, service, operations, observability, edge };
}
