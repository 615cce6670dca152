import type { PartnerId } from '../../domain/ids.ts';
import { currencyCodes } from '../../domain/money/currency.ts';
import type { Click } from '../../domain/tracking/click.ts';
import type { Conversion, ConversionLine } from '../../domain/tracking/conversion.ts';
import { CONVERSION_KINDS } from '../../domain/tracking/conversion.ts';
import type { Block } from './spill.ts';
import { textOf } from './spill.ts';

/*
 * How facts lie in blocks. Lengths of texts are in letters; a length of 0 is a text that is not there, since none is empty.
 *   click        line, occurredAt, hash of the visitor, place of the partner, lengths (click, visitor, link, bot; bytes of text)
 *   conversion   occurredAt, hash of the id, lengths (id, visitor, customer, click), lengths (coupon, country) with its
 *                kind and currency, place of the partner or −1, how many lines follow, length of its metadata as JSON
 *   its lines    lengths (line, product, category), quantity, amount, tax, shipping
 * An amount beyond what a number holds exactly is minus the length of its digits, which then stand with the texts.
 */
export const CLICK_NUMBERS = 5;
export const HEAD_NUMBERS = 7;
export const LINE_NUMBERS = 5;
/** Where in a conversion's numbers their count of lines stands. */
export const LINE_COUNT_AT = 5;
const METADATA_AT = 6;

const BOT = 1 << 24;
const CLICK_LENGTHS = 2 ** 25;

export const CURRENCIES = currencyCodes();

export function clickLengths(click: number, visitor: number, link: number, isBot: boolean): number {
  return click | (visitor << 8) | (link << 16) | (isBot ? BOT : 0);
}

export function withTextBytes(lengths: number, textBytes: number): number {
  return lengths + textBytes * CLICK_LENGTHS;
}

export function textBytesOf(packed: number): number {
  return Math.floor(packed / CLICK_LENGTHS);
}

export function headLengths(id: number, visitor: number, customer: number, click: number): number {
  return (id | (visitor << 8) | (customer << 16) | (click << 24)) >>> 0;
}

export function headMarks(marks: {
  readonly coupon: number;
  readonly country: number;
  readonly kind: number;
  readonly currency: number;
}): number {
  return marks.coupon | (marks.country << 8) | (marks.kind << 11) | (marks.currency << 16);
}

export function lineLengths(line: number, product: number, category: number): number {
  return line | (product << 8) | (category << 16);
}

/** An amount's number, or minus the length of its digits. */
export function amountNumber(minor: bigint): number {
  return minor <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(minor) : -String(minor).length;
}

/** Reads the clicks of a block, each with the line that it stands on. */
export function clicksIn(
  block: Block,
  partnerIds: readonly PartnerId[],
  take: (click: Click, line: number) => void,
): void {
  const { numbers } = block;
  const cursor: Cursor = { text: textOf(block), end: 0 };
  for (let at = 0; at < numbers.length; at += CLICK_NUMBERS) {
    const lengths = numbers[at + 4] as number;
    const click: Click = {
      clickId: next(cursor, lengths & 255),
      occurredAt: numbers[at + 1] as number,
      visitorId: next(cursor, (lengths >>> 8) & 255),
      partnerId: partnerIds[numbers[at + 3] as number] as PartnerId,
      linkId: nextOrNull(cursor, (lengths >>> 16) & 255),
      isBot: (lengths & BOT) !== 0,
    };
    take(click, numbers[at] as number);
  }
}

/** A conversion, or as much of it as stands in one record. */
export interface ConversionRead extends Conversion {
  readonly lines: ConversionLine[];
}

const NO_METADATA = {};

/** Reads those conversions of a block whose id has a hash that is wanted. */
export function conversionsIn(
  block: Block,
  partnerIds: readonly PartnerId[],
  { isWanted, take }: { readonly isWanted: (hash: number) => boolean; readonly take: (read: ConversionRead) => void },
): void {
  const { numbers } = block;
  const cursor: Cursor = { text: textOf(block), end: 0 };
  for (let at = 0; at < numbers.length; ) {
    const end = at + HEAD_NUMBERS + (numbers[at + LINE_COUNT_AT] as number) * LINE_NUMBERS;
    if (isWanted(numbers[at + 1] as number)) take(conversionAt(numbers, at, cursor, partnerIds));
    else cursor.end += textLength(numbers, at, end);
    at = end;
  }
}

