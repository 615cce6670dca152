import type { Payee } from '../../domain/payout/payee.ts';
import { payableFrom } from '../../domain/payout/payee.ts';
import type { TaxProfile } from '../../domain/tax/tax-profile.ts';
import type { TaxVersion } from '../store/tax-store.ts';
import type { PartnerView } from '../usecases/partner/partner-profile.ts';
import { instant } from './wire.ts';

/** A partner as it stands. The ids under which it buys itself are the merchant's to know. */
export function partnerViewAnswer({ partner, erased, profile, memberships, tax, payee }: PartnerView) {
  const { partnerId, name, kind, country } = partner;
  return {
    partnerId,
    name,
    kind,
    country,
    profile,
    erased: erased && { at: instant(erased.at), reason: erased.reasonCode },
    programs: memberships.map(({ programId, programName, enrollment, terms: { status, tier, segment } }) => ({
      programId,
      name: programName,
      status,
      tier,
      segment,
      joinedAt: instant(enrollment.joinedAt),
      endedAt: instant(enrollment.endedAt),
    })),
    taxProfile: { inForce: taxInShort(tax.inForce), proposed: taxInShort(tax.proposed) },
    payee: {
      inForce: payee.inForce && { ...bankInShort(payee.inForce), payableFrom: instant(payableFrom(payee.inForce)) },
      draft: payee.draft && bankInShort(payee.draft),
    },
    needs: erased
      ? []
      : [...(tax.inForce === null ? ['tax-profile'] : []), ...(payee.inForce === null ? ['bank-details'] : [])],
  };
}

function taxInShort(version: TaxVersion<TaxProfile> | null) {
  return version === null ? null : { version: version.version, from: version.from, legalName: version.value.legalName };
}

function bankInShort({ revision, account: { scheme, bank, account, holder } }: Payee) {
  return { revision, scheme, bank, account, holder };
}
