import * as z from 'zod';
import type { Draft, EventDefinition } from './event.ts';
import type { FactOf } from './fact.ts';
import { idData } from './wire.ts';

const clickData = z.object({
  clickId: idData,
  visitorId: idData,
  partnerId: idData,
  linkId: idData.nullable(),
  isBot: z.boolean(),
  /** Whence it came, hashed with a salt that is destroyed after the day; null: no consent, or not known. */
  source: z.string().nullable(),
});

export const clickEvents = {
  'click.recorded': {
    version: 1,
    entity: 'click',
    description: 'A visitor came through a tracking link, or the merchant reported that one did.',
    data: clickData,
    reference: ['clickId', 'visitorId', 'partnerId'],
    subscribers: ['note-activity'],
  },
} as const satisfies Record<string, EventDefinition>;

export function clickDraft({ value }: FactOf<'click'>): Draft<keyof typeof clickEvents> {
  const { clickId, occurredAt, visitorId, partnerId, linkId, isBot, source = null } = value;
  const data: z.infer<typeof clickData> = { clickId, visitorId, partnerId, linkId, isBot, source };
  return { type: 'click.recorded', key: [clickId], occurredAt, data };
}
