import { Broken } from '../../domain/errors.ts';
import { noteClick, noteCredited } from '../usecases/partner/note-activity.ts';
import { sqsHandler } from './sqs-handler.ts';
import type { Subscriber } from './subscription.ts';
import { receiver } from './subscription.ts';

/** What partners are shown of their own is found by them only once it stands in their index. */
export const noteActivity: Subscriber = async (
  deps,
  { id, type, merchantId, programId, occurredAt, recordedAt, data },
) => {
  const { linkId, isBot, source } = data;
  const named = (member: string): string => {
    const value = data[member];
    if (typeof value === 'string') return value;
    throw new Broken('event.invalid', `event ${id} (${type}) names no ${member}`);
  };
  if (programId === null) throw new Broken('event.invalid', `event ${id} (${type}) names no program`);
  const scope = { merchantId, programId };
  if (type !== 'click.recorded') return await noteCredited(deps, scope, named('conversionId'));
  const at = Date.parse(occurredAt);
  const fact = {
    clickId: named('clickId'),
    visitorId: named('visitorId'),
    partnerId: named('partnerId'),
    linkId: typeof linkId === 'string' ? linkId : null,
    isBot: isBot === true,
    occurredAt: at,
    ...(typeof source === 'string' ? { source } : {}),
  };
  await noteClick(deps, scope, { fact, recordedAt: recordedAt === null ? at : Date.parse(recordedAt) });
};

export const handler = sqsHandler(receiver(noteActivity));
