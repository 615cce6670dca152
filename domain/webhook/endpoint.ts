import type { Instant } from '../time.ts';

/** Whose endpoint it is: the merchant's, which hears of everything, or a partner's, which hears of what is its own. */
export type EndpointOwner = 'merchant' | `partner/${string}`;

/** Signs what is sent until `endsAt`; null: until another takes its place. */
export interface EndpointSecret {
  /** The secret, encrypted. */
  readonly sealed: string;
  readonly since: Instant;
  readonly endsAt: Instant | null;
}

/** Where somebody hears of changes, as they wrote it. */
export interface EndpointContent {
  readonly url: string;
  /** The event types that are wanted; empty: all. */
  readonly types: readonly string[];
  readonly description: string;
}

/** Whether anything is sent there. */
export type EndpointState =
  | { readonly status: 'enabled' }
  /** `gone`: the receiver answered 410; `by-hand`: a person turned it off. */
  | { readonly status: 'disabled'; readonly reason: 'gone' | 'by-hand'; readonly since: Instant }
  /** Its id is not used again. */
  | { readonly status: 'removed'; readonly since: Instant };

/** A receiver of webhooks. */
export interface Endpoint extends EndpointContent {
  readonly owner: EndpointOwner;
  readonly endpointId: string;
  /** Counts its changes from 1 on. */
  readonly revision: number;
  readonly state: EndpointState;
  /** The newest first; what is sent bears a signature by each that has not ended. */
  readonly secrets: readonly EndpointSecret[];
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly changedAt: Instant;
}

/** Two at the most: who rotates once more while an old secret still signs gives that one up. */
const SECRETS_MAX = 2;

/** The secrets that sign at an instant, the newest first. */
export function secretsAt({ secrets }: Pick<Endpoint, 'secrets'>, at: Instant): readonly EndpointSecret[] {
  return secrets.filter(({ endsAt }) => endsAt === null || endsAt > at);
}

/** Signs with a new secret from now on, and until `oldEndsAt` with the one before as well. */
export function withSecret(
  endpoint: Endpoint,
  { sealed, now, oldEndsAt }: { readonly sealed: string; readonly now: Instant; readonly oldEndsAt: Instant },
): Endpoint {
  const before = secretsAt(endpoint, now).map((secret) =>
    secret.endsAt === null ? { ...secret, endsAt: oldEndsAt } : secret,
  );
  const secrets = [{ sealed, since: now, endsAt: null }, ...before].slice(0, SECRETS_MAX);
  return changed(endpoint, { secrets }, now);
}

/** The endpoint with what was changed of it. */
export function changed(
  endpoint: Endpoint,
  change: Partial<EndpointContent & Pick<Endpoint, 'state' | 'secrets'>>,
  now: Instant,
): Endpoint {
  return { ...endpoint, ...change, revision: endpoint.revision + 1, changedAt: now };
}

/** Whether an endpoint is to hear of an event about a partner, or about none. */
export function hears(endpoint: Endpoint, { type, partnerId }: { type: string; partnerId: string | null }): boolean {
  if (endpoint.state.status !== 'enabled') return false;
  if (endpoint.owner !== 'merchant' && endpoint.owner !== `partner/${partnerId}`) return false;
  return endpoint.types.length === 0 || endpoint.types.includes(type);
}
