import type { BusinessDate } from '../dates.ts';
import { dateAfter } from '../dates.ts';
import { Broken } from '../errors.ts';
import { parseAmount } from '../money/amount.ts';
import type { Currency } from '../money/currency.ts';
import type { Ratio } from '../money/ratio.ts';
import { ratioOf } from '../money/ratio.ts';
import type { Sentence } from '../said.ts';
import { byText } from '../text-order.ts';
import type { TaxRow, TaxTableName } from './tables/row.ts';
import { ROW_KINDS } from './tables/row.ts';

/** The rows in force: of each table and kind at most one a day. A superseded row stands here with the days it has left. */
export interface TaxTables {
  readonly rows: readonly TaxRow[];
}

/** What is wrong with a row, by the member that is at fault. */
export interface RowFault {
  readonly field: 'id' | 'table' | 'jurisdiction' | 'kind' | 'validFrom' | 'validTo' | 'value' | 'supersedes';
  readonly reason: Sentence;
}

/** Shipped rows and the merchant's own, these in the order of their approval, each taking over the days that it supersedes. */
export function tablesOf(shipped: readonly TaxRow[], own: readonly TaxRow[]): TaxTables {
  let rows = [...shipped];
  for (const row of own) {
    rows = rows.flatMap((there) => (there.id === row.supersedes ? leftOf(there, row) : [there]));
    rows.push(row);
  }
  return { rows };
}

/** The row of a table and kind on a date, or null where the law has none (or we do not know it). */
export function rowOn(
  { rows }: TaxTables,
  { table, kind, on }: { readonly table: TaxTableName; readonly kind: string; readonly on: BusinessDate },
): TaxRow | null {
  return rows.find((row) => row.table === table && row.kind === kind && isOn(row, on)) ?? null;
}

/** A figure of a row as an exact fraction. */
export function rateIn(row: TaxRow, name: string): Ratio {
  return ratioOf(figureIn(row, name));
}

/** A figure of a row as an amount in minor units. */
export function amountIn(row: TaxRow, name: string, currency: Currency): bigint {
  return parseAmount(figureIn(row, name), currency);
}

/** A figure of a row as it stands there; throws `tax.row-broken` where it has none. */
export function figureIn(row: TaxRow, name: string): string {
  const figure = row.value[name];
  if (figure === undefined) throw new Broken('tax.row-broken', `row ${row.id} has no ${name}`);
  return figure;
}

/** Why a row may not join the tables: a figure that is missing, a day that another row has, a day that nobody would have. */
export function rowFaults({ rows }: TaxTables, row: TaxRow): readonly RowFault[] {
  const own = ownFaults(row);
  if (own.length > 0) return own;
  const faults: RowFault[] = [];
  if (rows.some(({ id }) => id === row.id))
    faults.push({
      field: 'id',
      reason: { en: `there is a row "${row.id}" already`, ja: `行"${row.id}"は登録済みです` },
    });
  const superseded = rows.filter(({ id }) => id === row.supersedes);
  if (row.supersedes !== undefined) faults.push(...supersedingFaults(row, superseded));
  const others = rows.filter(
    ({ table, kind, id }) => table === row.table && kind === row.kind && id !== row.supersedes,
  );
  for (const other of others) {
    if (!overlap(row, other)) continue;
    const reason = {
      en: `overlaps with ${other.id}, ${daysOf(other)}; name it in supersedes to take over its days`,
      ja: `${other.id}（${daysOf(other)}）と期間が重なります。期間を引き継ぐ場合はsupersedesに指定してください。`,
    };
    faults.push({ field: 'validFrom', reason });
  }
  if (faults.length > 0) return faults;
  const after = tablesOf(rows, [row]).rows.filter(({ table, kind }) => table === row.table && kind === row.kind);
  return gapsIn(after).map((reason) => ({ field: 'validFrom' as const, reason }));
}

