import type { z } from 'zod';
import { DomainError } from '../../../domain/errors.ts';
import { plainAmount } from '../../../domain/money/amount.ts';
import { isCurrency } from '../../../domain/money/currency.ts';
import { fieldFaults, PARSING } from '../../contract/field-errors.ts';
import type { Fault } from '../../contract/refusal.ts';
import { dealSchema } from '../../contract/schemas/deal.ts';
import { csvRecords } from '../csv-records.ts';

export const DEAL_COLUMNS = [
  'reference',
  'partner',
  'kind',
  'company',
  'domain',
  'country',
  'amount',
  'currency',
  'expected_close',
  'parts',
  'notes',
] as const;
type Column = (typeof DEAL_COLUMNS)[number];
const REQUIRED: readonly Column[] = ['reference', 'kind', 'company'];

/** A row of the table on the line where it begins: a deal as it is registered by itself, or what is wrong with it. */
export type DealRow = { readonly line: number; readonly reference: string } & (
  | { readonly deal: z.output<typeof dealSchema>; readonly wire: object; readonly errors: null }
  | { readonly deal: null; readonly errors: readonly Fault[] }
);

const COLUMN_OF: Readonly<Record<string, Column>> = {
  partnerId: 'partner',
  companyName: 'company',
  'amount.amount': 'amount',
  'amount.currency': 'currency',
  expectedCloseOn: 'expected_close',
};

/** Reads deals from CSV (RFC 4180) with a header, in any order of columns; each row is right or wrong for itself. */
export function dealRows(csv: string): readonly DealRow[] {
  const records = csvRecords(csv);
  const [header, ...rows] = records;
  if (header === undefined) {
    const message = {
      en: `line 1 must be the header, such as ${REQUIRED.join(',')}; there is no line`,
      ja: `1行目に${REQUIRED.join(',')}のような見出し行が必要です。ファイルが空です。`,
    };
    throw new DomainError('request.invalid', message, { field: 'csv' });
  }
  const columns = header.record.map((name) => name.trim());
  refuseHeader(columns);
  const firstLines = new Map<string, number>();
  return rows.map(({ record, line }) => {
    const cells = new Map(columns.map((name, index) => [name, record[index]?.trim() ?? '']));
    const row = rowOf((column) => cells.get(column) || null, line);
    if (record.length !== columns.length) {
      const reason = {
        en: `must have ${columns.length} cells, as the header, got ${record.length}`,
        ja: `見出し行と同じ${columns.length}列にしてください（入力値: ${record.length}列）`,
      };
      return { line, reference: row.reference, deal: null, errors: [{ field: 'row', reason }] };
    }
    const name = JSON.stringify([cells.get('partner') ?? '', row.reference]);
    const first = firstLines.get(name);
    firstLines.set(name, first ?? line);
    if (first === undefined || row.deal === null) return row;
    const reason = {
      en: `${JSON.stringify(row.reference)} stands in line ${first} already`,
      ja: `${JSON.stringify(row.reference)}は${first}行目と重複しています`,
    };
    return { line, reference: row.reference, deal: null, errors: [{ field: 'reference', reason }] };
  });
}

function refuseHeader(columns: readonly string[]): void {
  const unknown = columns.filter((name) => !DEAL_COLUMNS.some((column) => column === name));
  const missing = REQUIRED.filter((column) => !columns.includes(column));
  if (unknown.length === 0 && missing.length === 0 && new Set(columns).size === columns.length) return;
  const message = {
    en: `line 1 must hold ${REQUIRED.join(', ')}, each column once and no other than ${DEAL_COLUMNS.join(', ')}; got ${columns.join(', ')}`,
    ja: `1行目の見出しには${REQUIRED.join(', ')}が必要です。使える列は${DEAL_COLUMNS.join(', ')}で、各列1回だけです（入力値: ${columns.join(', ')}）`,
  };
  throw new DomainError('request.invalid', message, { field: 'csv' });
}

function rowOf(cell: (column: Column) => string | null, line: number): DealRow {
  const reference = cell('reference') ?? '';
  const wire = {
    reference,
    partnerId: cell('partner'),
    kind: cell('kind'),
    companyName: cell('company') ?? '',
    domain: cell('domain'),
    country: cell('country'),
    amount: amountOf(cell('amount'), cell('currency')),
    expectedCloseOn: cell('expected_close'),
    parts: partsOf(cell('parts')),
    notes: cell('notes'),
  };
  const parsed = dealSchema.safeParse(wire, PARSING);
  if (parsed.success) return { line, reference, deal: parsed.data, wire, errors: null };
  const errors = fieldFaults(parsed.error).map(({ field, reason }) => ({ field: columnOf(field), reason }));
  return { line, reference, deal: null, errors };
}

function amountOf(amount: string | null, currency: string | null): object | null {
  if (amount === null && currency === null) return null;
  const isKnown = amount !== null && currency !== null && isCurrency(currency);
  return { amount: isKnown ? plainAmount(amount, currency) : (amount ?? ''), currency: currency ?? '' };
}

/** `ptn_1 0.6; ptn_2 0.4` */
function partsOf(text: string | null): object | null {
  if (text === null) return null;
  return text.split(';').map((part) => {
    const [partnerId = '', share = ''] = part.trim().split(/\s+/);
    return { partnerId, share };
  });
}

/** The column that a field of the contract stands in. */
export function columnOf(field: string): string {
  return COLUMN_OF[field] ?? field.replace(/[[.].*$/, '');
}
