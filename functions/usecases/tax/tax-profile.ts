import { DomainError } from '../../../domain/errors.ts';
import type { MerchantId, PartnerId } from '../../../domain/ids.ts';
import type { Sentence } from '../../../domain/said.ts';
import type { Fault } from '../../../domain/tax/registration-number.ts';
import type { TaxProfile } from '../../../domain/tax/tax-profile.ts';
import { profileFaults } from '../../../domain/tax/tax-profile.ts';
import { Refusal } from '../../contract/refusal.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { TaxVersion } from '../../store/tax-store.ts';
import type { SeenRevision } from '../revision.ts';
import { addVersion, decideVersion, versionsIn } from './tax-book.ts';

export interface ProfileOf {
  readonly merchantId: MerchantId;
  readonly partnerId: PartnerId;
}

export interface ProfileChange extends ProfileOf {
  readonly from: string;
  readonly profile: TaxProfile;
  readonly by: string;
  /** The partner itself speaks: finance confirms, and has looked the registration number up, not the partner. */
  readonly isByPartner: boolean;
  /** How many versions the author saw: `*` for any, nothing when it did not say. */
  readonly seen?: SeenRevision | undefined;
}

/** Every version of a partner's tax profile, oldest first. */
export async function taxProfiles(deps: Deps, of: ProfileOf): Promise<readonly TaxVersion<TaxProfile>[]> {
  await knownPartner(deps, of);
  return versionsIn(deps, bookOf(of));
}

/** Writes a partner's tax profile from a date on; documents that are closed keep the one they were made with. */
export async function putTaxProfile(deps: Deps, change: ProfileChange): Promise<TaxVersion<TaxProfile>> {
  const { from, by, isByPartner, seen } = change;
  await knownPartner(deps, change);
  refuseFaults('tax.profile-invalid', { en: 'the tax profile', ja: '税務情報' }, profileFaults(change.profile));
  const { registration } = change.profile;
  const unchecked = registration === null ? null : { ...registration, check: 'not-checked' as const, checkedOn: null };
  const value = isByPartner ? { ...change.profile, registration: unchecked } : change.profile;
  return addVersion(deps, bookOf(change), { from, value, by, isProposal: isByPartner, seen });
}

/** Finance's word on what a partner wrote of itself. */
export async function decideTaxProfile(
  deps: Deps,
  decision: ProfileOf & { readonly version: number; readonly by: string; readonly verdict: 'in-force' | 'refused' },
): Promise<TaxVersion<TaxProfile>> {
  await knownPartner(deps, decision);
  const { version, by, verdict, partnerId } = decision;
  return decideVersion(deps, bookOf(decision), {
    find: (versions) => versions.find((each) => each.version === version),
    called: { en: `version ${version} of the tax profile of ${partnerId}`, ja: `${partnerId}の税務情報の版${version}` },
    by,
    verdict,
    check: () => {},
  });
}

/** Refuses what has faults, naming each. */
export function refuseFaults(code: string, what: Sentence, faults: readonly Fault[]): void {
  const [first] = faults;
  if (first === undefined) return;
  const { field, reason } = first;
  const message = {
    en: `${what.en} is not valid: ${field}: ${reason.en}`,
    ja: `${what.ja}に誤りがあります: ${field}: ${reason.ja}`,
  };
  throw new Refusal(code, message, faults);
}

const bookOf = ({ merchantId, partnerId }: ProfileOf) => ({ merchantId, book: 'profile', id: partnerId }) as const;

async function knownPartner({ stores }: Deps, { merchantId, partnerId }: ProfileOf): Promise<void> {
  if ((await stores.partners.partner(merchantId, partnerId)) !== null) return;
  throw new DomainError('partner.not-found', {
    en: `there is no partner "${partnerId}"`,
    ja: `パートナー"${partnerId}"は見つかりません`,
  });
}
