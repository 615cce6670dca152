import type { Attribution, Credit, RefusedTouchpoint, Touchpoint } from '../../domain/attribution/attribution.ts';
import type { PartnerId } from '../../domain/ids.ts';
import { canonical, parseCanonical } from '../../domain/integrity/canonical.ts';
import { newLine } from '../../domain/settlement/book-conversion.ts';
import type { ActiveConversion } from '../../domain/settlement/book-period.ts';
import type { BookedConversion, BookedLine } from '../../domain/settlement/booked.ts';
import type { Conversion, ConversionLine } from '../../domain/tracking/conversion.ts';
import { CONVERSION_KINDS } from '../../domain/tracking/conversion.ts';
import type { ShelfRecords } from './shelf.ts';
import type { RecordPacker, RecordReader } from './shelf-record.ts';

/** What their files are called. */
const ACTIVE = 'active';

/**
 * Active conversions as records of numbers and texts, since millions go through the disk. Their lines are written as booking
 * opens them; what was posted of them stays with who settles them. What is seldom there is written as canonical JSON. A partner
 * is its place in `partnerIds`, or its id if it is not among them.
 */
export function activeRecords(partnerIds: readonly PartnerId[]): ShelfRecords<ActiveConversion> {
  const places = new Map(partnerIds.map((partnerId, place) => [partnerId, place]));
  // The partner of a conversion stands in several places of it.
  let last: PartnerId | null = null;
  let place = -1;
  const partners: Partners = {
    write: (into, partnerId) => {
      if (partnerId !== last) {
        last = partnerId;
        place = places.get(partnerId) ?? -1;
      }
      into.number(place);
      if (place < 0) into.text(partnerId);
    },
    read: (from) => {
      const place = from.number();
      return place < 0 ? (from.text() ?? '') : (partnerIds[place] as PartnerId);
    },
  };
  return {
    name: ACTIVE,
    write: (active, into) => writeActive(active, into, partners),
    read: (from) => readActive(from, partners),
  };
}

interface Partners {
  readonly write: (into: RecordPacker, partnerId: PartnerId) => void;
  readonly read: (from: RecordReader) => PartnerId;
}

function writeActive({ booked, isNew, isTouched }: ActiveConversion, into: RecordPacker, partners: Partners): void {
  const { reversals, rate, lines, firstCredited } = booked;
  into.number(Number(isNew) + 2 * Number(isTouched) + 4 * Number(booked.customer === 'new'));
  into.number(booked.planVersion);
  into.number(booked.holdUntil);
  into.text(booked.factHash ?? null);
  into.text(booked.waitsFor);
  into.text(rate === null ? null : canonical(rate));
  into.text(reversals.length === 0 ? null : canonical(reversals));
  into.text(booked.review === undefined ? null : canonical(booked.review));
  writeConversion(booked.conversion, into, partners);
  writeAttribution(booked.attribution, into, partners);
  into.list(lines, ({ position, partnerId, payId, isShare }) => {
    into.number(isShare ? -1 - position : position);
    partners.write(into, partnerId);
    into.text(payId);
  });
  into.list(firstCredited, ({ partnerId, at, isThis }) => {
    partners.write(into, partnerId);
    into.number(at);
    into.number(Number(isThis));
  });
}

function readActive(from: RecordReader, partners: Partners): ActiveConversion {
  const marks = from.number();
  const planVersion = from.number();
  const holdUntil = from.number();
  const factHash = from.text();
  const waitsFor = from.text() as BookedConversion['waitsFor'];
  const rate = from.text();
  const reversals = from.text();
  const review = from.text();
  const booked: BookedConversion = {
    conversion: readConversion(from, partners),
    attribution: readAttribution(from, partners),
    planVersion,
    customer: marks & 4 ? 'new' : 'returning',
    rate: rate === null ? null : parseCanonical<BookedConversion['rate']>(rate),
    waitsFor,
    holdUntil,
    lines: from.list((): BookedLine => {
      const position = from.number();
      const partnerId = partners.read(from);
      const isShare = position < 0;
      return newLine(isShare ? -1 - position : position, partnerId, from.text(), isShare);
    }),
    reversals: reversals === null ? [] : parseCanonical<BookedConversion['reversals']>(reversals),
    firstCredited: from.list(() => {
      const partnerId = partners.read(from);
      return { partnerId, at: from.number(), isThis: from.number() === 1 };
    }),
    ...(factHash === null ? {} : { factHash }),
    ...(review === null ? {} : { review: parseCanonical<BookedConversion['review']>(review) }),
  };
  return { booked, isNew: (marks & 1) !== 0, isTouched: (marks & 2) !== 0 };
}

