import { currencyDigits, digitsOn } from '../../domain/money/currency.ts';
import { formatInstant } from '../../domain/time.ts';
import type { ConversionLine } from '../../domain/tracking/conversion.ts';
import { CONVERSION_KINDS } from '../../domain/tracking/conversion.ts';
import { cellsReader } from '../folder/cells.ts';
import type { Column } from '../folder/folder.ts';
import { TABLES } from '../folder/folder.ts';
import type { Problems } from '../folder/problems.ts';
import type { Bounds } from '../folder/read-clicks.ts';
import type { Head } from '../folder/read-conversions.ts';
import { HEAD, readHead, readLine } from '../folder/read-conversions.ts';
import type { Places } from '../folder/read-table.ts';
import { readTable } from '../folder/read-table.ts';
import type { RowBytes } from '../folder/row-bytes.ts';
import { isPlainText, plainInstant, plainMinor, plainWhole, wordsOf } from './byte-cells.ts';
import { hashOf, hashOfText } from './hash.ts';
import { isId } from './pass-clicks.ts';
import { amountNumber, CURRENCIES, headLengths, headMarks, lineLengths } from './records.ts';
import type { RunWriter } from './run-writer.ts';
import { runWriter } from './run-writer.ts';
import type { Spill } from './spill.ts';

/**
 * Puts the rows of conversions.csv into `conversions` by customer, and notes what each will be asked for. Rows that follow each
 * other and say the same of their conversion become one record; whether rows further apart go together is seen from their ids.
 */
export async function passConversions(
  folder: string,
  { bounds, problems, spill, parts }: { bounds: Bounds; problems: Problems; spill: Spill; parts: number },
): Promise<{ readonly firstAt: number }> {
  const runs = runWriter(spill, parts);
  const cells = cellsReader<Column<'conversions'>>(problems, bounds.latest);
  const partners = new Map([...bounds.partnerIds].map((id, place) => [id, place]));
  const above = headAbove();
  let current: RowBytes | null = null;
  let isSame = false;
  /** The place of its currency among `CURRENCIES`. */
  let currency = -1;
  await readTable<Column<'conversions'>>(
    folder,
    TABLES.conversions,
    problems,
    (row) => {
      cells.begin(row);
      const head = isSame ? null : readHead(cells, row, bounds.partnerIds);
      const line = readLine(cells, row, head?.currency ?? (CURRENCIES[currency] as string));
      if (!cells.isSound()) {
        if (head !== null) above.forget();
        return;
      }
      if (head !== null && current !== null) {
        above.remember(current);
        currency = CURRENCIES.indexOf(head.currency);
        beginText(runs, head, partners.get(head.partnerId ?? '') ?? -1);
      }
      addText(runs, line);
    },
    (places, further) => {
      above.placeIn(places, further);
      const plain = plainConversions(places, further, bounds);
      return (row) => {
        current = row;
        isSame = above.isSame(row);
        if (!plain.isLine(row, isSame ? currency : -1)) return false;
        if (isSame) {
          plain.add(runs, row);
          return true;
        }
        if (!plain.isHead(row)) return false;
        above.remember(row);
        currency = plain.begin(runs, row);
        plain.add(runs, row);
        return true;
      };
    },
  );
  runs.close();
  return { firstAt: runs.firstAt() };
}

/** The head of the row above, as bytes: most rows go on with its conversion. */
function headAbove() {
  let columns: readonly number[] = [];
  let known = Buffer.alloc(0);
  let lengths = new Int32Array(1).fill(-1);
  return {
    placeIn: (places: Places<Column<'conversions'>>, further: readonly Column<'conversions'>[]) => {
      columns = [...HEAD, ...further].map((column) => places[column] as number);
      lengths = new Int32Array(columns.length).fill(-1);
    },
    forget: () => {
      lengths[0] = -1;
    },
    isSame: ({ bytes, edges }: RowBytes): boolean => {
      let at = 0;
      for (let index = 0; index < columns.length; index += 1) {
        const place = columns[index] as number;
        const start = (edges[place] as number) + 1;
        const length = (edges[place + 1] as number) - start;
        if (length !== lengths[index]) return false;
        for (let letter = 0; letter < length; letter += 1)
          if (known[at + letter] !== bytes[start + letter]) return false;
        at += length;
      }
      return true;
    },
    remember: ({ bytes, edges, count }: RowBytes): void => {
      const most = (edges[count] as number) - (edges[0] as number);
      if (known.length < most) known = Buffer.alloc(most * 2);
      let at = 0;
      for (let index = 0; index < columns.length; index += 1) {
        const place = columns[index] as number;
        const start = (edges[place] as number) + 1;
        const end = edges[place + 1] as number;
        lengths[index] = end - start;
        for (let from = start; from < end; from += 1) {
          known[at] = bytes[from] as number;
          at += 1;
        }
      }
    },
  };
}

