import type { LineRow } from '../../domain/statement/line-text.ts';
import { textCell } from '../../functions/usecases/csv-text.ts';
import { remembered } from '../../functions/usecases/statement/statement-csv.ts';

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
  const partner = textCell(partnerId);
  const ruleText = remembered(textCell);
  return (line, { sold: conversionId, occurredAt, heldUntil, fraction }) => {
    const names = `${conversionId},${textCell(line.lineId)},${partner},${ruleText(line.rule ?? '')}`;
    const earned = `${line.base},${fraction},${line.netBase},${line.commission},${line.posted},${line.released}`;
    const sold = `${occurredAt},${textCell(line.productId ?? '')}`;
    return `${names},${sold},${earned},${heldUntil},${line.state},${line.reason ?? ''}\n`;
  };
}