function textLength(numbers: Float64Array, from: number, to: number): number {
  const lengths = numbers[from + 2] as number;
  const marks = numbers[from + 3] as number;
  let length = sumOfBytes(lengths) + (marks & 255) + ((marks >>> 8) & 7) + (numbers[from + METADATA_AT] as number);
  for (let at = from + HEAD_NUMBERS; at < to; at += LINE_NUMBERS) {
    length += sumOfBytes(numbers[at] as number);
    for (let amount = at + 2; amount < at + LINE_NUMBERS; amount += 1)
      length += Math.max(0, -(numbers[amount] as number));
  }
  return length;
}

function sumOfBytes(lengths: number): number {
  return (lengths & 255) + ((lengths >>> 8) & 255) + ((lengths >>> 16) & 255) + ((lengths >>> 24) & 255);
}

interface Cursor {
  readonly text: string;
  end: number;
}

function next(cursor: Cursor, length: number): string {
  const start = cursor.end;
  cursor.end = start + length;
  return cursor.text.slice(start, cursor.end);
}

function nextOrNull(cursor: Cursor, length: number): string | null {
  return length === 0 ? null : next(cursor, length);
}

function conversionAt(
  numbers: Float64Array,
  from: number,
  cursor: Cursor,
  partnerIds: readonly PartnerId[],
): ConversionRead {
  const lengths = numbers[from + 2] as number;
  const marks = numbers[from + 3] as number;
  const conversionId = next(cursor, lengths & 255);
  const visitorId = nextOrNull(cursor, (lengths >>> 8) & 255);
  const customerId = nextOrNull(cursor, (lengths >>> 16) & 255);
  const clickId = nextOrNull(cursor, lengths >>> 24);
  const coupon = nextOrNull(cursor, marks & 255);
  const country = nextOrNull(cursor, (marks >>> 8) & 7);
  const metadata = nextOrNull(cursor, numbers[from + METADATA_AT] as number);
  const partner = numbers[from + 4] as number;
  const lines: ConversionLine[] = [];
  const end = from + HEAD_NUMBERS + (numbers[from + LINE_COUNT_AT] as number) * LINE_NUMBERS;
  for (let at = from + HEAD_NUMBERS; at < end; at += LINE_NUMBERS) lines.push(lineAt(numbers, at, cursor));
  return {
    conversionId,
    occurredAt: numbers[from] as number,
    kind: CONVERSION_KINDS[(marks >>> 11) & 31] as Conversion['kind'],
    currency: CURRENCIES[marks >>> 16] as string,
    visitorId,
    customerId,
    coupon,
    country,
    partnerId: partner < 0 ? null : (partnerIds[partner] as PartnerId),
    clickId,
    lines,
    metadata: metadata === null ? NO_METADATA : (JSON.parse(metadata) as Conversion['metadata']),
  };
}

function lineAt(numbers: Float64Array, at: number, cursor: Cursor): ConversionLine {
  const lengths = numbers[at] as number;
  return {
    lineId: next(cursor, lengths & 255),
    productId: nextOrNull(cursor, (lengths >>> 8) & 255),
    category: nextOrNull(cursor, (lengths >>> 16) & 255),
    quantity: numbers[at + 1] as number,
    amountMinor: minorOf(numbers[at + 2] as number, cursor),
    taxMinor: minorOf(numbers[at + 3] as number, cursor),
    shippingMinor: minorOf(numbers[at + 4] as number, cursor),
  };
}

function minorOf(amount: number, cursor: Cursor): bigint {
  if (amount === 0) return 0n;
  return amount > 0 ? BigInt(amount) : BigInt(next(cursor, -amount));
}
