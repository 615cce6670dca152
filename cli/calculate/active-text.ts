import type { Attribution, Touchpoint } from '../../domain/attribution/attribution.ts';
import { canonical, parseCanonical } from '../../domain/integrity/canonical.ts';
import { newLine } from '../../domain/settlement/book-conversion.ts';
import type { ActiveConversion } from '../../domain/settlement/book-period.ts';
import type { BookedConversion } from '../../domain/settlement/booked.ts';
import type { Conversion, ConversionLine } from '../../domain/tracking/conversion.ts';

/**
 * An active conversion as one line of text: lists without names, since millions go through the disk. Its lines are written as
 * booking opens them; what was posted of them stays with who settles them. What is seldom there is written as canonical JSON.
 */
export function writeActive({ booked, isNew, isTouched }: ActiveConversion): string {
  const { conversion, attribution, lines, reversals, firstCredited, ...others } = booked;
  const { factHash, planVersion, customer, rate, waitsFor, holdUntil, ...rest } = others;
  nothingElse(rest);
  return JSON.stringify([
    isNew,
    isTouched,
    conversionCells(conversion),
    attributionCells(attribution),
    lines.flatMap(({ position, partnerId, payId, isShare }) => [position, partnerId, payId, isShare]),
    reversals.length === 0 ? null : canonical(reversals),
    firstCredited.flatMap(({ partnerId, at, isThis }) => [partnerId, at, isThis]),
    [factHash, planVersion, customer, rate, waitsFor, holdUntil],
  ]);
}

/** A member that is added to a conversion must find its place here: otherwise this does not compile. */
function nothingElse(_rest: Readonly<Record<string, never>>): void {}

type Cells = readonly unknown[];

export function readActive(text: string): ActiveConversion {
  const [isNew, isTouched, conversion, attribution, lines, reversals, firstCredited, others] = JSON.parse(text) as [
    boolean,
    boolean,
    Cells,
    Cells,
    Cells,
    string | null,
    Cells,
    [
      string | null,
      number,
      BookedConversion['customer'],
      BookedConversion['rate'],
      BookedConversion['waitsFor'],
      number,
    ],
  ];
  const [factHash, planVersion, customer, rate, waitsFor, holdUntil] = others;
  const booked: BookedConversion = {
    conversion: conversionIn(conversion),
    attribution: attributionIn(attribution),
    planVersion,
    customer,
    rate,
    waitsFor,
    holdUntil,
    lines: rows(lines, 4, (at) => newLine(...(lines.slice(at, at + 4) as Parameters<typeof newLine>))),
    reversals: reversals === null ? [] : parseCanonical<BookedConversion['reversals']>(reversals),
    firstCredited: rows(firstCredited, 3, (at) => ({
      partnerId: firstCredited[at] as string,
      at: firstCredited[at + 1] as number,
      isThis: firstCredited[at + 2] as boolean,
    })),
    ...(factHash === null ? {} : { factHash }),
  };
  return { booked, isNew, isTouched };
}

/** Amounts that a number holds exactly are written as one. */
function minorCell(minor: bigint): number | string {
  return minor >= -MAX && minor <= MAX ? Number(minor) : minor.toString();
}

const MAX = BigInt(Number.MAX_SAFE_INTEGER);

const minorIn = (cell: unknown): bigint => BigInt(cell as number | string);

/** Makes one thing of every `width` cells. */
function rows<T>(cells: Cells, width: number, make: (at: number) => T): T[] {
  const made: T[] = [];
  for (let at = 0; at < cells.length; at += width) made.push(make(at));
  return made;
}

function conversionCells(conversion: Conversion): Cells {
  const { conversionId, occurredAt, kind, currency, visitorId, customerId, coupon, country, ...others } = conversion;
  const { partnerId, clickId, lines, metadata, ...rest } = others;
  nothingElse(rest);
  const named = Object.keys(metadata).length === 0 ? null : metadata;
  const head = [
    conversionId,
    occurredAt,
    kind,
    currency,
    visitorId,
    customerId,
    coupon,
    country,
    partnerId,
    clickId,
    named,
  ];
  const cells: unknown[] = [head];
  for (const line of lines) lineCells(line, cells);
  return cells;
}

function lineCells(line: ConversionLine, cells: unknown[]): void {
  const { lineId, productId, category, quantity, amountMinor, taxMinor, shippingMinor, ...rest } = line;
  nothingElse(rest);
  cells.push(
    lineId,
    productId,
    category,
    quantity,
    minorCell(amountMinor),
    minorCell(taxMinor),
    minorCell(shippingMinor),
  );
}

const LINE_CELLS = 7;
const NO_METADATA = {};

function conversionIn([head, ...cells]: Cells): Conversion {
  const [
    conversionId,
    occurredAt,
    kind,
    currency,
    visitorId,
    customerId,
    coupon,
    country,
    partnerId,
    clickId,
    metadata,
  ] = head as [
    string,
    number,
    Conversion['kind'],
    string,
    string | null,
    string | null,
    string | null,
    string | null,
    string | null,
    string | null,
    Conversion['metadata'] | null,
  ];
  const lines = rows(
    cells,
    LINE_CELLS,
    (at): ConversionLine => ({
      lineId: cells[at] as string,
      productId: cells[at + 1] as string | null,
      category: cells[at + 2] as string | null,
      quantity: cells[at + 3] as number,
      amountMinor: minorIn(cells[at + 4]),
      taxMinor: minorIn(cells[at + 5]),
      shippingMinor: minorIn(cells[at + 6]),
    }),
  );
  return {
    conversionId,
    occurredAt,
    kind,
    currency,
    visitorId,
    customerId,
    coupon,
    country,
    partnerId,
    clickId,
    lines,
    metadata: metadata ?? NO_METADATA,
  };
}

function attributionCells(attribution: Attribution): Cells {
  if (attribution.outcome === 'unattributed') {
    const { outcome, reason, refused, ...rest } = attribution;
    nothingElse(rest);
    return [outcome, reason, refused];
  }
  const { outcome, basis, model, note, credits, touchpoints, refused, ...rest } = attribution;
  nothingElse(rest);
  return [
    outcome,
    [basis, model, note],
    credits.flatMap(({ partnerId, creditWeight }) => [partnerId, minorCell(creditWeight)]),
    touchpoints.flatMap(({ type, id, occurredAt, partnerId }) => [type, id, occurredAt, partnerId]),
    refused,
  ];
}

type Attributed = Extract<Attribution, { outcome: 'attributed' }>;
type Unattributed = Extract<Attribution, { outcome: 'unattributed' }>;

function attributionIn([outcome, ...cells]: Cells): Attribution {
  if (outcome === 'unattributed') {
    const [reason, refused] = cells as [Unattributed['reason'], Unattributed['refused']];
    return { outcome, reason, refused };
  }
  const [[basis, model, note], credits, touchpoints, refused] = cells as [
    [Attributed['basis'], Attributed['model'], Attributed['note']],
    Cells,
    Cells,
    Attributed['refused'],
  ];
  return {
    outcome: 'attributed',
    basis,
    model,
    note,
    credits: rows(credits, 2, (at) => ({ partnerId: credits[at] as string, creditWeight: minorIn(credits[at + 1]) })),
    touchpoints: rows(
      touchpoints,
      4,
      (at): Touchpoint => ({
        type: touchpoints[at] as Touchpoint['type'],
        id: touchpoints[at + 1] as string,
        occurredAt: touchpoints[at + 2] as number,
        partnerId: touchpoints[at + 3] as string,
      }),
    ),
    refused,
  };
}
