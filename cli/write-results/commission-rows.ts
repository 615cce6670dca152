import type { Statement } from '../../domain/statement/statement.ts';
import { csvRow } from '../csv-row.ts';

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

/** The commission lines of one partner's statement as rows of commissions.csv. */
export function commissionRows({ conversions, lines, partner }: Statement): string {
  const byId = new Map(conversions.map((conversion) => [conversion.conversionId, conversion]));
  const rows = lines.map((line) => {
    const conversion = byId.get(line.conversionId);
    const { explanation } = line;
    return csvRow([
      asText(line.conversionId),
      asText(line.lineId),
      asText(partner.id),
      asText(line.rule ?? ''),
      conversion?.occurredAt ?? '',
      asText(line.productId ?? ''),
      explanation.base.base,
      conversion?.credit ?? '',
      explanation.netBase,
      line.commission,
      line.posted,
      line.released,
      conversion?.heldUntil ?? '',
      line.state,
      explanation.reason ?? '',
    ]);
  });
  return rows.join('');
}

/** A spreadsheet would run such an id as a formula. */
function asText(id: string): string {
  return /^[=+\-@\t\r]/.test(id) ? `'${id}` : id;
}
