import { formatAmount } from '../../../domain/money/amount.ts';
import type { OpenItem, ParkedItem, Reconciliation } from '../../../domain/payout/reconcile.ts';
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

const PARKED = {
  status: () => 'parked',
  currency: ({ result }) => result.currency,
  transfer: ({ result }) => (result.amountMinor === null ? '' : formatAmount(result.amountMinor, result.currency)),
  days: ({ days }) => String(days),
  age: ({ age }) => age,
} as const satisfies Readonly<Record<string, (item: ParkedItem) => string>>;

/** Of what is parked: the bank's key and words, and why it was not booked. */
const PARKED_COLUMNS = ['key', 'outcome', 'why', 'reason'];

/** The open items of a reconciliation, and below them what is parked, oldest first. RFC 4180, UTF-8 with a byte order mark. */
export function reconciliationCsv({ open, parked }: Reconciliation): string {
  const rows = [
    [...COLUMNS.map(([title]) => title), ...PARKED_COLUMNS],
    ...open.map((item) => [...COLUMNS.map(([, cell]) => cell(item)), ...PARKED_COLUMNS.map(() => '')]),
    ...parked.map((item) => {
      const cells: Readonly<Record<string, (item: ParkedItem) => string>> = PARKED;
      const { key, outcome, why, reason } = item.result;
      return [...COLUMNS.map(([title]) => cells[title]?.(item) ?? ''), key, outcome, why, reason];
    }),
  ];
  return `\uFEFF${rows.map((row) => csvText(row)).join('')}`;
}
