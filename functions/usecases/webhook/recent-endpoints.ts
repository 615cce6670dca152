import type { MerchantId } from '../../../domain/ids.ts';
import type { Endpoint, EndpointOwner } from '../../../domain/webhook/endpoint.ts';
import type { Deps, WebhookHost } from '../../runtime/deps.ts';
import { webhookHost } from './webhook-host.ts';

/** For so long a new or changed endpoint may go unseen by another process. */
const AGE_MS_MAX = 30_000;
const OWNERS_MAX = 10_000;

/** Whose endpoints a caller means. */
export interface OwnedBy {
  readonly merchantId: MerchantId;
  readonly owner: EndpointOwner;
}

interface Known {
  readonly endpoints: Promise<readonly Endpoint[]>;
  readonly readAt: number;
}

const remembered = new WeakMap<WebhookHost, Map<string, Known>>();

/**
 * The endpoints of an owner, at most half a minute old: nearly every event asks for them, and mostly there are none. What is sent
 * where, and whether at all, is decided anew at each attempt.
 */
export function recentEndpoints(deps: Deps, owned: OwnedBy): Promise<readonly Endpoint[]> {
  const host = webhookHost(deps);
  const byOwner = remembered.get(host) ?? new Map<string, Known>();
  remembered.set(host, byOwner);
  const key = keyOf(owned);
  const known = byOwner.get(key);
  if (known !== undefined && performance.now() - known.readAt < AGE_MS_MAX) return known.endpoints;
  if (byOwner.size >= OWNERS_MAX) byOwner.clear();
  const endpoints = deps.stores.webhooks.endpoints(owned.merchantId, owned.owner);
  byOwner.set(key, { endpoints, readAt: performance.now() });
  endpoints.catch(() => byOwner.delete(key));
  return endpoints;
}

/** Whoever changes an endpoint sees it at once in its own process: on a laptop there is no other. */
export function forgetEndpoints(deps: Deps, owned: OwnedBy): void {
  remembered.get(webhookHost(deps))?.delete(keyOf(owned));
}

const keyOf = ({ merchantId, owner }: OwnedBy): string => JSON.stringify([merchantId, owner]);