const digitsByPlace = CURRENCIES.map((code) => currencyDigits(code));
/** Whether a currency was in use on every day, so that nobody need ask. */
const isAlways = CURRENCIES.map(
  (code) => digitsOn(code, '0000-01-01') !== null && digitsOn(code, '9999-12-31') !== null,
);
const currencyWords = wordsOf(CURRENCIES);
const kindWords = wordsOf(CONVERSION_KINDS);

/** Takes the rows that are written as most are; all others are left to be read as text. */
function plainConversions(
  places: Places<Column<'conversions'>>,
  further: readonly Column<'conversions'>[],
  { partnerIds, latest }: Bounds,
) {
  const partnerWords = wordsOf([...partnerIds]);
  const metadata = further.map((column) => places[column] as number);
  const last = latest ?? Number.MAX_SAFE_INTEGER;
  let [kind, currency, occurredAt, partner] = [0, 0, 0, 0];
  let [quantity, amount, tax, shipping] = [0, 0, 0, 0];

  const from = ({ edges }: RowBytes, place: number): number => (edges[place] as number) + 1;
  const to = ({ edges }: RowBytes, place: number): number => edges[place + 1] as number;
  const length = (row: RowBytes, place: number): number => to(row, place) - from(row, place);
  const isIdOrEmpty = (row: RowBytes, place: number): boolean =>
    length(row, place) === 0 || isId(row.bytes, from(row, place), to(row, place), row.isPlain);
  const isTextOrEmpty = (row: RowBytes, place: number): boolean =>
    length(row, place) === 0 || isPlainText(row.bytes, from(row, place), to(row, place));
  const minor = (row: RowBytes, place: number, digits: number): number =>
    plainMinor(row.bytes, from(row, place), to(row, place), digits);

  return {
    /** The line of a row; `known` is its conversion's currency when that is already under way, else −1. */
    isLine: (row: RowBytes, known: number): boolean => {
      const { bytes, isPlain } = row;
      currency = known < 0 ? currencyWords.find(bytes, from(row, places.currency), to(row, places.currency)) : known;
      if (currency < 0) return false;
      const digits = digitsByPlace[currency] as number;
      quantity = plainWhole(bytes, from(row, places.quantity), to(row, places.quantity));
      amount = minor(row, places.amount, digits);
      tax = length(row, places.tax) === 0 ? 0 : minor(row, places.tax, digits);
      shipping = length(row, places.shipping) === 0 ? 0 : minor(row, places.shipping, digits);
      return (
        quantity > 0 &&
        amount >= 0 &&
        tax >= 0 &&
        shipping >= 0 &&
        tax + shipping <= amount &&
        isId(bytes, from(row, places.line_id), to(row, places.line_id), isPlain) &&
        isIdOrEmpty(row, places.product_id) &&
        isTextOrEmpty(row, places.category)
      );
    },
    isHead: (row: RowBytes): boolean => {
      const { bytes, isPlain } = row;
      const partnerLength = length(row, places.partner_id);
      partner =
        partnerLength === 0 ? -1 : partnerWords.find(bytes, from(row, places.partner_id), to(row, places.partner_id));
      kind = kindWords.find(bytes, from(row, places.kind), to(row, places.kind));
      occurredAt = plainInstant(bytes, from(row, places.occurred_at), to(row, places.occurred_at));
      return (
        (partnerLength === 0 || partner >= 0) &&
        kind >= 0 &&
        occurredAt >= 0 &&
        occurredAt <= last &&
        isAlways[currency] === true &&
        isId(bytes, from(row, places.conversion_id), to(row, places.conversion_id), isPlain) &&
        isIdOrEmpty(row, places.visitor_id) &&
        isIdOrEmpty(row, places.customer_id) &&
        isIdOrEmpty(row, places.click_id) &&
        isTextOrEmpty(row, places.coupon) &&
        metadata.every((place) => length(row, place) === 0) &&
        isCountryOrEmpty(bytes, from(row, places.country), to(row, places.country))
      );
    },
    /** Begins the conversion of a row and answers the place of its currency. */
    begin: (runs: RunWriter, row: RowBytes): number => {
      const { bytes } = row;
      const hash = (place: number): number =>
        length(row, place) === 0 ? 0 : hashOf(bytes, from(row, place), to(row, place));
      runs.begin({
        occurredAt,
        hash: hash(places.conversion_id),
        customerHash: hash(places.customer_id),
        visitorHash: hash(places.visitor_id),
        clickHash: hash(places.click_id),
        lengths: headLengths(
          length(row, places.conversion_id),
          length(row, places.visitor_id),
          length(row, places.customer_id),
          length(row, places.click_id),
        ),
        marks: headMarks({ coupon: length(row, places.coupon), country: length(row, places.country), kind, currency }),
        partner,
        metadata: 0,
        isSuspect: false,
      });
      for (const column of HEAD_TEXTS) runs.bytes(bytes, from(row, places[column]), to(row, places[column]));
      return currency;
    },
    add: (runs: RunWriter, row: RowBytes): void => {
      const { bytes } = row;
      runs.line({
        hash: hashOf(bytes, from(row, places.line_id), to(row, places.line_id)),
        lengths: lineLengths(length(row, places.line_id), length(row, places.product_id), length(row, places.category)),
        quantity,
        amount,
        tax,
        shipping,
      });
      runs.bytes(bytes, from(row, places.line_id), to(row, places.line_id));
      runs.bytes(bytes, from(row, places.product_id), to(row, places.product_id));
      runs.bytes(bytes, from(row, places.category), to(row, places.category));
    },
  };
}

