import type { LineRow } from '../../domain/statement/line-text.ts';
import { remembered } from '../../functions/usecases/statement/statement-csv.ts';
import { csvCell } from '../csv-row.ts';

export const COMMISSION_COLUMNS = [
  'conversion_id',
  'line_id',
  'partner_id',
  'rule_id',
  'occurred_at',
  'product_id',
  'base',
  'credit',
  'net_base',
  'commission',
  'posted',
  'released',
  'held_until',
  'state',
  'reason',
] as const;

/** What the rows of a conversion's lines have alike; `sold` is its id, `fraction` the exact credit. */
export interface SoldCells {
  readonly sold: string;
  readonly occurredAt: string;
  readonly heldUntil: string;
  readonly fraction: string;
}

/** Makes the rows of commissions.csv of one partner's lines. */
export function commissionRows(partnerId: string): (line: LineRow, sold: SoldCells) => string {
  const partner = asText(partnerId);
  const ruleText = remembered(asText);
  return (line, { sold: conversionId, occurredAt, heldUntil, fraction }) => {
    const names = `${conversionId},${asText(line.lineId)},${partner},${ruleText(line.rule ?? '')}`;
    const earned = `${line.base},${fraction},${line.netBase},${line.commission},${line.posted},${line.released}`;
    const sold = `${occurredAt},${asText(line.productId ?? '')}`;
    return `${names},${sold},${earned},${heldUntil},${line.state},${line.reason ?? ''}\n`;
  };
}

const SPECIAL = /^[=+\-@\t\r]|[",\r\n]/;

/** An id as a cell; one that a spreadsheet would run as a formula is marked as text. */
export function asText(id: string): string {
  if (!SPECIAL.test(id)) return id;
  return csvCell(/^[=+\-@\t\r]/.test(id) ? `'${id}` : id);
}