const NO_METADATA = {};

function writeConversion(conversion: Conversion, into: RecordPacker, partners: Partners): void {
  const { partnerId, metadata } = conversion;
  into.text(conversion.conversionId);
  into.number(conversion.occurredAt);
  into.number(CONVERSION_KINDS.indexOf(conversion.kind));
  into.text(conversion.currency);
  into.text(conversion.visitorId);
  into.text(conversion.customerId);
  into.text(conversion.coupon);
  into.text(conversion.country);
  into.text(conversion.clickId);
  into.text(Object.keys(metadata).length === 0 ? null : canonical(metadata));
  into.number(Number(partnerId !== null));
  if (partnerId !== null) partners.write(into, partnerId);
  into.list(conversion.lines, (line) => {
    into.text(line.lineId);
    into.text(line.productId);
    into.text(line.category);
    into.number(line.quantity);
    into.minor(line.amountMinor);
    into.minor(line.taxMinor);
    into.minor(line.shippingMinor);
  });
}

function readConversion(from: RecordReader, partners: Partners): Conversion {
  const conversionId = from.text() ?? '';
  const occurredAt = from.number();
  const kind = CONVERSION_KINDS[from.number()] as Conversion['kind'];
  const currency = from.text() ?? '';
  const visitorId = from.text();
  const customerId = from.text();
  const coupon = from.text();
  const country = from.text();
  const clickId = from.text();
  const metadata = from.text();
  return {
    conversionId,
    occurredAt,
    kind,
    currency,
    visitorId,
    customerId,
    coupon,
    country,
    clickId,
    metadata: metadata === null ? NO_METADATA : (JSON.parse(metadata) as Conversion['metadata']),
    partnerId: from.number() === 1 ? partners.read(from) : null,
    lines: from.list(
      (): ConversionLine => ({
        lineId: from.text() ?? '',
        productId: from.text(),
        category: from.text(),
        quantity: from.number(),
        amountMinor: from.minor(),
        taxMinor: from.minor(),
        shippingMinor: from.minor(),
      }),
    ),
  };
}

type Attributed = Extract<Attribution, { outcome: 'attributed' }>;
type Unattributed = Extract<Attribution, { outcome: 'unattributed' }>;

function writeAttribution(attribution: Attribution, into: RecordPacker, partners: Partners): void {
  const { refused } = attribution;
  into.text(refused.length === 0 ? null : canonical(refused));
  into.number(Number(attribution.outcome === 'attributed'));
  if (attribution.outcome === 'unattributed') {
    into.text(attribution.reason);
    return;
  }
  into.text(attribution.basis);
  into.text(attribution.model);
  into.text(attribution.note);
  into.text(attribution.snapshotId ?? null);
  into.list(attribution.credits, ({ partnerId, creditWeight }) => {
    partners.write(into, partnerId);
    into.minor(creditWeight);
  });
  into.list(attribution.touchpoints, ({ type, id, occurredAt, partnerId }) => {
    into.number(TOUCH_TYPES.indexOf(type));
    into.text(id);
    into.number(occurredAt);
    partners.write(into, partnerId);
  });
}

const TOUCH_TYPES: readonly Touchpoint['type'][] = ['click', 'coupon'];

const snapshotIn = (snapshotId: string | null) => (snapshotId === null ? {} : { snapshotId });

function readAttribution(from: RecordReader, partners: Partners): Attribution {
  const refusals = from.text();
  const refused = refusals === null ? [] : (JSON.parse(refusals) as readonly RefusedTouchpoint[]);
  if (from.number() === 0) return { outcome: 'unattributed', reason: from.text() as Unattributed['reason'], refused };
  return {
    outcome: 'attributed',
    basis: from.text() as Attributed['basis'],
    model: from.text(),
    note: from.text() as Attributed['note'],
    ...snapshotIn(from.text()),
    credits: from.list((): Credit => ({ partnerId: partners.read(from), creditWeight: from.minor() })),
    touchpoints: from.list(
      (): Touchpoint => ({
        type: TOUCH_TYPES[from.number()] as Touchpoint['type'],
        id: from.text() ?? '',
        occurredAt: from.number(),
        partnerId: partners.read(from),
      }),
    ),
    refused,
  };
}
