import * as z from 'zod';
import type { EventType } from '../../events/catalogue.ts';
import { catalogue } from '../../events/catalogue.ts';
import type { Envelope } from '../../events/envelope.ts';
import type { Deps } from '../runtime/deps.ts';
import type { Receive } from './sqs-handler.ts';

/** Deals with one event, to the end; a rejection means that it is offered again. Events may come twice and in any order. */
export type Subscriber = (deps: Deps, envelope: Envelope) => Promise<void>;

/** Which events a subscriber of ours wants; every host delivers by this. */
export interface Subscription {
  /** Unique, in kebab-case: the file under `functions/bus/`, and the name of its rule and queue in the cloud. */
  readonly name: string;
  readonly description: string;
  readonly types: readonly EventType[];
  readonly subscriber: Subscriber;
}

/** The frame of an event as EventBridge puts it into a queue; its data are the subscriber's to read. */
const deliverySchema = z.object({
  detail: z.object({
    id: z.string(),
    type: z.string().refine((type): type is EventType => type in catalogue, 'must be an event of the catalogue'),
    version: z.number(),
    merchantId: z.string(),
    programId: z.string().nullable(),
    occurredAt: z.string(),
    recordedAt: z.string().nullable(),
    isCut: z.boolean(),
    data: z.record(z.string(), z.unknown()),
  }),
});

/** A subscriber behind its queue, where an event stands as the `detail` of what EventBridge delivers. */
export function receiver(subscriber: Subscriber): Receive {
  return (deps, body) => subscriber(deps, deliverySchema.parse(JSON.parse(body)).detail);
}
