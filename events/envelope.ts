import { createHash } from 'node:crypto';
import * as z from 'zod';
import { canonical } from '../domain/integrity/canonical.ts';
import { formatInstant } from '../domain/time.ts';
import type { EventType } from './catalogue.ts';
import { definitionOf } from './catalogue.ts';
import { draftsOf } from './draft.ts';
import type { Tampering } from './entry.ts';
import { tamperedDraft } from './entry.ts';
import type { Draft } from './event.ts';
import type { Fact } from './fact.ts';
import { idData, instantData } from './wire.ts';

/** The name under which we stand on the bus. */
export const EVENT_SOURCE = 'bunpai';

/** EventBridge takes 256 KB a request; above this an event is cut to its reference, so that it always fits with its frame. */
export const EVENT_BYTES_MAX = 200_000;

/** What every event says besides its data. The same fact always gives the same envelope, published again or not. */
export interface Envelope {
  readonly id: string;
  readonly type: EventType;
  readonly version: number;
  readonly merchantId: string;
  /** Null: it concerns the merchant, not one program. */
  readonly programId: string | null;
  readonly occurredAt: string;
  /** Null where the fact is dated by the run that made it. */
  readonly recordedAt: string | null;
  /** The data were too large and hold the reference only: read the rest through the API. */
  readonly isCut: boolean;
  readonly data: Readonly<Record<string, unknown>>;
}

type Frame = Pick<Fact, 'merchantId' | 'programId' | 'recordedAt'>;

/** Everything there is to tell of a stored fact, ready to be published. */
export function envelopesOf(fact: Fact): readonly Envelope[] {
  return draftsOf(fact).map((draft) => envelopeOf(draft, fact));
}

/** The incident that an entry of the ledger was changed or removed. */
export function tamperedEnvelope(tampering: Tampering, whose: Pick<Frame, 'merchantId' | 'programId'>): Envelope {
  return envelopeOf(tamperedDraft(tampering), { ...whose, recordedAt: null });
}

/** The schema of a whole event of a type: its envelope with its data, or, when it was cut, with its reference. */
export function envelopeSchema(type: EventType) {
  const { version, data, reference } = definitionOf(type);
  const frame = {
    id: idData,
    type: z.literal(type),
    version: z.literal(version),
    merchantId: idData,
    programId: idData.nullable(),
    occurredAt: instantData,
    recordedAt: instantData.nullable(),
  };
  const kept: Record<string, true> = Object.fromEntries(reference.map((name) => [name, true]));
  return z.discriminatedUnion('isCut', [
    z.object({ ...frame, isCut: z.literal(false), data }),
    z.object({ ...frame, isCut: z.literal(true), data: data.pick(kept) }),
  ]);
}

function envelopeOf({ type, key, occurredAt, data }: Draft<EventType>, frame: Frame): Envelope {
  const { version, reference } = definitionOf(type);
  const { merchantId, programId, recordedAt } = frame;
  const whole: Envelope = {
    id: eventId([type, version, merchantId, programId, ...key]),
    type,
    version,
    merchantId,
    programId,
    occurredAt: formatInstant(occurredAt),
    recordedAt: recordedAt === null ? null : formatInstant(recordedAt),
    isCut: false,
    data,
  };
  if (Buffer.byteLength(JSON.stringify(whole)) <= EVENT_BYTES_MAX) return whole;
  return { ...whole, isCut: true, data: Object.fromEntries(reference.map((name) => [name, data[name]])) };
}

function eventId(key: readonly unknown[]): string {
  return `evt_${createHash('sha256').update(canonical(key)).digest('hex').slice(0, 40)}`;
}