function ownFaults(row: TaxRow): readonly RowFault[] {
  const kind = ROW_KINDS[row.table][row.kind];
  if (kind === undefined) {
    const kinds = Object.keys(ROW_KINDS[row.table]).join(', ');
    return [
      {
        field: 'kind',
        reason: {
          en: `must be one of ${kinds}, got "${row.kind}"`,
          ja: `${kinds}のいずれかを指定してください（入力値: "${row.kind}"）`,
        },
      },
    ];
  }
  const faults: RowFault[] = [];
  if (row.jurisdiction !== kind.jurisdiction) {
    faults.push({
      field: 'jurisdiction',
      reason: {
        en: `must be ${kind.jurisdiction}, got "${row.jurisdiction}"`,
        ja: `${kind.jurisdiction}を指定してください（入力値: "${row.jurisdiction}"）`,
      },
    });
  }
  if (row.validTo !== null && row.validTo < row.validFrom) {
    faults.push({
      field: 'validTo',
      reason: {
        en: `must not be before validFrom, ${row.validFrom}, got ${row.validTo}`,
        ja: `validFrom（${row.validFrom}）以降の日付にしてください（入力値: ${row.validTo}）`,
      },
    });
  }
  const given = Object.keys(row.value);
  for (const name of kind.figures) {
    if (!given.includes(name))
      faults.push({
        field: 'value',
        reason: {
          en: `must have the figure ${name}, got ${given.join(', ') || 'none'}`,
          ja: `数値${name}が必要です（入力値: ${given.join(', ') || 'なし'}）`,
        },
      });
  }
  for (const name of given) {
    if (!kind.figures.includes(name))
      faults.push({
        field: 'value',
        reason: {
          en: `must have only the figures ${kind.figures.join(', ')}, got ${name}`,
          ja: `使える数値は${kind.figures.join(', ')}です（入力値: ${name}）`,
        },
      });
  }
  return faults;
}

function supersedingFaults(row: TaxRow, superseded: readonly TaxRow[]): readonly RowFault[] {
  const [first] = superseded;
  if (first === undefined) {
    return [
      {
        field: 'supersedes',
        reason: { en: `there is no row "${row.supersedes}" in force`, ja: `適用中の行"${row.supersedes}"はありません` },
      },
    ];
  }
  if (first.table !== row.table || first.kind !== row.kind) {
    return [
      {
        field: 'supersedes',
        reason: {
          en: `must be of ${row.table}, ${row.kind}, got ${first.table}, ${first.kind}`,
          ja: `同じ${row.table}の${row.kind}の行を指定してください（入力値: ${first.table}、${first.kind}）`,
        },
      },
    ];
  }
  return [];
}

/** Holes between the rows of one table and kind. */
export function gapsIn(rows: readonly TaxRow[]): readonly Sentence[] {
  const inOrder = [...rows].sort((a, b) => byText(a.validFrom, b.validFrom));
  const gaps: Sentence[] = [];
  for (const [index, { id, validTo }] of inOrder.entries()) {
    const next = inOrder[index + 1];
    if (next === undefined || validTo === null) continue;
    const wanted = dateAfter(validTo, 1);
    if (next.validFrom > wanted) {
      gaps.push({
        en: `leaves a gap: ${id} ends on ${validTo} and ${next.id} begins on ${next.validFrom}`,
        ja: `適用期間に空白があります。${id}は${validTo}に終わり、${next.id}は${next.validFrom}に始まります。`,
      });
    }
  }
  return gaps;
}

/** What is left of a row's days when another takes over its own. */
function leftOf(there: TaxRow, row: TaxRow): readonly TaxRow[] {
  if (!overlap(there, row)) return [there];
  const left: TaxRow[] = [];
  if (there.validFrom < row.validFrom) left.push({ ...there, validTo: dateAfter(row.validFrom, -1) });
  if (row.validTo !== null && (there.validTo === null || row.validTo < there.validTo)) {
    left.push({ ...there, validFrom: dateAfter(row.validTo, 1) });
  }
  return left;
}

function overlap(a: TaxRow, b: TaxRow): boolean {
  return (b.validTo === null || a.validFrom <= b.validTo) && (a.validTo === null || b.validFrom <= a.validTo);
}

function isOn(row: TaxRow, on: BusinessDate): boolean {
  return row.validFrom <= on && (row.validTo === null || on <= row.validTo);
}

function daysOf({ validFrom, validTo }: TaxRow): string {
  return validTo === null ? `from ${validFrom} on` : `${validFrom} to ${validTo}`;
}
