import * as z from 'zod';
import { ADJUSTMENT_REASONS } from '../domain/ledger/adjustment-reason.ts';
import type { Entry, EntryCause, EntryKind } from '../domain/ledger/entry.ts';
import type { Draft, EventDefinition } from './event.ts';
import type { FactOf } from './fact.ts';
import { amountData, amountOf, dateData, idData } from './wire.ts';

const causeData = z.union([
  z.object({
    type: z.literal('conversion'),
    conversionId: idData,
    lines: z.array(z.object({ lineId: idData, ruleId: z.string(), amount: amountData })),
  }),
  z.object({ type: z.literal('bonus'), bonusId: idData, window: idData }),
  z.object({ type: z.literal('override'), recruitedPartnerId: idData, level: z.int().positive() }),
  z.object({ type: z.literal('statement'), statementId: idData }),
  z.object({ type: z.literal('adjustment'), adjustmentId: idData, reason: z.enum(ADJUSTMENT_REASONS) }),
  z.object({ type: z.literal('opening'), importId: idData }),
  z.object({ type: z.literal('reserve'), keptIn: idData }),
  z.object({ type: z.literal('payout'), payoutId: idData }),
  z.object({ type: z.literal('remittance'), payoutId: idData, reference: idData }),
]);

const entryData = z.object({
  entryId: idData,
  partnerId: idData,
  periodId: idData,
  /** The business date on which it entered the books. */
  bookedOn: dateData,
  currency: z.string(),
  cause: causeData,
  postings: z.array(z.object({ from: idData, to: idData, amount: amountData })).min(1),
});

const tamperedData = z.object({
  /** What was done to an entry that must never change. */
  change: z.enum(['MODIFY', 'REMOVE']),
  sequenceNumber: idData,
  partitionKey: z.string(),
  sortKey: z.string(),
});

const posted = {
  version: 1,
  entity: 'entry',
  data: entryData,
  reference: ['entryId', 'partnerId', 'periodId'],
  subscribers: ['deliver-webhooks'],
} as const;

export const entryEvents = {
  'accrual.posted': { ...posted, description: 'Commission owed to a partner but not yet payable was recognised.' },
  'release.posted': { ...posted, description: 'Commission went from held to payable when its hold ended.' },
  'clawback.posted': { ...posted, description: 'Commission was taken back after a reversal.' },
  'true-up.posted': { ...posted, description: 'Commission posted before was brought to its new target.' },
  'bonus.posted': { ...posted, description: 'A bonus became payable, or a shrunken one was taken back.' },
  'override.posted': { ...posted, description: 'A partner earned on the commission of one that it recruited.' },
  'adjustment.posted': {
    ...posted,
    description: 'What a partner is owed was changed by people, one of whom approved.',
  },
  'opening.posted': {
    ...posted,
    description: 'A balance that a partner had before the program moved in was taken over.',
  },
  'reserve.posted': {
    ...posted,
    description: 'A share of what was released was kept back as security, or given back.',
  },
  'tax.posted': { ...posted, description: 'Consumption tax on what a statement newly fixed was recognised.' },
  'remittance.posted': { ...posted, description: 'The bank confirmed the transfer of a payout.' },
  'return.posted': { ...posted, description: 'The bank sent the transfer of a payout back.' },
  // At which rate the payer exchanged is no concern of the partner, who hears of all that its webhooks tell.
  'exchange.posted': {
    ...posted,
    subscribers: [],
    description: "What the bank took for a transfer in the payee's currency was booked, with what that gains or loses.",
  },
  'payout.posted': { ...posted, description: 'A payout left payable for the bank.' },
} as const satisfies Record<`${EntryKind}.posted`, EventDefinition>;

export const ledgerEvents = {
  'ledger.tampered': {
    version: 1,
    entity: null,
    description: 'An entry of the ledger was changed or removed. It is an incident: nobody has the right to.',
    data: tamperedData,
    reference: ['change', 'sequenceNumber', 'partitionKey', 'sortKey'],
    subscribers: [],
  },
} as const satisfies Record<string, EventDefinition>;

export function entryDraft({ value }: FactOf<'entry'>): Draft<keyof typeof entryEvents> {
  const { entryId, partnerId, periodId, bookedOn, currency, postings } = value;
  const data: z.infer<typeof entryData> = {
    entryId,
    partnerId,
    periodId,
    bookedOn,
    currency,
    cause: causeOf(value.cause, value),
    postings: postings.map((posting) => ({
      from: posting.from,
      to: posting.to,
      amount: amountOf(posting.amountMinor, posting.currency ?? currency),
    })),
  };
  return { type: `${value.kind}.posted`, key: [partnerId, entryId], occurredAt: value.effectiveAt, data };
}

function causeOf(cause: EntryCause, { currency }: Entry): z.infer<typeof causeData> {
  if (cause.type !== 'conversion') return cause;
  const lines = cause.lines.map(({ lineId, ruleId, amountMinor }) => ({
    lineId,
    ruleId,
    amount: amountOf(amountMinor, currency),
  }));
  return { type: cause.type, conversionId: cause.conversionId, lines };
}

/** What the stream of the ledger showed, and must never show. */
export interface Tampering extends z.infer<typeof tamperedData> {
  readonly noticedAt: number;
}

export function tamperedDraft({ noticedAt, ...data }: Tampering): Draft<keyof typeof ledgerEvents> {
  return { type: 'ledger.tampered', key: [data.sequenceNumber], occurredAt: noticedAt, data };
}
