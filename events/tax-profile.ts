import * as z from 'zod';
import type { Draft, EventDefinition } from './event.ts';
import type { FactOf } from './fact.ts';
import { dateData, idData } from './wire.ts';

/** Which version of whose profile; what it says is read by those who may. */
const profileData = z.object({
  partnerId: idData,
  version: z.int().positive(),
  /** The first business date on which it holds, once it is in force. */
  from: dateData,
  /** Who wrote it, or who decided. */
  by: idData,
});

const profile = {
  version: 1,
  entity: 'taxProfile',
  data: profileData,
  reference: ['partnerId', 'version'],
  subscribers: [],
} as const;

export const taxProfileEvents = {
  'tax-profile.proposed': { ...profile, description: 'A partner wrote its tax profile; it waits for finance.' },
  'tax-profile.changed': { ...profile, description: 'A version of a tax profile is in force from its first day on.' },
  'tax-profile.refused': { ...profile, description: 'A version of a tax profile was refused.' },
} as const satisfies Record<string, EventDefinition>;

/** What happened to each version of a partner's profile, in the order of the versions. */
export function taxProfileDrafts({ value }: FactOf<'taxProfile'>): readonly Draft<keyof typeof taxProfileEvents>[] {
  const { partnerId, versions } = value;
  return versions.flatMap(({ version, from, status, draftedBy, draftedAt, decidedBy, decidedAt }) => {
    const key = [partnerId, version];
    const told = { partnerId, version, from };
    const wasProposed = status === 'proposed' || draftedBy !== decidedBy || status === 'refused';
    const proposed = {
      key,
      occurredAt: draftedAt,
      data: { ...told, by: draftedBy },
      type: 'tax-profile.proposed',
    } as const;
    if (decidedBy === null || decidedAt === null) return [proposed];
    const type = status === 'refused' ? 'tax-profile.refused' : 'tax-profile.changed';
    const decided = { key, occurredAt: decidedAt, data: { ...told, by: decidedBy }, type } as const;
    return wasProposed ? [proposed, decided] : [decided];
  });
}
