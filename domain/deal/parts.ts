import type { Credit } from '../attribution/attribution.ts';
import { add, commonNumerators, ratioOf, ZERO } from '../money/ratio.ts';
import type { Sentence } from '../said.ts';
import type { DealPart } from './deal.ts';

/** What is wrong with the parts of a deal, by the place of the part; empty when they are whole. */
export function partFaults(
  parts: readonly DealPart[],
): readonly { readonly index: number | null; readonly reason: Sentence }[] {
  const faults: { index: number | null; reason: Sentence }[] = [];
  const seen = new Set<string>();
  let sum = ZERO;
  for (const [index, { partnerId, share }] of parts.entries()) {
    const ratio = ratioOf(share);
    sum = add(sum, ratio);
    if (ratio.numerator <= 0n)
      faults.push({
        index,
        reason: { en: `must be above 0, got ${share}`, ja: `0より大きい値にしてください（入力値: ${share}）` },
      });
    if (seen.has(partnerId))
      faults.push({ index, reason: { en: `${partnerId} has a part already`, ja: `${partnerId}の配分は指定済みです` } });
    seen.add(partnerId);
  }
  if (faults.length === 0 && sum.numerator !== sum.denominator) {
    faults.push({
      index: null,
      reason: {
        en: `must sum to exactly 1, got ${parts.map(({ share }) => share).join(' + ')}`,
        ja: `合計をちょうど1にしてください（入力値: ${parts.map(({ share }) => share).join(' + ')}）`,
      },
    });
  }
  return faults;
}

/** The parts as credits, exactly. */
export function creditsOfParts(parts: readonly DealPart[]): readonly Credit[] {
  const weights = commonNumerators(parts.map(({ share }) => ratioOf(share)));
  return parts.map(({ partnerId }, index) => ({ partnerId, creditWeight: weights[index] ?? 0n }));
}
