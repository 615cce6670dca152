import { formatAmount } from '../../../domain/money/amount.ts';
import type { OpenItem, Reconciliation } from '../../../domain/payout/reconcile.ts';
import { csvText } from '../csv-text.ts';

const COLUMNS = [
  ['period', ({ periodId }) => periodId],
  ['partner', ({ partnerId }) => partnerId],
  ['batch', ({ batchId }) => batchId ?? ''],
  ['status', ({ status }) => status],
  ['currency', ({ currency }) => currency],
  ['transfer', ({ transferMinor, currency }) => formatAmount(transferMinor, currency)],
  ['in_payout', ({ inPayoutMinor, currency }) => formatAmount(inPayoutMinor, currency)],
  ['unexplained', ({ unexplainedMinor, currency }) => formatAmount(unexplainedMinor, currency)],
  ['days', ({ days }) => String(days)],
  ['age', ({ age }) => age],
] as const satisfies readonly (readonly [string, (item: OpenItem) => string])[];

/** The open items of a reconciliation, oldest first. RFC 4180, UTF-8 with a byte order mark. */
export function reconciliationCsv({ open }: Reconciliation): string {
  const rows = [COLUMNS.map(([title]) => title), ...open.map((item) => COLUMNS.map(([, cell]) => cell(item)))];
  return `\uFEFF${rows.map((row) => csvText(row)).join('')}`;
}
