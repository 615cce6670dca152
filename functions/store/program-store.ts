import type { FittedModel } from '../../domain/attribution/fitted-model.ts';
import type { Plan } from '../../domain/commission/plan.ts';
import type { LinkId, MerchantId, PartnerId } from '../../domain/ids.ts';
import type { DailyRate } from '../../domain/money/exchange.ts';
import type { Coupon, EnrollmentTerms, Partner } from '../../domain/partner/enrollment.ts';
import type { PartnerProfile } from '../../domain/partner/profile.ts';
import type { Program } from '../../domain/partner/program.ts';
import type { Dated, Instant } from '../../domain/time.ts';
import type { TrackingLink } from '../../domain/tracking/tracking-link.ts';
import type { PutOnce, Recorded, RowPage, Scope } from './scope.ts';

/** A version of the rules before its publication. What is thrown away or published stays, and says so. */
export interface PlanDraft {
  readonly version: number;
  /** Counts its changes from 1 on. */
  readonly revision: number;
  readonly status: 'draft' | 'discarded' | 'published';
  readonly plan: Plan;
  /** Who wrote this content, and when. */
  readonly draftedBy: string;
  readonly draftedAt: Instant;
  readonly publishedBy: string | null;
}

/** By what an exchange rate of a program is found. */
export type RateKey = Pick<DailyRate, 'date' | 'from' | 'to'>;

export interface ProgramStore {
  /** Ahead of it goes its row among the programs of all merchants. */
  putProgram(program: Recorded<Program>): Promise<PutOnce<Program>>;
  /** Of all merchants, in no order; what a crash left behind may name a program that never came to be. */
  everyProgram(): AsyncIterable<Scope>;
  program(scope: Scope): Promise<Program | null>;
  /** When the program was recorded: no fact of it is older in our books. */
  programSince(scope: Scope): Promise<Instant | null>;
  programs(merchantId: MerchantId): Promise<readonly Program[]>;
  /** A published version: same version, other content is a conflict. */
  putPlan(scope: Scope, plan: Recorded<Plan>): Promise<PutOnce<Plan>>;
  /** All versions, by version. */
  plans(scope: Scope): Promise<readonly Recorded<Plan>[]>;
  draft(scope: Scope, version: number): Promise<PlanDraft | null>;
  /** All drafts, whatever became of them, by version. */
  drafts(scope: Scope): Promise<readonly PlanDraft[]>;
  /** Replaces the draft if it is still `expected` (null: absent). False when somebody else was first. */
  advanceDraft(scope: Scope, expected: PlanDraft | null, next: PlanDraft): Promise<boolean>;
  /** One exchange rate of one day and pair. */
  putRate(scope: Scope, rate: Recorded<DailyRate>): Promise<PutOnce<DailyRate>>;
  rate(scope: Scope, of: RateKey): Promise<DailyRate | null>;
  rates(scope: Scope): Promise<readonly DailyRate[]>;
  /** By day and pair, after a position (`own-index.ts`). */
  ratesAfter(scope: Scope, page: RowPage): Promise<readonly DailyRate[]>;
}

/** One partner's membership as recorded; changes of its terms are facts of their own. */
export interface EnrollmentFact {
  readonly partnerId: PartnerId;
  readonly joinedAt: Instant;
  readonly endedAt: Instant | null;
  readonly terms: EnrollmentTerms;
}

export interface TermsChange extends Dated<EnrollmentTerms> {
  readonly partnerId: PartnerId;
}

/** A stretch of partners in the order of their ids, both ends included. */
export interface PartnerSpan {
  readonly first: PartnerId;
  readonly last: PartnerId;
}

/** A link is followed by people without a token, so it is found by its id alone and says whose it is. */
export interface OwnedLink extends TrackingLink {
  readonly merchantId: MerchantId;
}

/** What a partner said of itself last, sealed by its own key. */
export interface StoredProfile {
  readonly partnerId: PartnerId;
  /** Counts changes from 1 on. */
  readonly revision: number;
  /** Null: erased. Absent in profiles of before, of which only the contact was sealed. */
  readonly sealed?: string | null;
  readonly open?: Omit<PartnerProfile, 'contact'>;
  readonly contact?: string | null;
  readonly by: string;
  readonly at: Instant;
}

export interface PartnerStore {
  putPartner(merchantId: MerchantId, partner: Recorded<Partner>): Promise<PutOnce<Partner>>;
  partner(merchantId: MerchantId, partnerId: PartnerId): Promise<Partner | null>;
  /** Of a merchant, by id, after one. */
  partnersAfter(merchantId: MerchantId, page: RowPage): Promise<readonly Partner[]>;
  profile(merchantId: MerchantId, partnerId: PartnerId): Promise<StoredProfile | null>;
  /** Replaces the profile if it is still `expected` (null: absent); what was there is gone. False when somebody else was first. */
  advanceProfile(merchantId: MerchantId, expected: StoredProfile | null, next: StoredProfile): Promise<boolean>;
  putEnrollment(scope: Scope, enrollment: Recorded<EnrollmentFact>): Promise<PutOnce<EnrollmentFact>>;
  putTermsChange(scope: Scope, change: Recorded<TermsChange>): Promise<PutOnce<TermsChange>>;
  enrollment(scope: Scope, partnerId: PartnerId): Promise<EnrollmentFact | null>;
  /** By partner id. */
  enrollments(scope: Scope): Promise<readonly EnrollmentFact[]>;
  /** By partner id, after one. */
  enrollmentsAfter(scope: Scope, page: RowPage): Promise<readonly EnrollmentFact[]>;
  /** By partner id, then date. */
  termsChanges(scope: Scope): Promise<readonly TermsChange[]>;
  /** Of one partner, by date. */
  termsChangesOf(scope: Scope, partnerId: PartnerId): Promise<readonly TermsChange[]>;
  /** Of the partners from one id to another, both included: by partner id, then date. */
  termsChangesAmong(scope: Scope, ids: PartnerSpan): Promise<readonly TermsChange[]>;
  putLink(link: Recorded<OwnedLink>): Promise<PutOnce<OwnedLink>>;
  link(linkId: LinkId): Promise<OwnedLink | null>;
  /** Of one partner in a program, by id, after one. */
  linksOf(scope: Scope, partnerId: PartnerId, page: RowPage): Promise<readonly OwnedLink[]>;
  /** Key: code, owner and first day, so that a code may change hands. */
  putCoupon(scope: Scope, coupon: Recorded<Coupon>): Promise<PutOnce<Coupon>>;
  coupons(scope: Scope): Promise<readonly Coupon[]>;
  /** Of one code, in the order in which it changes hands; a strongly consistent read. */
  couponsByCode(scope: Scope, code: string): Promise<readonly Coupon[]>;
  /** Of one partner in a program, by code and first day, after a position (`own-index.ts`). */
  couponsOf(scope: Scope, partnerId: PartnerId, page: RowPage): Promise<readonly Coupon[]>;
}

/** Fits of data-driven models; versions of them, each stored once. */
export interface SnapshotStore {
  putSnapshot(scope: Scope, fit: Recorded<FittedModel>): Promise<PutOnce<FittedModel>>;
  snapshot(scope: Scope, snapshotId: string): Promise<Recorded<FittedModel> | null>;
  /** Of the latest window, and of several of that the one recorded last. */
  latestSnapshot(scope: Scope): Promise<Recorded<FittedModel> | null>;
}
