import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatAmount } from '../../domain/money/amount.ts';
import type { Coupon, Partner } from '../../domain/partner/enrollment.ts';
import type { Instant } from '../../domain/time.ts';
import { formatInstant } from '../../domain/time.ts';
import type { Click } from '../../domain/tracking/click.ts';
import type { Conversion } from '../../domain/tracking/conversion.ts';
import { metadataAt } from '../../domain/tracking/conversion.ts';
import type { Reversal } from '../../domain/tracking/reversal.ts';
import type { EnrollmentFact } from '../../functions/store/program-store.ts';
import { csvRow } from '../csv-row.ts';
import { programBody } from '../live/wire.ts';
import type { TextFile } from '../text-file.ts';
import { createTextFile } from '../text-file.ts';
import type { Folder } from './folder.ts';
import { TABLES } from './folder.ts';

/** The files that a folder in this format may hold. */
export const FOLDER_NAMES: readonly string[] = [
  'program.json',
  ...Object.values(TABLES).map(({ name }) => `${name}.csv`),
];

/** Writes a program and its facts into an empty folder, so that reading it gives the same again. */
export async function writeFolder(folder: Folder, directory: string): Promise<void> {
  await writeFile(join(directory, 'program.json'), programJson(folder));
  const keys = [...new Set(folder.conversions.flatMap(({ metadata }) => Object.keys(metadata)))].sort();
  const tables = openTables(directory, keys);
  const enrollments = new Map(folder.enrollments.map((enrollment) => [enrollment.partnerId, enrollment]));
  const coupons = new Map(folder.coupons.map((coupon) => [coupon.partnerId, coupon]));
  for (const partner of folder.partners) {
    const enrollment = enrollments.get(partner.partnerId);
    if (enrollment) tables.partners.append(partnerRow(partner, enrollment, coupons.get(partner.partnerId)));
  }
  for (const click of folder.clicks) tables.clicks.append(clickRow(click));
  const currencies = new Map<string, string>();
  for (const conversion of folder.conversions) {
    currencies.set(conversion.conversionId, conversion.currency);
    tables.conversions.append(conversionRows(conversion, keys));
  }
  for (const reversal of folder.reversals) {
    const currency = currencies.get(reversal.conversionId) ?? folder.program.currency;
    tables.reversals.append(reversalRow(reversal, currency));
  }
  for (const { date, from, to, rate, source = '', per = '' } of folder.rates) {
    tables.rates.append(csvRow([date, from, to, rate, source, per]));
  }
  for (const table of Object.values(tables)) table.close();
}

/** Dated terms, coupons and what people decided are for people to write; what we write has none. */
type WrittenTable = Exclude<keyof typeof TABLES, 'terms' | 'coupons' | 'reviews' | 'adjustments' | 'openings'>;

/** The tables of a folder with their headers written, to be filled row by row; conversions have a column for each key of metadata. */
export function openTables(
  directory: string,
  metadataKeys: readonly string[],
): Readonly<Record<WrittenTable, TextFile>> {
  const opened = (table: WrittenTable): TextFile => {
    const { name, columns, optionalColumns } = TABLES[table];
    const further = table === 'conversions' ? metadataKeys.map((key) => `${TABLES[table].further.prefix}${key}`) : [];
    const file = createTextFile(join(directory, `${name}.csv`));
    file.append(csvRow([...columns, ...optionalColumns, ...further]));
    return file;
  };
  return {
    partners: opened('partners'),
    clicks: opened('clicks'),
    conversions: opened('conversions'),
    reversals: opened('reversals'),
    rates: opened('rates'),
  };
}

/** program.json as people would write it, with every setting of the program. */
export function programJson({ program, plans }: Pick<Folder, 'program' | 'plans'>): string {
  const { id, name, settlement, ...settings } = programBody(program);
  const [plan, ...others] = plans;
  const rules = others.length === 0 ? { plan } : { plans };
  const file = { id, name, merchant: program.merchantId, ...settings, ...rules, settlement };
  return `${JSON.stringify(file, null, 2)}\n`;
}

export function partnerRow(partner: Partner, { joinedAt, endedAt, terms }: EnrollmentFact, coupon?: Coupon): string {
  return csvRow([
    partner.partnerId,
    partner.name,
    partner.kind,
    terms.status,
    terms.tier ?? '',
    terms.segment ?? '',
    terms.recruitedBy ?? '',
    partner.country ?? '',
    formatInstant(joinedAt),
    instantText(endedAt),
    coupon?.code ?? '',
    partner.customerIds[0] ?? '',
  ]);
}

export function clickRow({ clickId, occurredAt, visitorId, partnerId, linkId, isBot }: Click): string {
  return csvRow([clickId, formatInstant(occurredAt), visitorId, partnerId, linkId ?? '', isBot ? 'true' : '']);
}

/** One row per line of the conversion, with a cell for each key of metadata. */
export function conversionRows(conversion: Conversion, metadataKeys: readonly string[]): string {
  const { conversionId, kind, visitorId, customerId, coupon, country, currency, partnerId, clickId } = conversion;
  const occurredAt = formatInstant(conversion.occurredAt);
  const rows = conversion.lines.map((line) =>
    csvRow([
      conversionId,
      line.lineId,
      occurredAt,
      kind,
      visitorId ?? '',
      customerId ?? '',
      coupon ?? '',
      line.productId ?? '',
      line.category ?? '',
      country ?? '',
      String(line.quantity),
      currency,
      formatAmount(line.amountMinor, currency),
      formatAmount(line.taxMinor, currency),
      formatAmount(line.shippingMinor, currency),
      partnerId ?? '',
      clickId ?? '',
      ...metadataKeys.map((key) => metadataAt(conversion, key) ?? ''),
    ]),
  );
  return rows.join('');
}

export function reversalRow(reversal: Reversal, currency: string): string {
  const { reversalId, conversionId, lineId, occurredAt, cause, amountMinor, quantity, undoes = '' } = reversal;
  const amount = formatAmount(amountMinor, currency);
  const returned = quantity === null ? '' : String(quantity);
  return csvRow([reversalId, conversionId, lineId ?? '', formatInstant(occurredAt), cause, amount, returned, undoes]);
}

function instantText(at: Instant | null): string {
  return at === null ? '' : formatInstant(at);
}
