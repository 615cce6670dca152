import { DomainError } from '../../../domain/errors.ts';
import type { ConversionId } from '../../../domain/ids.ts';
import { sortedReversals } from '../../../domain/settlement/facts.ts';
import type { Conversion } from '../../../domain/tracking/conversion.ts';
import type { Reversal } from '../../../domain/tracking/reversal.ts';
import type { Review } from '../../../domain/tracking/review.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Recorded, Scope } from '../../store/scope.ts';
import { programOf } from '../terms/load-terms.ts';

/** A conversion as it was told, with what was told of it since. */
export interface ToldConversion extends Recorded<Conversion> {
  /** By when they occurred. */
  readonly reversals: readonly Reversal[];
  /** Null: the merchant has not decided, or decides on none. */
  readonly review: Review | null;
}

export async function readConversion(
  deps: Deps,
  { scope, conversionId }: { readonly scope: Scope; readonly conversionId: ConversionId },
): Promise<ToldConversion> {
  await programOf(deps, scope);
  const { conversions } = deps.stores;
  const [recorded, reversals, review] = await Promise.all([
    conversions.conversion(scope, conversionId),
    conversions.reversalsOf(scope, conversionId),
    conversions.review(scope, conversionId),
  ]);
  if (recorded === null)
    throw new DomainError('conversion.not-found', {
      en: `there is no conversion ${conversionId}`,
      ja: `コンバージョン${conversionId}は見つかりません`,
    });
  return { ...recorded, reversals: sortedReversals(reversals), review };
}
