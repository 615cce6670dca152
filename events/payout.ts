import * as z from 'zod';
import { canonical } from '../domain/integrity/canonical.ts';
import type { HoldReason, Payout } from '../domain/payout/payout.ts';
import { RELEASE_REASONS } from '../domain/payout/screening.ts';
import type { Instant } from '../domain/time.ts';
import type { Draft, EventDefinition } from './event.ts';
import type { FactOf } from './fact.ts';
import { amountData, amountOf, idData, instantData, instantOf } from './wire.ts';

const payoutData = z.object({
  payoutId: idData,
  periodId: idData,
  partnerId: idData,
  /** Its way to the bank, counted from 1. */
  attempt: z.int().positive(),
});

const sentData = z.object({
  ...payoutData.shape,
  batchId: idData,
  payable: amountData,
  tax: amountData,
  withholding: amountData,
  /** Added by the payer where fees are agreed net of withholding. */
  grossUp: amountData,
  /** In the payee's currency. */
  transfer: amountData,
});

const heldData = z.object({
  ...payoutData.shape,
  reasons: z
    .array(
      z.object({
        /** As `payee.missing`, `tax.profile-missing`, `screening.refund-rate`. */
        code: z.string(),
        /** When it ends by itself; null: when somebody sees to it. */
        until: instantData.nullable(),
        /** More of it, for people; null where the code says all. */
        note: z.string().nullable(),
      }),
    )
    .min(1),
});

const releasedData = z.object({
  ...payoutData.shape,
  /** The last word of a person on signs of abuse; null: all that held it ended by itself, or was seen to. */
  reasonCode: z.enum(RELEASE_REASONS).nullable(),
});

const returnedData = z.object({ ...payoutData.shape, transfer: amountData, reason: z.string() });

const payout = {
  version: 1,
  entity: 'payout',
  reference: ['payoutId', 'periodId', 'partnerId'],
  subscribers: ['deliver-webhooks'],
} as const;

export const payoutEvents = {
  'payout.drafted': {
    ...payout,
    description: 'A payout of a closed period was drafted, or drafted again for another way to the bank.',
    data: payoutData,
  },
  'payout.held': {
    ...payout,
    description: 'A drafted payout waits, for these reasons; told again when the reasons are others.',
    data: heldData,
  },
  'payout.released': {
    ...payout,
    description: 'Nothing holds a payout any longer that was held: it goes with the next batch.',
    data: releasedData,
  },
  'payout.approved': {
    ...payout,
    description: 'A second person approved a payout with its batch, and it left payable.',
    data: sentData,
  },
  'payout.remitted': { ...payout, description: 'A payout was handed to the bank in its file.', data: sentData },
  'payout.confirmed': { ...payout, description: 'The bank paid a payout.', data: sentData },
  'payout.returned': {
    ...payout,
    description: 'The bank gave a payout back, or did not take it. It can be paid when the payee is corrected.',
    data: returnedData,
  },
  'payout.cancelled': {
    ...payout,
    description: 'A payout was taken back before it went to the bank; it is drafted again when payouts are prepared.',
    data: payoutData,
  },
} as const satisfies Record<string, EventDefinition>;

type PayoutType = keyof typeof payoutEvents;

/** Every step that a payout has come to on its present way; each says only what was settled with that step. */
export function payoutDrafts({ value }: FactOf<'payout'>): readonly Draft<PayoutType>[] {
  const { payoutId, periodId, partnerId, attempt } = value;
  const named: z.infer<typeof payoutData> = { payoutId, periodId, partnerId, attempt };
  const drafts: Draft<PayoutType>[] = [];
  const add = (type: PayoutType, occurredAt: Instant | null, data: Draft['data']): void => {
    if (occurredAt !== null) drafts.push({ type, key: [payoutId, attempt], occurredAt, data });
  };
  add('payout.drafted', value.draftedAt, named);
  if (value.status === 'draft' && value.heldAt !== undefined) {
    const reasons = value.reasons.map(reasonOf);
    const data = { ...named, reasons } satisfies z.infer<typeof heldData>;
    drafts.push({
      type: 'payout.held',
      key: [payoutId, attempt, canonical(reasons), value.heldAt],
      occurredAt: value.heldAt,
      data,
    });
  }
  if (value.clearedAt !== undefined) {
    const data: z.infer<typeof releasedData> = { ...named, reasonCode: value.released?.reasonCode ?? null };
    const key = [payoutId, attempt, value.clearedAt];
    drafts.push({ type: 'payout.released', key, occurredAt: value.clearedAt, data });
  }
  const sent = sentOf(value, named);
  if (sent !== null) {
    add('payout.approved', value.approvedAt, sent);
    add('payout.remitted', value.remittedAt, sent);
    add('payout.confirmed', value.confirmedAt, sent);
  }
  if (value.status === 'returned' && value.returned !== null) {
    const { at, reason } = value.returned;
    const transfer = amountOf(value.transferMinor, value.transferCurrency);
    add('payout.returned', at, { ...named, transfer, reason } satisfies z.infer<typeof returnedData>);
  }
  add('payout.cancelled', value.cancelledAt, named);
  return drafts;
}

function reasonOf(reason: HoldReason): z.infer<typeof heldData>['reasons'][number] {
  const { code } = reason;
  switch (code) {
    case 'screening.shared-payee':
      return { code, until: instantOf(reason.until), note: reason.partnerIds.join(', ') };
    case 'screening.refund-rate':
    case 'screening.click-flood':
    case 'screening.fast-conversions':
      return { code, until: instantOf(reason.until), note: `${reason.rate} is above ${reason.limit}` };
    case 'screening.self-referral':
      return { code, until: instantOf(reason.until), note: reason.conversionIds.join(', ') };
    case 'screening.repeated-clicks':
      return { code, until: instantOf(reason.until), note: `more than ${reason.limit}` };
    case 'payee.changed':
      return { code, until: instantOf(reason.until), note: null };
    case 'payee.not-encodable':
    case 'needs-review':
      return { code, until: null, note: reason.note };
    case 'rate.missing':
      return { code, until: null, note: `${reason.from} to ${reason.to} on ${reason.on}` };
    default:
      return { code, until: null, note: null };
  }
}

function sentOf(value: Payout, named: z.infer<typeof payoutData>): z.infer<typeof sentData> | null {
  const { batchId, currency, transferCurrency } = value;
  if (batchId === null) return null;
  return {
    ...named,
    batchId,
    payable: amountOf(value.payableMinor, currency),
    tax: amountOf(value.taxMinor, currency),
    withholding: amountOf(value.withholdingMinor, currency),
    grossUp: amountOf(value.grossUpMinor, currency),
    transfer: amountOf(value.transferMinor, transferCurrency),
  };
}