/** The texts of a head in the order in which they are written. */
const HEAD_TEXTS = ['conversion_id', 'visitor_id', 'customer_id', 'click_id', 'coupon', 'country'] as const;

function isCountryOrEmpty(bytes: Uint8Array, start: number, end: number): boolean {
  if (start === end) return true;
  return end - start === 2 && isCapital(bytes[start] as number) && isCapital(bytes[start + 1] as number);
}

function isCapital(byte: number): boolean {
  return byte >= 65 && byte <= 90;
}

function beginText(runs: RunWriter, head: Head, partner: number): void {
  const { conversionId, visitorId, customerId, clickId, coupon, country } = head;
  const metadata = Object.keys(head.metadata).length === 0 ? '' : JSON.stringify(head.metadata);
  const lengthOf = (text: string | null): number => text?.length ?? 0;
  const hash = (text: string | null): number => (text === null ? 0 : hashOfText(text));
  runs.begin({
    occurredAt: head.occurredAt,
    hash: hash(conversionId),
    customerHash: hash(customerId),
    visitorHash: hash(visitorId),
    clickHash: hash(clickId),
    lengths: headLengths(conversionId.length, lengthOf(visitorId), lengthOf(customerId), lengthOf(clickId)),
    marks: headMarks({
      coupon: lengthOf(coupon),
      country: lengthOf(country),
      kind: CONVERSION_KINDS.indexOf(head.kind),
      currency: CURRENCIES.indexOf(head.currency),
    }),
    partner,
    metadata: metadata.length,
    isSuspect: digitsOn(head.currency, formatInstant(head.occurredAt).slice(0, 10)) === null,
  });
  for (const text of [conversionId, visitorId, customerId, clickId, coupon, country, metadata]) runs.string(text ?? '');
}

function addText(runs: RunWriter, line: ConversionLine): void {
  const { lineId, productId, category, quantity, amountMinor, taxMinor, shippingMinor } = line;
  runs.line({
    hash: hashOfText(lineId),
    lengths: lineLengths(lineId.length, productId?.length ?? 0, category?.length ?? 0),
    quantity,
    amount: amountNumber(amountMinor),
    tax: amountNumber(taxMinor),
    shipping: amountNumber(shippingMinor),
  });
  for (const text of [lineId, productId, category]) runs.string(text ?? '');
  for (const minor of [amountMinor, taxMinor, shippingMinor]) {
    if (amountNumber(minor) < 0) runs.string(String(minor));
  }
}
