import type { z } from 'zod';
import type { Instant } from '../domain/time.ts';
import type { Entity } from './fact.ts';

/** One row of the catalogue: what an event says, which stored fact it comes from, and who of ours listens. */
export interface EventDefinition {
  readonly version: number;
  /** The stored fact it tells of; null: something that the stream itself noticed. */
  readonly entity: Entity | null;
  readonly description: string;
  readonly data: z.ZodObject;
  /** The members that stay when the whole would be too large to publish; with them the rest can be read. */
  readonly reference: readonly string[];
  /** Names of our own subscriptions; others subscribe as they like. */
  readonly subscribers: readonly string[];
}

/** An event before it has its envelope. */
export interface Draft<Type extends string = string> {
  readonly type: Type;
  /** What makes the event this one and no other; the same key always gives the same event id. */
  readonly key: readonly (string | number)[];
  readonly occurredAt: Instant;
  readonly data: Readonly<Record<string, unknown>>;
}
