import * as z from 'zod';
import type { Sent } from '../../domain/connector/prune.ts';
import { DomainError } from '../../domain/errors.ts';
import { env } from '../runtime/env.ts';
import type { PartnerEvent } from '../usecases/connector/receive-partner-event.ts';
import { receivePartnerEvent } from '../usecases/connector/receive-partner-event.ts';
import type { Receive } from './sqs-handler.ts';
import { sqsHandler } from './sqs-handler.ts';

const eventSchema = z.object({ id: z.string(), source: z.string(), detail: z.json() });
const connectorsSchema = z.record(z.string(), z.string());

/** Events of partner event buses, of which whoever deployed said whose connector hears them. */
export function partnerEventReceiver(connectors: () => string): Receive {
  return async (deps, body) => {
    const { source, ...event } = eventSchema.parse(JSON.parse(body));
    const connectorId = connectorsSchema.parse(JSON.parse(connectors()))[source];
    if (connectorId === undefined)
      throw new DomainError('connector.not-found', {
        en: `no connector hears ${source}`,
        ja: `${source}を受信するコネクタはありません`,
      });
    await receivePartnerEvent(deps, { connectorId, event: event as PartnerEvent & { readonly detail: Sent } });
  };
}

export const handler = sqsHandler(partnerEventReceiver(() => env('PARTNER_CONNECTORS')));
