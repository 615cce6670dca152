import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { TABLES } from '../../../cli/folder/folder.ts';
import { clickRow, conversionRows, reversalRow } from '../../../cli/folder/write-folder.ts';
import type { PartitionFacts } from '../../../cli/partitions/partition.ts';
import type { Click } from '../../../domain/tracking/click.ts';
import type { Conversion } from '../../../domain/tracking/conversion.ts';
import type { Reversal } from '../../../domain/tracking/reversal.ts';
import { tinyFolder } from '../tiny-folder.ts';

/** Rows of a random folder: few ids, so that everything meets; rows out of order, rows that come twice, every way to write. */
export interface RandomRows {
  readonly clicks: readonly string[];
  readonly conversions: readonly string[];
  readonly reversals: readonly string[];
  readonly hasCarriageReturns: boolean;
  readonly isPacked: boolean;
  /** What the rows say, each fact once, in the order of their first rows. */
  readonly facts: PartitionFacts;
}

const start = Date.parse('2026-10-01T00:00:00Z');
const instant = fc.oneof(
  fc.integer({ min: 0, max: 2_000_000 }).map((seconds) => start + seconds * 1000),
  fc.integer({ min: 0, max: 2_000_000_000 }).map((ms) => start + ms),
);
const oneOf = (prefix: string, most: number) => fc.integer({ min: 1, max: most }).map((number) => `${prefix}${number}`);
const text = fc.constantFrom(null, 'tea', '緑茶', 'a, b', 'say "tea"', 'tea time');
const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const visitor = fc.oneof(oneOf('vis_', 12), fc.constantFrom('訪問者', 'vis 7/2'));
const partner = oneOf('ptn_', 2);

const click: fc.Arbitrary<Omit<Click, 'clickId'>> = fc.record({
  occurredAt: instant,
  visitorId: visitor,
  partnerId: partner,
  linkId: orNull(fc.constantFrom('lnk_1', 'リンク')),
  isBot: fc.boolean(),
});

const line = fc
  .record({
    productId: orNull(oneOf('sku-', 3)),
    category: text,
    quantity: fc.integer({ min: 1, max: 3 }),
    taxMinor: fc.bigInt(0n, 50n),
    shippingMinor: fc.bigInt(0n, 50n),
    net: fc.oneof(fc.bigInt(0n, 10_000n), fc.bigInt(10n ** 16n, 10n ** 17n)),
  })
  .map(({ net, ...rest }) => ({ ...rest, amountMinor: net + rest.taxMinor + rest.shippingMinor }));

const METADATA_KEYS = ['source', 'キー'];
const filled = (members: Readonly<Record<string, string | null>>): Conversion['metadata'] =>
  Object.fromEntries(Object.entries(members).flatMap(([key, value]) => (value === null ? [] : [[key, value]])));

const conversion: fc.Arbitrary<Omit<Conversion, 'conversionId'>> = fc.record({
  occurredAt: instant,
  kind: fc.constantFrom('sale', 'lead', 'deal'),
  currency: fc.constantFrom('JPY', 'USD', 'KWD'),
  visitorId: orNull(visitor),
  customerId: orNull(fc.oneof(oneOf('cus_', 8), fc.constant('山田'))),
  coupon: fc.constantFrom(null, 'TEA 10', 'お茶'),
  country: fc.constantFrom(null, 'JP', 'FR'),
  partnerId: orNull(partner),
  clickId: orNull(oneOf('clk_', 30)),
  lines: fc
    .array(line, { minLength: 1, maxLength: 4 })
    .map((lines) => lines.map((each, index) => ({ lineId: `${index + 1}`, ...each }))),
  metadata: fc.oneof(fc.constant({}), fc.record({ source: text, キー: text }).map(filled)),
});

const reversal: fc.Arbitrary<Omit<Reversal, 'reversalId'>> = fc.record({
  conversionId: oneOf('ord_', 20),
  lineId: fc.constantFrom(null, '1'),
  occurredAt: instant,
  cause: fc.constantFrom('refund', 'chargeback'),
  amountMinor: fc.bigInt(0n, 500n),
  quantity: orNull(fc.integer({ min: 1, max: 3 })),
});

