import type { FittedModel } from '../domain/attribution/fitted-model.ts';
import type { ClaimStep } from '../domain/claim/claim.ts';
import type { Plan } from '../domain/commission/plan.ts';
import type { DealStep } from '../domain/deal/deal.ts';
import type { MerchantId, PartnerId, PeriodId, ProgramId } from '../domain/ids.ts';
import type { Adjustment, OpeningBalance } from '../domain/ledger/adjustment.ts';
import type { Entry } from '../domain/ledger/entry.ts';
import type { Currency } from '../domain/money/currency.ts';
import type { DailyRate } from '../domain/money/exchange.ts';
import type { Coupon, EnrollmentTerms, Partner } from '../domain/partner/enrollment.ts';
import type { Program } from '../domain/partner/program.ts';
import type { Payee } from '../domain/payout/payee.ts';
import type { Payout } from '../domain/payout/payout.ts';
import type { Decision } from '../domain/settlement/decision.ts';
import type { SettlementRecord } from '../domain/settlement/settlement.ts';
import type { DocumentFact } from '../domain/statement/confirmation.ts';
import type { Dated, Instant } from '../domain/time.ts';
import type { Click } from '../domain/tracking/click.ts';
import type { Conversion } from '../domain/tracking/conversion.ts';
import type { Reversal } from '../domain/tracking/reversal.ts';
import type { OverdueReview, Review } from '../domain/tracking/review.ts';
import type { TrackingLink } from '../domain/tracking/tracking-link.ts';

/** One partner's membership as it was recorded. */
interface EnrollmentFact {
  readonly partnerId: PartnerId;
  readonly joinedAt: Instant;
  readonly endedAt: Instant | null;
  readonly terms: EnrollmentTerms;
}

/** A decision with the currency of its program, in which its amounts are, and how often it was made otherwise, from 1. */
interface PricedDecision extends Decision {
  readonly revision: number;
  readonly currency: Currency;
}

/** What the statement of one partner and period says in short. */
interface StatementFact {
  readonly statementId: string;
  readonly partnerId: PartnerId;
  readonly periodId: PeriodId;
  readonly currency: Currency;
  readonly payableMinor: bigint;
  readonly payoutMinor: bigint;
  readonly issuedAt: Instant;
}

/** A decision about money: drafted by one person, approved or rejected by another, in the currency of its program. */
export interface MoneyDecision<T> {
  readonly content: T;
  readonly currency: Currency;
  readonly status: 'draft' | 'approved' | 'rejected';
  readonly draftedBy: string;
  readonly draftedAt: Instant;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
}

type AdjustmentContent = Omit<Adjustment, 'draftedBy' | 'approvedBy'>;

interface OpeningsContent {
  readonly importId: string;
  readonly rows: readonly OpeningBalance[];
}

/** Versions of a partner's tax profile, without what they say. */
interface TaxProfileFact {
  readonly partnerId: PartnerId;
  readonly versions: readonly {
    readonly version: number;
    readonly from: string;
    readonly status: 'proposed' | 'in-force' | 'refused';
    readonly draftedBy: string;
    readonly draftedAt: Instant;
    readonly decidedBy: string | null;
    readonly decidedAt: Instant | null;
  }[];
}

interface FactValues {
  readonly click: Click;
  readonly conversion: Conversion;
  readonly reversal: Reversal;
  readonly review: Review;
  readonly overdueReview: OverdueReview;
  readonly program: Program;
  readonly plan: Plan;
  readonly rate: DailyRate;
  readonly partner: Partner;
  readonly enrollment: EnrollmentFact;
  readonly termsChange: Dated<EnrollmentTerms> & { readonly partnerId: PartnerId };
  readonly link: TrackingLink;
  readonly coupon: Coupon;
  readonly decision: PricedDecision;
  readonly snapshot: FittedModel;
  readonly settlement: SettlementRecord;
  readonly adjustment: MoneyDecision<AdjustmentContent>;
  readonly openings: MoneyDecision<OpeningsContent>;
  readonly taxProfile: TaxProfileFact;
  readonly entry: Entry;
  readonly statement: StatementFact;
  readonly document: DocumentFact;
  readonly payee: Payee;
  readonly payout: Payout;
  readonly deal: DealStep;
  readonly claim: ClaimStep;
}

/** The kinds of stored facts that others are told about. */
export type Entity = keyof FactValues;

/** A step of a settlement and what a run made are dated by themselves; everything else was also recorded at some instant. */
type DatedByItself =
  | 'settlement'
  | 'adjustment'
  | 'openings'
  | 'taxProfile'
  | 'entry'
  | 'statement'
  | 'document'
  | 'payee'
  | 'payout'
  | 'deal'
  | 'claim';

/** A stored fact of one kind and whose it is. A partner belongs to a merchant, everything else to a program. */
export interface FactOf<E extends Entity> {
  readonly entity: E;
  readonly merchantId: MerchantId;
  readonly programId: ProgramId | null;
  /** When we first wrote it. */
  readonly recordedAt: E extends DatedByItself ? null : Instant;
  readonly value: FactValues[E];
}

/** Any stored fact that others are told about. */
export type Fact = { readonly [E in Entity]: FactOf<E> }[Entity];
