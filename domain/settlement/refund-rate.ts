import { parseAmount } from '../money/amount.ts';
import { shareAbove } from '../money/share-above.ts';
import type { Statement } from '../statement/statement.ts';

/** The share of what was sold, on the lines of a statement, that was taken back: where it is above a limit, else null. */
export function refundRateAbove(
  { lines, currency }: Pick<Statement, 'lines' | 'currency'>,
  limit: string,
): string | null {
  let baseMinor = 0n;
  let takenBackMinor = 0n;
  for (const { base } of lines.map(({ explanation }) => explanation)) {
    baseMinor += parseAmount(base.base, currency);
    if (base.takenBack !== undefined) takenBackMinor += parseAmount(base.takenBack, currency);
  }
  return shareAbove(takenBackMinor, baseMinor, limit);
}
