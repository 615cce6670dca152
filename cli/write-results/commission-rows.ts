import type { Statement, StatementLine } from '../../domain/statement/statement.ts';
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

/** The row of commissions.csv of a line of one partner's statement. */
export function commissionRow({ conversions, partner }: Statement): (line: StatementLine) => string {
  const byId = new Map(conversions.map((conversion) => [conversion.conversionId, conversion]));
  const partnerId = partner.id;
  return (line) => {
    const conversion = byId.get(line.conversionId);
    const { base, netBase, reason = '' } = line.explanation;
    const names = [line.conversionId, line.lineId, partnerId, line.rule ?? ''].map(asText).join(',');
    const sold = `${names},${conversion?.occurredAt ?? ''},${asText(line.productId ?? '')}`;
    const earned = `${base.base},${conversion?.credit ?? ''},${netBase},${line.commission}`;
    const heldUntil = conversion?.heldUntil ?? '';
    return `${sold},${earned},${line.posted},${line.released},${heldUntil},${line.state},${reason}\n`;
  };
}

const SPECIAL = /^[=+\-@\t\r]|[",\r\n]/;

/** An id as a cell; one that a spreadsheet would run as a formula is marked as text. */
function asText(id: string): string {
  if (!SPECIAL.test(id)) return id;
  return csvCell(/^[=+\-@\t\r]/.test(id) ? `'${id}` : id);
}
