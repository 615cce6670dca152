import { DomainError } from '../../../domain/errors.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { EnrollmentTerms, Partner } from '../../../domain/partner/enrollment.ts';
import { standingAt } from '../../../domain/partner/enrollment.ts';
import type { Erasure } from '../../../domain/partner/erasure.ts';
import type { PartnerContact, PartnerProfile } from '../../../domain/partner/profile.ts';
import { EMPTY_PROFILE } from '../../../domain/partner/profile.ts';
import type { Payee } from '../../../domain/payout/payee.ts';
import { payeeInForce } from '../../../domain/payout/payee.ts';
import type { TaxProfile } from '../../../domain/tax/tax-profile.ts';
import { utcDay } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import { sealContext } from '../../runtime/seal-context.ts';
import type { EnrollmentFact, StoredProfile } from '../../store/program-store.ts';
import type { TaxVersion } from '../../store/tax-store.ts';
import { mapLimited } from '../map-limited.ts';
import { partnerOwner } from '../payout/payee-change.ts';
import type { SeenRevision } from '../revision.ts';
import { requireRevision } from '../revision.ts';
import { versionOn, versionsIn } from '../tax/tax-book.ts';
import { membershipOf } from '../terms/membership.ts';
import type { Whose } from './partner-cipher.ts';
import { openFor, sealFor } from './partner-cipher.ts';

/** A profile with the revision by which it is edited; 0 before anything was said. */
export interface ReadProfile {
  readonly profile: PartnerProfile;
  readonly revision: number;
}

export interface Membership {
  readonly programId: string;
  readonly programName: string;
  readonly enrollment: EnrollmentFact;
  /** On which it stands today. */
  readonly terms: EnrollmentTerms;
}

/** What is known of a partner, and what its payouts need. */
export interface PartnerView extends ReadProfile {
  readonly partner: Partner;
  /** Null: its personal data is there. */
  readonly erased: Erasure | null;
  readonly memberships: readonly Membership[];
  readonly tax: { readonly inForce: TaxVersion<TaxProfile> | null; readonly proposed: TaxVersion<TaxProfile> | null };
  readonly payee: { readonly inForce: Payee | null; readonly draft: Payee | null };
}

const AT_ONCE = 8;

export async function readPartner(deps: Deps, whose: Whose): Promise<PartnerView> {
  const { merchantId, partnerId } = whose;
  const { stores } = deps;
  const partner = await stores.partners.partner(merchantId, partnerId);
  if (partner === null)
    throw new DomainError('partner.not-found', {
      en: `there is no partner "${partnerId}"`,
      ja: `パートナー"${partnerId}"は見つかりません`,
    });
  const [read, key, programs, versions, payees] = await Promise.all([
    readProfile(deps, whose),
    stores.partnerKeys.partnerKey(merchantId, partnerId),
    stores.programs.programs(merchantId),
    versionsIn(deps, { merchantId, book: 'profile', id: partnerId }),
    stores.payees.payees(merchantId, partnerOwner(partnerId)),
  ]);
  const memberships = await mapLimited(programs, AT_ONCE, async ({ programId, name }): Promise<Membership | null> => {
    const scope = { merchantId, programId };
    const enrollment = await stores.partners.enrollment(scope, partnerId);
    if (enrollment === null) return null;
    const changes = await stores.partners.termsChangesOf(scope, partnerId);
    return {
      programId,
      programName: name,
      enrollment,
      terms: standingAt(membershipOf(enrollment, changes), deps.now()),
    };
  });
  return {
    ...read,
    partner,
    erased: key?.erased ?? null,
    memberships: memberships.filter((each) => each !== null),
    tax: {
      inForce: versionOn(versions, utcDay(deps.now())),
      proposed: versions.findLast(({ status }) => status === 'proposed') ?? null,
    },
    payee: {
      inForce: payeeInForce(payees),
      draft: payees.findLast(({ status, sealed }) => status === 'draft' && sealed !== null) ?? null,
    },
  };
}

/** Replaces what a partner says of itself; `seen` is the revision that it was looking at. The same again changes nothing. */
export async function putProfile(
  deps: Deps,
  whose: Whose & { readonly profile: PartnerProfile; readonly seen: SeenRevision; readonly by: string },
): Promise<ReadProfile> {
  const { merchantId, partnerId, profile, seen, by } = whose;
  const { partners } = deps.stores;
  if ((await partners.partner(merchantId, partnerId)) === null) {
    throw new DomainError('partner.not-found', {
      en: `there is no partner "${partnerId}"`,
      ja: `パートナー"${partnerId}"は見つかりません`,
    });
  }
  const before = await partners.profile(merchantId, partnerId);
  const read = await opened(deps, whose, before);
  if (before !== null && canonical(read.profile) === canonical(profile)) return read;
  requireRevision(
    { name: { en: 'the profile', ja: 'プロフィール' }, revision: read.revision, code: 'partner.edited' },
    seen,
  );
  const next: StoredProfile = {
    partnerId,
    revision: read.revision + 1,
    sealed: await sealFor(deps, whose, canonical(profile), contextOf(whose)),
    by,
    at: deps.now(),
  };
  if (await partners.advanceProfile(merchantId, before, next)) return { profile, revision: next.revision };
  throw new DomainError('partner.edited', {
    en: `the profile of partner "${partnerId}" was changed meanwhile; read it again`,
    ja: `パートナー"${partnerId}"のプロフィールはその間に変更されました。もう一度読み込んでください。`,
  });
}

async function readProfile(deps: Deps, whose: Whose): Promise<ReadProfile> {
  return await opened(deps, whose, await deps.stores.partners.profile(whose.merchantId, whose.partnerId));
}

/** What a partner says of itself is sealed: no copy of the table tells it. */
async function opened(deps: Deps, whose: Whose, stored: StoredProfile | null): Promise<ReadProfile> {
  if (stored === null) return { profile: EMPTY_PROFILE, revision: 0 };
  const { sealed, open, contact = null, revision } = stored;
  if (sealed === null) return { profile: EMPTY_PROFILE, revision };
  if (sealed !== undefined) {
    return { profile: JSON.parse(await openFor(deps, whose, sealed, contextOf(whose))) as PartnerProfile, revision };
  }
  const person =
    contact === null ? null : (JSON.parse(await openFor(deps, whose, contact, contextOf(whose))) as PartnerContact);
  return { profile: { ...EMPTY_PROFILE, ...open, contact: person }, revision };
}

function contextOf({ merchantId, partnerId }: Whose): string {
  return sealContext('partner-contact', merchantId, partnerId);
}
