import { parseAmount } from '../money/amount.ts';
import type { Statement } from './statement.ts';
import type { StatementConversion } from './statement-conversion.ts';

/** The conversions whose commission a statement releases, in its order. */
export function releasedConversions({
  conversions,
  currency,
  lines,
}: Pick<Statement, 'conversions' | 'currency' | 'lines'>): readonly StatementConversion[] {
  const released = new Set(
    lines.filter((line) => parseAmount(line.released, currency) > 0n).map(({ conversionId }) => conversionId),
  );
  return conversions.filter(({ conversionId }) => released.has(conversionId));
}
