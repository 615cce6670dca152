import type { Instant } from '../../domain/time.ts';
import { formatInstant } from '../../domain/time.ts';
import type { Delivery } from '../../domain/webhook/delivery.ts';
import type { Endpoint, EndpointOwner } from '../../domain/webhook/endpoint.ts';
import { secretsAt } from '../../domain/webhook/endpoint.ts';
import type { Caller } from '../identity/caller.ts';
import type { SeenRevision } from '../usecases/revision.ts';
import type { OwnedBy } from '../usecases/webhook/recent-endpoints.ts';
import { entityTag, revisionSeen } from './if-match.ts';

/** Whose endpoints a caller sees: a partner's people the partner's, all others the merchant's. */
export function ownerOf({ merchantId, partnerId }: Caller): OwnedBy {
  const owner: EndpointOwner = partnerId === null ? 'merchant' : `partner/${partnerId}`;
  return { merchantId, owner };
}

export function endpointSeen(headers: Readonly<Record<string, string | undefined>>): SeenRevision {
  return revisionSeen(headers['if-match'], 'webhook.edited');
}

export function endpointHeaders({ revision }: Endpoint): Readonly<Record<string, string>> {
  return { etag: entityTag(revision) };
}

export function endpointAnswer(endpoint: Endpoint, now: Instant) {
  const { endpointId, url, types, description, state, createdAt, createdBy, changedAt } = endpoint;
  return {
    endpointId,
    url,
    types,
    description,
    status: state.status,
    disabled: state.status === 'disabled' ? { reason: state.reason, since: formatInstant(state.since) } : null,
    secrets: secretsAt(endpoint, now).map(({ since, endsAt }) => {
      return { since: formatInstant(since), endsAt: endsAt === null ? null : formatInstant(endsAt) };
    }),
    createdAt: formatInstant(createdAt),
    createdBy,
    changedAt: formatInstant(changedAt),
  };
}

export function deliveryAnswer({ eventId, type, state, createdAt, round, attempts }: Delivery) {
  return {
    eventId,
    type,
    status: state.status,
    reason: state.status === 'failed' ? state.reason : null,
    nextAttemptAt: state.status === 'waiting' ? formatInstant(state.until) : null,
    endedAt: state.status === 'waiting' ? null : formatInstant(state.at),
    createdAt: formatInstant(createdAt),
    round,
    attempts: attempts.map((attempt) => {
      const { milliseconds, status, failure, answer } = attempt;
      return { round: attempt.round, at: formatInstant(attempt.at), milliseconds, status, failure, answer };
    }),
  };
}

export function wholeDeliveryAnswer(delivery: Delivery) {
  return { ...deliveryAnswer(delivery), body: delivery.body };
}
