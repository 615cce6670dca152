import type { AppProps } from 'aws-cdk-lib';
import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { DataStack } from './stacks/data-stack.ts';
import { OperationsStack } from './stacks/operations-stack.ts';
import { ServiceStack } from './stacks/service-stack.ts';

/** The cloud host: state in one stack, code in two others, so that code comes and goes and state stays. */
export interface BunpaiApp {
  readonly app: App;
  readonly data: DataStack;
  readonly service: ServiceStack;
  readonly operations: OperationsStack;
}

/** Makes all stacks without asking any account; a finding of the checks that nobody gave a reason for ends the synthesis. */
export function makeApp(props: AppProps): BunpaiApp {
  const app = new App(props);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const data = new DataStack(app, 'BunpaiData', {
    description: 'bunpai: tables, documents and keys',
    terminationProtection: true,
  });
  const service = new ServiceStack(app, 'BunpaiService', {
    description: 'bunpai: API, event bus, subscriptions, settlement steps and the operations of finance',
    data,
  });
  const operations = new OperationsStack(app, 'BunpaiOperations', {
    description: 'bunpai: operations of merchants, partners and visitors',
    data,
    service,
  });
  Tags.of(app).add('application', 'bunpai');
  return { app, data, service, operations };
}
