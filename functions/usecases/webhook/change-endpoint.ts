import { DomainError } from '../../../domain/errors.ts';
import type { MerchantId } from '../../../domain/ids.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import { HOUR_MS } from '../../../domain/time.ts';
import type { Endpoint, EndpointContent } from '../../../domain/webhook/endpoint.ts';
import { changed, withSecret } from '../../../domain/webhook/endpoint.ts';
import type { Deps } from '../../runtime/deps.ts';
import { sealContext } from '../../runtime/seal-context.ts';
import { urlRefusal } from '../../webhook/webhook-url.ts';
import type { SeenRevision } from '../revision.ts';
import { requireRevision } from '../revision.ts';
import type { OwnedBy } from './recent-endpoints.ts';
import { forgetEndpoints } from './recent-endpoints.ts';
import { webhookHost } from './webhook-host.ts';

/** Endpoints that one owner may have at a time: every event is looked at for each. */
const ENDPOINTS_MAX = 20;

export interface CreateEndpoint extends OwnedBy {
  readonly endpointId: string;
  readonly content: EndpointContent;
  /** A new one, to be shown once. */
  readonly secret: string;
  readonly by: string;
}

/** The endpoint, and its secret where this very call made it: a repetition does not show it again. */
export interface CreatedEndpoint {
  readonly endpoint: Endpoint;
  readonly secret: string | null;
}

export async function createEndpoint(deps: Deps, command: CreateEndpoint): Promise<CreatedEndpoint> {
  const { merchantId, owner, endpointId, content, secret, by } = command;
  const { webhooks } = deps.stores;
  const now = checkedNow(deps, content);
  const all = await webhooks.endpoints(merchantId, owner);
  const before = all.find((each) => each.endpointId === endpointId);
  if (before !== undefined) return { endpoint: repeated(before, content), secret: null };
  if (all.filter(({ state }) => state.status !== 'removed').length >= ENDPOINTS_MAX) {
    throw new DomainError('webhook.too-many', {
      en: `there are ${ENDPOINTS_MAX} endpoints, as many as there may be`,
      ja: `送信先は上限の${ENDPOINTS_MAX}件に達しています`,
    });
  }
  const sealed = await deps.cipher.seal(secret, secretContext(merchantId, { owner, endpointId }));
  const endpoint: Endpoint = {
    ...{ owner, endpointId, ...content, revision: 1, state: { status: 'enabled' } },
    ...{ secrets: [{ sealed, since: now, endsAt: null }], createdAt: now, createdBy: by, changedAt: now },
  };
  const isMine = await webhooks.advanceEndpoint(merchantId, null, endpoint);
  forgetEndpoints(deps, command);
  if (isMine) return { endpoint, secret };
  return { endpoint: repeated(await endpointOf(deps, { merchantId, owner, endpointId }), content), secret: null };
}

export interface OfEndpoint extends OwnedBy {
  readonly endpointId: string;
}

/** An endpoint that there is. */
export async function endpointOf(deps: Deps, { merchantId, owner, endpointId }: OfEndpoint): Promise<Endpoint> {
  const found = await deps.stores.webhooks.endpoint(merchantId, owner, endpointId);
  if (found === null || found.state.status === 'removed') {
    throw new DomainError('webhook.not-found', {
      en: `there is no endpoint "${endpointId}"`,
      ja: `送信先"${endpointId}"は見つかりません`,
    });
  }
  return found;
}

/** Those that there are, by id. */
export async function listEndpoints(deps: Deps, { merchantId, owner }: OwnedBy): Promise<readonly Endpoint[]> {
  const all = await deps.stores.webhooks.endpoints(merchantId, owner);
  return all.filter(({ state }) => state.status !== 'removed');
}

/** The revision that the caller has seen; `*`: whichever it is. */
export interface Seen extends OfEndpoint {
  readonly seen: SeenRevision;
}

export interface ChangeEndpoint extends Seen {
  readonly content: EndpointContent;
  readonly isEnabled: boolean;
}

/** Replaces what was written of it, and turns it on or off. */
export async function changeEndpoint(deps: Deps, command: ChangeEndpoint): Promise<Endpoint> {
  const { content, isEnabled } = command;
  const now = checkedNow(deps, content);
  return await advanced(deps, command, (endpoint) => {
    const { state } = endpoint;
    if (isEnabled) return changed(endpoint, { ...content, state: { status: 'enabled' } }, now);
    const off = { status: 'disabled', reason: 'by-hand', since: now } as const;
    return changed(endpoint, { ...content, state: state.status === 'enabled' ? off : state }, now);
  });
}

/** Nothing is sent there any more. */
export async function removeEndpoint(deps: Deps, command: Seen): Promise<void> {
  const since = webhookHost(deps).now();
  await advanced(deps, command, (endpoint) => {
    return changed(endpoint, { state: { status: 'removed', since }, secrets: [] }, since);
  });
}

export interface RotateSecret extends Seen {
  readonly secret: string;
  /** How long the secret before goes on signing too; 0: it leaked. */
  readonly overlapHours: number;
}

export async function rotateSecret(deps: Deps, command: RotateSecret): Promise<Endpoint> {
  const now = webhookHost(deps).now();
  const sealed = await deps.cipher.seal(command.secret, secretContext(command.merchantId, command));
  const oldEndsAt = now + command.overlapHours * HOUR_MS;
  return await advanced(deps, command, (endpoint) => withSecret(endpoint, { sealed, now, oldEndsAt }));
}

/** Under what a secret is sealed: it opens for its own endpoint only. */
export function secretContext(merchantId: MerchantId, { owner, endpointId }: Pick<Endpoint, 'owner' | 'endpointId'>) {
  return sealContext('webhook', merchantId, owner, endpointId);
}

async function advanced(deps: Deps, command: Seen, next: (endpoint: Endpoint) => Endpoint): Promise<Endpoint> {
  const { merchantId, seen } = command;
  const endpoint = await endpointOf(deps, command);
  const { endpointId, revision } = endpoint;
  const name = { en: `endpoint ${endpointId}`, ja: `送信先${endpointId}` };
  requireRevision({ name, revision, code: 'webhook.edited' }, seen);
  const after = next(endpoint);
  const isChanged = await deps.stores.webhooks.advanceEndpoint(merchantId, endpoint, after);
  forgetEndpoints(deps, command);
  if (isChanged) return after;
  throw new DomainError('webhook.edited', {
    en: `${endpoint.endpointId} was changed in the meantime; read it again`,
    ja: `${endpoint.endpointId}はその間に変更されました。もう一度読み込んでください。`,
  });
}

function checkedNow(deps: Deps, { url }: EndpointContent): number {
  const { now, allowsLocal } = webhookHost(deps);
  const refusal = urlRefusal(url, allowsLocal);
  if (refusal !== null) throw new DomainError('webhook.url-invalid', refusal, { field: 'url' });
  return now();
}

function repeated(endpoint: Endpoint, { url, types, description }: EndpointContent): Endpoint {
  const there = [endpoint.url, endpoint.types, endpoint.description];
  const isSame = canonical(there) === canonical([url, types, description]) && endpoint.state.status !== 'removed';
  if (isSame) return endpoint;
  const what =
    endpoint.state.status === 'removed'
      ? { en: 'was removed; take another id', ja: '削除済みです。別のIDにしてください。' }
      : { en: 'has other content', ja: '内容の異なる送信先として登録済みです' };
  throw new DomainError('webhook.conflict', {
    en: `the endpoint "${endpoint.endpointId}" ${what.en}`,
    ja: `送信先"${endpoint.endpointId}"は${what.ja}`,
  });
}
