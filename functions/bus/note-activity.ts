import { DomainError } from '../../domain/errors.ts';
import { noteClick, noteCredited } from '../usecases/partner/note-activity.ts';
import { sqsHandler } from './sqs-handler.ts';
import type { Subscriber } from './subscription.ts';
import { receiver } from './subscription.ts';

/** What partners are shown of their own is found by them only once it stands in their index. */
export const noteActivity: Subscriber = async (
  deps,
  { id, type, merchantId, programId, occurredAt, recordedAt, data },
) => {
  const { conversionId, clickId, visitorId, partnerId, linkId, isBot, source } = data;
  if (programId === null) throw new DomainError('event.invalid', `event ${id} (${type}) names no program`);
  const scope = { merchantId, programId };
  if (type !== 'click.recorded') return await noteCredited(deps, scope, String(conversionId));
  const at = Date.parse(occurredAt);
  const fact = {
    clickId: String(clickId),
    visitorId: String(visitorId),
    partnerId: String(partnerId),
    linkId: typeof linkId === 'string' ? linkId : null,
    isBot: isBot === true,
    occurredAt: at,
    ...(typeof source === 'string' ? { source } : {}),
  };
  await noteClick(deps, scope, { fact, recordedAt: recordedAt === null ? at : Date.parse(recordedAt) });
};

export const handler = sqsHandler(receiver(noteActivity));
