import { DomainError } from '../../../domain/errors.ts';
import type { MerchantId, PartnerId } from '../../../domain/ids.ts';
import type { Partner } from '../../../domain/partner/enrollment.ts';
import type { Instant } from '../../../domain/time.ts';
import { formatInstant, SECOND_MS } from '../../../domain/time.ts';
import { FUTURE_SECONDS_MAX } from '../../limits.ts';
import type { Deps } from '../../runtime/deps.ts';

/** The partner that a body names in `field`. */
export async function knownPartner(
  { stores }: Deps,
  named: { merchantId: MerchantId; partnerId: PartnerId; field: string },
): Promise<Partner> {
  const partner = await stores.partners.partner(named.merchantId, named.partnerId);
  if (partner) return partner;
  throw new DomainError(
    'reference.unknown',
    { en: `there is no partner "${named.partnerId}"`, ja: `パートナー"${named.partnerId}"は見つかりません` },
    { field: named.field },
  );
}

/** A fact has happened: clocks may differ by a little, but nothing is dated ahead of us by more. */
export function refuseFuture(deps: Deps, occurredAt: Instant): void {
  const latest = deps.now() + FUTURE_SECONDS_MAX * SECOND_MS;
  if (occurredAt <= latest) return;
  const message = {
    en: `must not be after ${formatInstant(latest)} (now and ${FUTURE_SECONDS_MAX} seconds), got ${formatInstant(occurredAt)}`,
    ja: `${formatInstant(latest)}（現在から${FUTURE_SECONDS_MAX}秒後）以前にしてください（入力値: ${formatInstant(occurredAt)}）`,
  };
  throw new DomainError('time.in-future', message, { field: 'occurredAt' });
}
