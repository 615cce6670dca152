import { Broken } from '../../domain/errors.ts';
import type { Instant } from '../../domain/time.ts';
import type { Envelope } from '../../events/envelope.ts';
import { envelopesOf, tamperedEnvelope } from '../../events/envelope.ts';
import type { DecodedItem } from '../store/dynamodb/codec.ts';
import { ownerOf } from '../store/dynamodb/table.ts';
import type { EventPublisher } from './event-publisher.ts';
import type { CurrencyOf } from './fact-of.ts';
import { factOf } from './fact-of.ts';

/** An image of an item in a stream record; how its values are written differs by who delivers it. */
export type Image = Readonly<Record<string, unknown>>;

/** One record of a table's stream, from Lambda or read by ourselves. */
export interface StreamRecord {
  readonly eventName?: string | undefined;
  readonly dynamodb?: StreamImages | undefined;
}

interface StreamImages {
  readonly SequenceNumber?: string | undefined;
  /** Epoch seconds from Lambda, a date from the SDK. */
  readonly ApproximateCreationDateTime?: number | Date | undefined;
  readonly Keys?: Image | undefined;
  readonly NewImage?: Image | undefined;
  readonly OldImage?: Image | undefined;
}

/** What publishing leans on. */
export interface PublishDeps {
  readonly publisher: EventPublisher;
  readonly currencyOf: CurrencyOf;
  /** Reads an image of the table's stream, with its chunks; null for an item that only helps to find another. */
  readonly read: (image: Image) => Promise<DecodedItem | null>;
  readonly report: (message: string, details: Readonly<Record<string, unknown>>) => void;
}

export interface StreamBatch {
  /** Of the ledger, or the audit log: there every change but an insertion is an incident. */
  readonly isLedger: boolean;
  readonly records: readonly StreamRecord[];
}

/**
 * Tells others what a table's stream tells us, in its order. Resolves to the sequence number of the first record that could not
 * be told, or null; that one and everything after it is to be offered again. Told twice, an event has the same id twice.
 */
export async function publishRecords(deps: PublishDeps, batch: StreamBatch): Promise<string | null> {
  const told: { readonly sequenceNumber: string; readonly envelope: Envelope }[] = [];
  let stoppedAt: string | null = null;
  for (const record of batch.records) {
    const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
    try {
      for (const envelope of await envelopesIn(deps, batch.isLedger, record)) told.push({ sequenceNumber, envelope });
    } catch (error) {
      // What came before it is told all the same; it itself blocks its shard until it is set aside.
      deps.report('stream record unreadable', { sequenceNumber, error });
      stoppedAt = sequenceNumber;
      break;
    }
  }
  const refused = await deps.publisher.publish(told.map(({ envelope }) => envelope));
  return told.find(({ envelope }) => refused.has(envelope.id))?.sequenceNumber ?? stoppedAt;
}

async function envelopesIn(deps: PublishDeps, isLedger: boolean, record: StreamRecord): Promise<readonly Envelope[]> {
  const { NewImage: after, OldImage: before } = record.dynamodb ?? {};
  if (isLedger && record.eventName !== 'INSERT') return [tamperedIn(deps, record)];
  if (after === undefined) return [];
  const now = await envelopesOfImage(deps, after);
  if (before === undefined) return now;
  // A settlement goes on and a decision is made anew; what was told of them before is not news.
  const known = new Set((await envelopesOfImage(deps, before)).map(({ id }) => id));
  return now.filter(({ id }) => !known.has(id));
}

async function envelopesOfImage({ read, currencyOf }: PublishDeps, image: Image): Promise<readonly Envelope[]> {
  const item = await read(image);
  return item === null ? [] : envelopesOf(await factOf(item, currencyOf));
}

function tamperedIn(deps: PublishDeps, { eventName, dynamodb = {} }: StreamRecord): Envelope {
  const { pk, sk } = keyOf(dynamodb.Keys);
  const { merchantId, programId } = ownerOf(pk);
  const change = eventName === 'MODIFY' ? 'MODIFY' : 'REMOVE';
  const sequenceNumber = dynamodb.SequenceNumber ?? '';
  deps.report('ledger tampered', { change, pk, sk, sequenceNumber });
  const noticedAt = instantOf(dynamodb.ApproximateCreationDateTime);
  return tamperedEnvelope(
    { change, sequenceNumber, partitionKey: pk, sortKey: sk, noticedAt },
    { merchantId, programId },
  );
}

function keyOf(keys: Image = {}): { readonly pk: string; readonly sk: string } {
  const textOf = (value: unknown): string =>
    typeof value === 'string' ? value : ((value as Text | undefined)?.S ?? '');
  return { pk: textOf(keys['pk']), sk: textOf(keys['sk']) };
}

interface Text {
  readonly S?: string;
}

function instantOf(at: number | Date | undefined): Instant {
  if (at === undefined) throw new Broken('stream.undated', 'a stream record has no creation time');
  return typeof at === 'number' ? Math.round(at * 1000) : at.getTime();
}