export const randomRows: fc.Arbitrary<RandomRows> = fc
  .record({
    clicks: fc.array(click, { maxLength: 40 }),
    conversions: fc.array(conversion, { maxLength: 16 }),
    reversals: fc.array(reversal, { maxLength: 8 }),
    order: fc.array(fc.nat(1_000_000), { minLength: 8, maxLength: 8 }),
    hasCarriageReturns: fc.boolean(),
    isPacked: fc.boolean(),
  })
  .map(({ clicks, conversions, reversals, order, ...rest }) => {
    const facts: PartitionFacts = {
      clicks: clicks.map((each, index) => ({ clickId: `clk_${index + 1}`, ...each })),
      conversions: conversions.map((each, index) => ({ conversionId: `ord_${index + 1}`, ...each })),
      reversals: reversals.map((each, index) => ({ reversalId: `ref_${index + 1}`, ...each })),
    };
    const currencies = new Map(facts.conversions.map(({ conversionId, currency }) => [conversionId, currency]));
    const rows = {
      clicks: mixed(order, facts.clicks.map(clickRow)),
      conversions: mixed(
        order,
        facts.conversions.flatMap((each) => rowsOf(conversionRows(each, METADATA_KEYS))),
      ),
      reversals: mixed(
        order,
        facts.reversals.map((each) => reversalRow(each, currencies.get(each.conversionId) ?? 'JPY')),
      ),
    };
    return { ...rest, ...rows, facts: inOrder(facts, rows) };
  });

/** The facts in the order in which their ids, the first cells, first stand in the rows; the lines of a conversion likewise. */
function inOrder(
  facts: PartitionFacts,
  rows: { readonly [K in keyof PartitionFacts]: readonly string[] },
): PartitionFacts {
  const firsts = (of: readonly string[], cell: number): readonly string[] => [
    ...new Set(of.map((each) => each.split(',')[cell] ?? '')),
  ];
  const sorted = <T>(of: readonly T[], ids: readonly string[], idOf: (fact: T) => string): readonly T[] =>
    of.toSorted((a, b) => ids.indexOf(idOf(a)) - ids.indexOf(idOf(b)));
  const conversions = facts.conversions.map((each) => {
    const own = rows.conversions.filter((row) => row.startsWith(`${each.conversionId},`));
    return { ...each, lines: sorted(each.lines, firsts(own, 1), ({ lineId }) => lineId) };
  });
  return {
    clicks: sorted(facts.clicks, firsts(rows.clicks, 0), ({ clickId }) => clickId),
    conversions: sorted(conversions, firsts(rows.conversions, 0), ({ conversionId }) => conversionId),
    reversals: sorted(facts.reversals, firsts(rows.reversals, 0), ({ reversalId }) => reversalId),
  };
}

function rowsOf(rows: string): readonly string[] {
  return rows
    .trimEnd()
    .split('\n')
    .map((each) => `${each}\n`);
}

/** Mostly as they are; some rows come again, and some trade places. */
function mixed(order: readonly number[], rows: readonly string[]): readonly string[] {
  const all = [...rows];
  for (const [index, number] of order.entries()) {
    if (all.length === 0) break;
    const row = all[number % all.length] as string;
    if (index % 3 === 0) all.splice((number * 7) % all.length, 0, row);
    if (index % 3 === 1) all.push(...all.splice(number % all.length, 1));
  }
  return all;
}

/** The rows as a folder that goes away with its test. */
export async function folderOf(rows: RandomRows): Promise<string> {
  const directory = await tinyFolder({ 'clicks.csv': null, 'conversions.csv': null, 'reversals.csv': null });
  for (const name of ['clicks', 'conversions', 'reversals'] as const) {
    const { columns, optionalColumns } = TABLES[name];
    const further = name === 'conversions' ? METADATA_KEYS.map((key) => `metadata.${key}`) : [];
    const plain = `${[...columns, ...optionalColumns, ...further].join(',')}\n${rows[name].join('')}`;
    const content = rows.hasCarriageReturns ? plain.replaceAll('\n', '\r\n') : plain;
    await writeFile(
      join(directory, rows.isPacked ? `${name}.csv.gz` : `${name}.csv`),
      rows.isPacked ? gzipSync(content) : content,
    );
  }
  return directory;
}
