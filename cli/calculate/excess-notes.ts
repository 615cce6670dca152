import { formatAmount } from '../../domain/money/amount.ts';
import type { ConversionExcess } from '../../domain/settlement/book-period.ts';
import { byText } from '../../domain/text-order.ts';

const SHOWN_MAX = 20;

/** What reversals asked for beyond what was left of their conversions, in words, by conversion. */
export function excessNotes(excesses: readonly ConversionExcess[]): readonly string[] {
  const sorted = [...excesses].sort(
    (a, b) => byText(a.conversionId, b.conversionId) || byText(a.reversalId, b.reversalId),
  );
  const notes = sorted.slice(0, SHOWN_MAX).map(({ conversionId, currency, excessMinor, reversalId }) => {
    const excess = `${formatAmount(excessMinor, currency)} ${currency}`;
    return `reversal ${reversalId} asks for ${excess} more than is left of ${conversionId}; that does not count`;
  });
  const hidden = sorted.length - notes.length;
  return hidden > 0 ? [...notes, `and ${hidden} more reversals ask for more than is left`] : notes;
}
