import { DomainError } from '../../../domain/errors.ts';
import type { ConversionId, PartnerId } from '../../../domain/ids.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';

interface Appealed {
  readonly partnerId: PartnerId;
  readonly conversionId: ConversionId;
}

/**
 * When a conversion was rejected for a partner: by the merchant's review, or by the screening, which refused the partner's own
 * touchpoints. Of what was not the partner's it is not even told that it is there.
 */
export async function rejectedAt(
  { stores }: Deps,
  scope: Scope,
  { partnerId, conversionId }: Appealed,
): Promise<Instant> {
  const { conversions } = stores;
  const recorded = await conversions.conversion(scope, conversionId);
  const decision = recorded && (await conversions.decision(scope, recorded.recordedAt, conversionId));
  const own = decision?.lines.some((line) => line.partnerId === partnerId) ?? false;
  const isScreened = decision?.attribution.refused.some((touch) => touch.partnerId === partnerId) ?? false;
  if (recorded === null || !(own || isScreened)) {
    throw new DomainError(
      'reference.unknown',
      {
        en: `there is no conversion ${conversionId} of yours`,
        ja: `コンバージョン${conversionId}は、貴社の成果には見つかりません`,
      },
      {
        field: 'conversionId',
      },
    );
  }
  const review = await conversions.review(scope, conversionId);
  if (review?.outcome === 'rejected') return review.at;
  if (!own) return recorded.recordedAt;
  throw new DomainError(
    'claim.not-rejected',
    {
      en: `conversion ${conversionId} counts for you; nothing was rejected`,
      ja: `コンバージョン${conversionId}は貴社の成果として計上されています。却下されていません。`,
    },
    {
      field: 'conversionId',
    },
  );
}
