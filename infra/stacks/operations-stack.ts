import type { StackProps } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { routeList } from '../../functions/contract/routes.ts';
import { grantNeeds } from '../constructs/needs.ts';
import { routeNeeds } from '../constructs/rights.ts';
import type { DataStack } from './data-stack.ts';
import type { ServiceStack } from './service-stack.ts';

export interface OperationsStackProps extends StackProps {
  readonly data: DataStack;
  readonly service: ServiceStack;
}

/** The operations of merchants, their systems, partners and visitors, on the API of the service; those of finance are there. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, { data, service, ...props }: OperationsStackProps) {
    super(scope, id, props);
    const http = new Construct(this, 'Http');
    for (const route of routeList.filter(({ audience }) => audience !== 'finance')) {
      const fn = service.http.serve(http, route);
      grantNeeds(fn, data, routeNeeds(route));
      if (route.audience === 'track') service.clickQueue.queue.grant(fn.role, 'sqs:SendMessage');
    }
  }
}
