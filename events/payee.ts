import * as z from 'zod';
import type { Draft, EventDefinition } from './event.ts';
import type { FactOf } from './fact.ts';
import { idData } from './wire.ts';

const payeeData = z.object({
  /** `partner/ptn_1`, who is paid, or `program/prg_1`, which pays. */
  owner: idData,
  revision: z.int().positive(),
  scheme: z.enum(['zengin', 'sepa', 'nacha']),
  bank: z.string(),
  /** Masked. */
  account: z.string(),
  /** Who drafted it, or who decided. */
  by: idData,
});

const payee = {
  version: 1,
  entity: 'payee',
  data: payeeData,
  reference: ['owner', 'revision'],
  subscribers: [],
} as const;

export const payeeEvents = {
  'payee.drafted': { ...payee, description: 'New bank details were given; they wait for a second person.' },
  'payee.changed': { ...payee, description: 'New bank details were approved; they may be paid after two days.' },
  'payee.rejected': { ...payee, description: 'New bank details were rejected.' },
} as const satisfies Record<string, EventDefinition>;

/** The draft of a version, and what was decided on it. */
export function payeeDrafts({ value }: FactOf<'payee'>): readonly Draft<keyof typeof payeeEvents>[] {
  const { owner, revision, account, draftedBy, draftedAt, decidedBy, decidedAt, status } = value;
  const key = [owner, revision];
  const { scheme, bank } = account;
  const told: Omit<z.infer<typeof payeeData>, 'by'> = { owner, revision, scheme, bank, account: account.account };
  const drafted = { type: 'payee.drafted', key, occurredAt: draftedAt, data: { ...told, by: draftedBy } } as const;
  if (decidedBy === null || decidedAt === null) return [drafted];
  const type = status === 'approved' ? 'payee.changed' : 'payee.rejected';
  return [drafted, { type, key, occurredAt: decidedAt, data: { ...told, by: decidedBy } }];
}
