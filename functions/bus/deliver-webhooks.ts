import { deliverEvent } from '../usecases/webhook/deliver-event.ts';
import { sqsHandler } from './sqs-handler.ts';
import type { Subscriber } from './subscription.ts';
import { receiver } from './subscription.ts';

/** What others are told by webhooks starts on its way here. */
export const deliverWebhooks: Subscriber = deliverEvent;

export const handler = sqsHandler(receiver(deliverWebhooks));
