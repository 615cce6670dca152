import type { Connector, ConnectorMessage } from '../../../domain/connector/connector.ts';
import type { Sent } from '../../../domain/connector/prune.ts';
import { pointedAt } from '../../../domain/connector/prune.ts';
import { DomainError } from '../../../domain/errors.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import { typeOfSigned } from '../../connector/map-signed.ts';
import { messageIdOf } from '../../connector/message-id.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { ReceivedMessage } from './receive-message.ts';
import { receiveMessage } from './receive-message.ts';

/** What a vendor puts on its partner event bus. AWS vouches for the bus, so nothing of it is signed. */
export interface PartnerEvent {
  readonly id: string;
  readonly detail: Sent;
}

/** Deals with an event as with the same message over HTTP; both may come, and change nothing twice. */
export async function receivePartnerEvent(
  deps: Deps,
  { connectorId, event }: { readonly connectorId: string; readonly event: PartnerEvent },
): Promise<ConnectorMessage> {
  const connector = await deps.stores.connectors.connector(connectorId);
  if (!connector?.isActive)
    throw new DomainError('connector.not-found', {
      en: `there is no connector "${connectorId}"`,
      ja: `コネクタ"${connectorId}"は見つかりません`,
    });
  const { messageId, type, payload } = messageIn(connector, event);
  return await receiveMessage(deps, connector, { messageId, type, payload, hash: deps.sha256(canonical(payload)) });
}

/** Stripe sends its event as it is, Shopify the body with what HTTP has as headers, others what their mapping reads. */
function messageIn({ kind, account, mapping }: Connector, { id, detail }: PartnerEvent): Omit<ReceivedMessage, 'hash'> {
  if (kind === 'stripe') {
    const type = pointedAt(detail, '/type') ?? 'unknown';
    return { messageId: messageIdOf(pointedAt(detail, '/id'), id), type: String(type), payload: detail };
  }
  if (kind === 'signed') {
    const named = mapping?.id == null ? undefined : pointedAt(detail, mapping.id);
    const type = mapping === null ? 'unknown' : typeOfSigned(mapping, detail);
    return { messageId: messageIdOf(named, id), type, payload: detail };
  }
  const told = headersIn(pointedAt(detail, '/metadata'));
  const shop = told.get('x-shopify-shop-domain') ?? '';
  if (account !== null && shop !== account) {
    throw new DomainError('connector.not-found', {
      en: `the event is of the shop "${shop}", not of ${account}`,
      ja: `イベントはショップ"${shop}"のもので、${account}のものではありません`,
    });
  }
  return {
    messageId: messageIdOf(told.get('x-shopify-webhook-id'), id),
    type: told.get('x-shopify-topic') ?? 'unknown',
    payload: pointedAt(detail, '/payload') ?? null,
  };
}

function headersIn(metadata: Sent | undefined): ReadonlyMap<string, string> {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) return new Map();
  return new Map(Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), String(value)]));
}
