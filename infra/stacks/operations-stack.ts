import type { StackProps } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Route } from '../../functions/contract/routes.ts';
import { routeList } from '../../functions/contract/routes.ts';
import { grantNeeds } from '../constructs/needs.ts';
import { routeNeeds, startedStep } from '../constructs/rights.ts';
import type { DataStack } from './data-stack.ts';
import type { ServiceStack } from './service-stack.ts';

export interface OperationsStackProps extends StackProps {
  readonly data: DataStack;
  readonly service: ServiceStack;
  readonly audiences: readonly Route['audience'][];
}

/** The operations of some audiences, each a function on the API of the service. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, { data, service, audiences, ...props }: OperationsStackProps) {
    super(scope, id, props);
    const http = new Construct(this, 'Http');
    for (const route of routeList.filter(({ audience }) => audiences.includes(audience))) {
      const fn = service.http.serve(http, route);
      const needs = routeNeeds(route);
      grantNeeds(fn, data, needs);
      if (needs.sendsWebhooks) service.webhookQueue.queue.grant(fn.role, 'sqs:SendMessage');
      const step = startedStep(route);
      if (step !== null) service.machineOf(step).grantStart(fn);
      if (route.audience === 'track') service.clickQueue.queue.grant(fn.role, 'sqs:SendMessage');
    }
  }
}
