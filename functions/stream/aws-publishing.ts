import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { tableClient } from '../runtime/aws/clients.ts';
import { env } from '../runtime/env.ts';
import { dynamoPrograms } from '../store/dynamodb/programs.ts';
import { eventBridgePublisher } from './event-bridge.ts';
import type { EventPublisher } from './event-publisher.ts';
import type { CurrencyOf } from './fact-of.ts';
import { rememberedCurrency } from './fact-of.ts';

const PAUSE_MILLISECONDS = 100;

/** What publishes in the cloud. */
export interface AwsPublishing {
  readonly publisher: EventPublisher;
  readonly currencyOf: CurrencyOf;
}

let made: AwsPublishing | undefined;

/** Made from the environment once per container. */
export function awsPublishing(): AwsPublishing {
  made ??= {
    publisher: eventBridgePublisher({
      client: new EventBridgeClient({}),
      busName: env('EVENT_BUS_NAME'),
      pauseMilliseconds: PAUSE_MILLISECONDS,
    }),
    currencyOf: rememberedCurrency(dynamoPrograms({ client: tableClient, name: env('RECORDS_TABLE') })),
  };
  return made;
}
