import type { Envelope } from '../../events/envelope.ts';

/** A host's way to tell others: EventBridge in AWS, the in-process bus on the laptop. */
export interface EventPublisher {
  /** Publishes in this order; resolves to the ids of events that the bus did not take, once it has been asked often enough. */
  readonly publish: (envelopes: readonly Envelope[]) => Promise<ReadonlySet<string>>;
}
