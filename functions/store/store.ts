import type { FittedModel } from '../../domain/attribution/fitted-model.ts';
import type { Plan } from '../../domain/commission/plan.ts';
import type { Connector, ConnectorMessage, MessageOutcome } from '../../domain/connector/connector.ts';
import type { Deal, DealStep } from '../../domain/deal/deal.ts';
import type {
  ClickId,
  ConversionId,
  CustomerId,
  DealId,
  EntryId,
  LinkId,
  MerchantId,
  PartnerId,
  PeriodId,
  ProgramId,
  ReversalId,
  VisitorId,
} from '../../domain/ids.ts';
import type { Hash, InclusionProof } from '../../domain/integrity/merkle.ts';
import type { PartnerLeaf, PeriodRoot } from '../../domain/integrity/period-root.ts';
import type { SigningKey } from '../../domain/integrity/signing-key.ts';
import type { Adjustment, OpeningBalance } from '../../domain/ledger/adjustment.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import type { DailyRate } from '../../domain/money/exchange.ts';
import type { Coupon, EnrollmentTerms, Partner } from '../../domain/partner/enrollment.ts';
import type { Program } from '../../domain/partner/program.ts';
import type { ParkedResult } from '../../domain/payout/parked-result.ts';
import type { AccountOwner, Payee } from '../../domain/payout/payee.ts';
import type { Batch, Payout } from '../../domain/payout/payout.ts';
import type { Carry } from '../../domain/settlement/carry.ts';
import type { PeriodResult } from '../../domain/settlement/close-period.ts';
import type { Decision } from '../../domain/settlement/decision.ts';
import type { Manifest } from '../../domain/settlement/manifest.ts';
import type { SettlementRecord } from '../../domain/settlement/settlement.ts';
import type { Summary } from '../../domain/settlement/summary.ts';
import type { ProgramTerms } from '../../domain/settlement/terms.ts';
import type { DocumentFact, IssuedFact } from '../../domain/statement/confirmation.ts';
import type { PaidFee } from '../../domain/tax/paid-fee.ts';
import type { Payer } from '../../domain/tax/payer.ts';
import type { StatementTax } from '../../domain/tax/statement-tax.ts';
import type { TaxRow } from '../../domain/tax/tables/row.ts';
import type { TaxProfile } from '../../domain/tax/tax-profile.ts';
import type { Dated, Instant } from '../../domain/time.ts';
import type { Click } from '../../domain/tracking/click.ts';
import type { Conversion } from '../../domain/tracking/conversion.ts';
import type { Reversal } from '../../domain/tracking/reversal.ts';
import type { OverdueReview, Review } from '../../domain/tracking/review.ts';
import type { TrackingLink } from '../../domain/tracking/tracking-link.ts';
import type { Delivery } from '../../domain/webhook/delivery.ts';
import type { Endpoint, EndpointOwner } from '../../domain/webhook/endpoint.ts';

/** Every key starts with the merchant, taken from the token, never from the body. */
export interface Scope {
  readonly merchantId: MerchantId;
  readonly programId: ProgramId;
}

/** A fact with the instant at which we first wrote it; a retry finds the first. */
export interface Recorded<T> {
  readonly fact: T;
  readonly recordedAt: Instant;
}

/**
 * What became of a conditional put on a permanent key: `created`; `repeated` when the same content is already there; `conflict`
 * when other content is. `stored` is what the store holds now.
 */
export interface PutOnce<T> {
  readonly outcome: 'created' | 'repeated' | 'conflict';
  readonly stored: Recorded<T>;
}

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

export interface ProgramStore {
  putProgram(program: Recorded<Program>): Promise<PutOnce<Program>>;
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
  rates(scope: Scope): Promise<readonly DailyRate[]>;
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

/** A link is followed by people without a token, so it is found by its id alone and says whose it is. */
export interface OwnedLink extends TrackingLink {
  readonly merchantId: MerchantId;
}

export interface PartnerStore {
  putPartner(merchantId: MerchantId, partner: Recorded<Partner>): Promise<PutOnce<Partner>>;
  partner(merchantId: MerchantId, partnerId: PartnerId): Promise<Partner | null>;
  putEnrollment(scope: Scope, enrollment: Recorded<EnrollmentFact>): Promise<PutOnce<EnrollmentFact>>;
  putTermsChange(scope: Scope, change: Recorded<TermsChange>): Promise<PutOnce<TermsChange>>;
  enrollment(scope: Scope, partnerId: PartnerId): Promise<EnrollmentFact | null>;
  /** By partner id. */
  enrollments(scope: Scope): Promise<readonly EnrollmentFact[]>;
  /** By partner id, then date. */
  termsChanges(scope: Scope): Promise<readonly TermsChange[]>;
  /** Of one partner, by date. */
  termsChangesOf(scope: Scope, partnerId: PartnerId): Promise<readonly TermsChange[]>;
  putLink(link: Recorded<OwnedLink>): Promise<PutOnce<OwnedLink>>;
  link(linkId: LinkId): Promise<OwnedLink | null>;
  /** Key: code, owner and first day, so that a code may change hands. */
  putCoupon(scope: Scope, coupon: Recorded<Coupon>): Promise<PutOnce<Coupon>>;
  coupons(scope: Scope): Promise<readonly Coupon[]>;
}

export interface ClickStore {
  /** The key of a click is its id; for ids that we signed ourselves it is derived from the id, at one write. */
  putClick(scope: Scope, click: Recorded<Click>): Promise<PutOnce<Click>>;
  click(scope: Scope, clickId: ClickId): Promise<Click | null>;
  /** Clicks of one visitor with from ≤ occurredAt ≤ to, by (occurredAt, clickId); a strongly consistent read. */
  clicksByVisitor(scope: Scope, visitorId: VisitorId, range: { from: Instant; to: Instant }): Promise<readonly Click[]>;
  /** The last click of a visitor before an instant, as the witness that there was one. */
  lastClickBefore(scope: Scope, visitorId: VisitorId, before: Instant): Promise<Click | null>;
  /** Puts the visitor of a click into the index of the UTC day on which it happened. Safe to repeat. */
  noteVisitor(scope: Scope, click: Recorded<Click>): Promise<void>;
  /** The visitors noted on a UTC day (`YYYY-MM-DD`), each once, over all buckets. */
  visitorsOn(scope: Scope, day: string): AsyncIterable<VisitorId>;
}

/** Fits of data-driven models; versions of them, each stored once. */
export interface SnapshotStore {
  putSnapshot(scope: Scope, fit: Recorded<FittedModel>): Promise<PutOnce<FittedModel>>;
  snapshot(scope: Scope, snapshotId: string): Promise<Recorded<FittedModel> | null>;
  /** Of the latest window, and of several of that the one recorded last. */
  latestSnapshot(scope: Scope): Promise<Recorded<FittedModel> | null>;
}

/** A customer was seen with a visitor, first at `seenAt`. */
export interface SeenTogether {
  readonly customerId: CustomerId;
  readonly visitorId: VisitorId;
  readonly seenAt: Instant;
}

/** One row of the index of what was recorded on a day. */
export type RecordedFact =
  | { readonly type: 'conversion'; readonly id: ConversionId }
  | { readonly type: 'reversal'; readonly id: ReversalId }
  /** By the conversion that was decided about. */
  | { readonly type: 'review'; readonly id: ConversionId };

export interface ConversionStore {
  putConversion(scope: Scope, conversion: Recorded<Conversion>): Promise<PutOnce<Conversion>>;
  conversion(scope: Scope, conversionId: ConversionId): Promise<Recorded<Conversion> | null>;
  /** Stored by its own id (permanent key), beside its conversion's key, and in the index of its day. Safe to repeat. */
  putReversal(scope: Scope, reversal: Recorded<Reversal>): Promise<PutOnce<Reversal>>;
  reversal(scope: Scope, reversalId: ReversalId): Promise<Recorded<Reversal> | null>;
  /** By (occurredAt, reversalId); a strongly consistent read. */
  reversalsOf(scope: Scope, conversionId: ConversionId): Promise<readonly Reversal[]>;
  /** One decision per conversion, also in the index of its day; a second one with other content is a conflict. */
  putReview(scope: Scope, review: Recorded<Review>): Promise<PutOnce<Review>>;
  review(scope: Scope, conversionId: ConversionId): Promise<Review | null>;
  /** Once per conversion: that its deadline passed without a decision. */
  putOverdue(scope: Scope, overdue: Recorded<OverdueReview>): Promise<PutOnce<OverdueReview>>;
  overdue(scope: Scope, conversionId: ConversionId): Promise<Recorded<OverdueReview> | null>;
  /** Writes only when the pair is new or was seen later than this; otherwise costs a read. */
  noteSeenTogether(scope: Scope, seen: SeenTogether): Promise<void>;
  seenTogether(scope: Scope, customerId: CustomerId): Promise<readonly SeenTogether[]>;
  /** The provisional decision; it is also the conversion's row in the index of the day it was recorded on. Overwrites. */
  putDecision(scope: Scope, recordedAt: Instant, decision: Decision): Promise<void>;
  decision(scope: Scope, recordedAt: Instant, conversionId: ConversionId): Promise<Decision | null>;
  /** What was recorded on a UTC day (`YYYY-MM-DD`), over all buckets. */
  recordedOn(scope: Scope, day: string): AsyncIterable<RecordedFact>;
}

export interface SettlementStore {
  settlement(scope: Scope, periodId: PeriodId): Promise<SettlementRecord | null>;
  /** All of a program, by period. */
  settlements(scope: Scope): Promise<readonly SettlementRecord[]>;
  /**
   * Replaces the record if it is still `expected` (null: absent). False when somebody else was first. An approval by a maker of
   * the run is never written: `approval.same-person`.
   */
  advance(scope: Scope, expected: SettlementRecord | null, next: SettlementRecord): Promise<boolean>;
}

/** A decision about money on its way: drafted by one person, approved or rejected once. */
export interface MoneyDraft<T> {
  readonly content: T;
  readonly status: 'draft' | 'approved' | 'rejected';
  readonly draftedBy: string;
  readonly draftedAt: Instant;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
}

export type AdjustmentContent = Omit<Adjustment, 'draftedBy' | 'approvedBy'>;

/** The balances that a program takes over. */
export interface OpeningsContent {
  readonly importId: string;
  readonly rows: readonly OpeningBalance[];
}

export interface AdjustmentStore {
  adjustment(scope: Scope, adjustmentId: string): Promise<MoneyDraft<AdjustmentContent> | null>;
  /** All of a program, by id. */
  adjustments(scope: Scope): Promise<readonly MoneyDraft<AdjustmentContent>[]>;
  /** Replaces the draft if it is still `expected` (null: absent). False when somebody else was first. */
  advanceAdjustment(
    scope: Scope,
    expected: MoneyDraft<AdjustmentContent> | null,
    next: MoneyDraft<AdjustmentContent>,
  ): Promise<boolean>;
  /** The one import of a program. */
  openings(scope: Scope): Promise<MoneyDraft<OpeningsContent> | null>;
  advanceOpenings(
    scope: Scope,
    expected: MoneyDraft<OpeningsContent> | null,
    next: MoneyDraft<OpeningsContent>,
  ): Promise<boolean>;
}

/** There is no method to change or delete an entry, and there will be none. */
export interface LedgerStore {
  post(entry: Entry): Promise<'created' | 'repeated'>;
  /** Entries of one partner in one period's books, by entryId, over all buckets; all of them, or a page. */
  entries(scope: Scope, partnerId: PartnerId, periodId: PeriodId, page?: EntryPage): AsyncIterable<Entry>;
}

export interface EntryPage {
  /** The last entry before the page; null: it is the first. */
  readonly after: EntryId | null;
  readonly limit: number;
}

/** What a list of statements shows; the document itself is kept with its run. */
export interface StatementHeader {
  readonly statementId: string;
  readonly programId: ProgramId;
  readonly partnerId: PartnerId;
  readonly periodId: PeriodId;
  readonly currency: string;
  readonly payableMinor: bigint;
  readonly payoutMinor: bigint;
  readonly issuedAt: Instant;
  readonly runId: string;
}

export interface StatementStore {
  putStatement(merchantId: MerchantId, header: StatementHeader): Promise<'created' | 'repeated'>;
  statement(merchantId: MerchantId, statementId: string): Promise<StatementHeader | null>;
  /** Newest period first. */
  statementsOfPartner(merchantId: MerchantId, partnerId: PartnerId): Promise<readonly StatementHeader[]>;
}

/** Where documents are looked for: by day of issue, by total, or of one partner; bounds included, days as `YYYY-MM-DD`. */
export type DocumentPlace =
  | { readonly by: 'date'; readonly month: string; readonly from: string; readonly to: string }
  | {
      readonly by: 'amount';
      readonly year: string;
      readonly currency: string;
      readonly fromMinor: bigint;
      readonly toMinor: bigint;
    }
  | { readonly by: 'partner'; readonly partnerId: PartnerId; readonly from: string; readonly to: string };

/** A version that was issued, with its place in the index that found it. */
export interface IndexedDocument {
  readonly fact: IssuedFact;
  readonly position: string;
}

/** Silence confirms it about now. */
export interface DueDocument {
  readonly merchantId: MerchantId;
  readonly statementId: string;
}

/** What happens to statements after they are issued. Steps are added and never changed. */
export interface DocumentStore {
  /** False when another step has this place in the history already. Safe to repeat. */
  appendStep(merchantId: MerchantId, step: DocumentFact): Promise<boolean>;
  /** By sequence. */
  steps(merchantId: MerchantId, statementId: string): Promise<readonly DocumentFact[]>;
  /** In the order of the index, after a position. */
  indexed(
    merchantId: MerchantId,
    place: DocumentPlace,
    page: { readonly after: string | null; readonly limit: number },
  ): Promise<readonly IndexedDocument[]>;
  /** Of all merchants: documents with a deadline on a UTC day. */
  dueOn(day: string): Promise<readonly DueDocument[]>;
}

/** All that was ever written of one dated thing: a partner's tax profile, a payer, the merchant's own rows of the tax tables. */
export interface TaxBook<T> {
  /** By version, from 1 on; none is ever taken out, and only the status of one changes. */
  readonly versions: readonly TaxVersion<T>[];
}

export interface TaxVersion<T> {
  readonly version: number;
  /** The first business date on which it holds, once it is in force. */
  readonly from: string;
  readonly value: T;
  readonly status: 'proposed' | 'in-force' | 'refused';
  readonly draftedBy: string;
  readonly draftedAt: Instant;
  /** Who put it in force or refused it; of what needs no second person, its author. */
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
}

export interface TaxBooks {
  readonly profile: TaxProfile;
  readonly payer: Payer;
  readonly row: TaxRow;
}

/** Which book: of a partner's profile by its id, of a payer by its program's id or '' for the merchant's, of rows by ''. */
export interface TaxBookName<K extends keyof TaxBooks> {
  readonly merchantId: MerchantId;
  readonly book: K;
  readonly id: string;
}

export interface TaxStore {
  book<K extends keyof TaxBooks>(name: TaxBookName<K>): Promise<TaxBook<TaxBooks[K]> | null>;
  /** Replaces the book if it is still `expected` (null: absent). False when somebody else was first. */
  advanceBook<K extends keyof TaxBooks>(
    name: TaxBookName<K>,
    expected: TaxBook<TaxBooks[K]> | null,
    next: TaxBook<TaxBooks[K]>,
  ): Promise<boolean>;
  /** The tax of one statement, once. */
  putStatementTax(merchantId: MerchantId, tax: StatementTax, recordedAt: Instant): Promise<'created' | 'repeated'>;
  statementTax(
    merchantId: MerchantId,
    of: Pick<StatementTax, 'partnerId' | 'periodId' | 'programId'>,
  ): Promise<StatementTax | null>;
  /** Of all programs, by period, then program. */
  statementTaxes(merchantId: MerchantId, partnerId: PartnerId): Promise<readonly StatementTax[]>;
  /** What one payment paid and kept back, once; its month is that of `paidOn`. */
  putPaidFee(merchantId: MerchantId, paid: PaidFee, recordedAt: Instant): Promise<'created' | 'repeated'>;
  /** Of a month, `2026-11`, by partner and payment. */
  paidFees(merchantId: MerchantId, month: string): Promise<readonly PaidFee[]>;
  paidFeesOf(merchantId: MerchantId, partnerId: PartnerId, month: string): Promise<readonly PaidFee[]>;
}

/** Bank details by owner; versions are added and decided on, never removed. */
export interface PayeeStore {
  /** Every version of an owner, by revision. */
  payees(merchantId: MerchantId, owner: AccountOwner): Promise<readonly Payee[]>;
  /** Replaces the version if it is still `expected` (null: absent). False when somebody else was first. */
  advancePayee(merchantId: MerchantId, expected: Payee | null, next: Payee): Promise<boolean>;
  /** Notes that an owner gave an account, so that others who give the same are seen. Safe to repeat. */
  noteAccount(merchantId: MerchantId, fingerprint: string, owner: AccountOwner): Promise<void>;
  /** Every owner that ever gave this account, in order. */
  ownersOf(merchantId: MerchantId, fingerprint: string): Promise<readonly AccountOwner[]>;
}

export interface PayoutStore {
  payout(scope: Scope, key: Pick<Payout, 'periodId' | 'partnerId'>): Promise<Payout | null>;
  /** All of a period, by partner. */
  payouts(scope: Scope, periodId: PeriodId): Promise<readonly Payout[]>;
  /** Replaces the payout if it is still `expected` (null: absent). False when somebody else was first. */
  advancePayout(scope: Scope, expected: Payout | null, next: Payout): Promise<boolean>;
  batch(scope: Scope, batchId: string): Promise<Batch | null>;
  /** All of a program, by id. */
  batches(scope: Scope): Promise<readonly Batch[]>;
  /** Replaces the batch if it is still `expected` (null: absent). False when somebody else was first. */
  advanceBatch(scope: Scope, expected: Batch | null, next: Batch): Promise<boolean>;
  /** Results of banks that fit no transfer, by id. */
  parked(scope: Scope): Promise<readonly ParkedResult[]>;
  /** Replaces the result if it is still `expected` (null: absent). False when somebody else was first. */
  advanceParked(scope: Scope, expected: ParkedResult | null, next: ParkedResult): Promise<boolean>;
}

/** What became of a request that bore an idempotency key. `attempt` names the try that is at it, or was. */
export interface KeptReply {
  /** Hash over what was asked. */
  readonly fingerprint: string;
  /** `refused`: nothing was done, so the key may be used again. */
  readonly state: 'in-flight' | 'answered' | 'refused';
  readonly attempt: string;
  readonly at: Instant;
  readonly reply: Reply | null;
}

/** An answer as it went out. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers to requests with an idempotency key, for two days. They spare a retry; what guards an effect is its own key. */
export interface ReplyStore {
  reply(merchantId: MerchantId, key: string): Promise<KeptReply | null>;
  /** Replaces what is kept if it is still `expected` (null: absent). False when another try was first. */
  advanceReply(merchantId: MerchantId, key: string, expected: KeptReply | null, next: KeptReply): Promise<boolean>;
}

/** Where deals are listed: a partner's own, or those that entered a status in a UTC month; the oldest first. */
export type DealPlace =
  | { readonly by: 'partner'; readonly partnerId: PartnerId }
  | {
      readonly by: 'status';
      readonly status: 'submitted' | 'approved' | 'rejected' | 'won' | 'lost';
      readonly month: string;
    };

/** A row of an index of deals. The deal may have moved on since: it says itself where it stands. */
export interface IndexedDeal {
  readonly dealId: DealId;
  readonly position: string;
}

/** Time does something to it about now. */
export interface DueDeal extends Scope {
  readonly dealId: DealId;
}

/** What one protection was given by; the last of a program is finished before the next one is looked at. */
export interface Protecting {
  readonly step: DealStep;
}

/** Leads and deals. Their steps are added and never changed. */
export interface DealStore {
  /**
   * Adds a step, with the places at which the deal is found after it. False when another step has this place in the history already.
   * Safe to repeat.
   */
  appendStep(scope: Scope, step: DealStep, after: Deal): Promise<boolean>;
  /** By sequence. */
  steps(scope: Scope, dealId: DealId): Promise<readonly DealStep[]>;
  /** Deals that once had this name (in its loosest form) or this domain, by id. */
  alike(scope: Scope, by: 'name' | 'domain', text: string): Promise<readonly DealId[]>;
  indexed(
    scope: Scope,
    place: DealPlace,
    page: { readonly after: string | null; readonly limit: number },
  ): Promise<readonly IndexedDeal[]>;
  /** Of all merchants: deals with a deadline, or an end of protection, on a UTC day. */
  dueOn(day: string): Promise<readonly DueDeal[]>;
  /** The last protection that was about to be given in a program. */
  protecting(scope: Scope): Promise<Protecting | null>;
  /** Replaces it if it is still `expected` (null: absent). False when somebody else was first. */
  advanceProtecting(scope: Scope, expected: Protecting | null, next: Protecting): Promise<boolean>;
}

/** Which delivery: an event has at most one to each endpoint. */
export type DeliveryName = Pick<Delivery, 'owner' | 'endpointId' | 'eventId'>;

/** One attempt that is to be made: when the delivery has gone on since, it is made no more. */
export interface DueAttempt extends DeliveryName {
  readonly merchantId: MerchantId;
  readonly round: number;
  /** How many of the round went before. */
  readonly attempts: number;
}

/** Where deliveries are listed: of one endpoint, by the UTC month (`2026-11`) in which they were created. */
export interface DeliveryPlace {
  readonly owner: EndpointOwner;
  readonly endpointId: string;
  readonly month: string;
}

/** A row of the list. What a crash left behind has another position than the delivery itself. */
export interface IndexedDelivery {
  readonly eventId: string;
  readonly position: string;
}

/** Up to where attempts that nobody made in time were looked for. */
export interface Sweep {
  /** A UTC minute, `2026-11-01T09:30`; it and all before it are done. */
  readonly through: string;
}

/** Receivers of webhooks, and what is on its way to them. Deliveries are kept for 90 days. */
export interface WebhookStore {
  /** Of one owner, by id, also those that were removed. */
  endpoints(merchantId: MerchantId, owner: EndpointOwner): Promise<readonly Endpoint[]>;
  endpoint(merchantId: MerchantId, owner: EndpointOwner, endpointId: string): Promise<Endpoint | null>;
  /** Replaces the endpoint if it is still `expected` (null: absent). False when somebody else was first. */
  advanceEndpoint(merchantId: MerchantId, expected: Endpoint | null, next: Endpoint): Promise<boolean>;
  delivery(merchantId: MerchantId, name: DeliveryName): Promise<Delivery | null>;
  /** As `advanceEndpoint`; ahead of it goes what finds it: its row in the list and, while it waits, in its minute. */
  advanceDelivery(merchantId: MerchantId, expected: Delivery | null, next: Delivery): Promise<boolean>;
  /** The newest first, after a position. */
  indexedDeliveries(
    merchantId: MerchantId,
    place: DeliveryPlace,
    page: { readonly after: string | null; readonly limit: number },
  ): Promise<readonly IndexedDelivery[]>;
  /** Of all merchants: attempts that were to be made in a UTC minute, made or not. */
  dueIn(minute: string): Promise<readonly DueAttempt[]>;
  sweep(): Promise<Sweep | null>;
  /** Replaces it if it is still `expected` (null: absent). False when somebody else was first. */
  advanceSweep(expected: Sweep | null, next: Sweep): Promise<boolean>;
}

/** A connector as its messages are stored. */
export type ConnectorName = Pick<Connector, 'merchantId' | 'connectorId'>;

/** Messages that were dealt with on a UTC day (`YYYY-MM-DD`), by what became of them then. */
export interface LogPlace {
  readonly day: string;
  readonly outcome: MessageOutcome;
}

/** A try at a message, as it stands in the log. */
export interface LoggedMessage {
  readonly position: string;
  readonly message: Omit<ConnectorMessage, 'kept'>;
}

/** How vendors' systems are connected, and what became of their messages. */
export interface ConnectorStore {
  /** Whoever posts to a connector has no token, so it is found by its id alone and says whose it is. */
  connector(connectorId: string): Promise<Connector | null>;
  /** By id. */
  connectors(merchantId: MerchantId): Promise<readonly Connector[]>;
  /** Replaces it if it is still `expected` (null: absent). False when somebody else was first. */
  advanceConnector(expected: Connector | null, next: Connector): Promise<boolean>;
  message(of: ConnectorName, messageId: string): Promise<ConnectorMessage | null>;
  /** Replaces it if it is still `expected` (null: absent), and logs the try. False when somebody else was first. Safe to repeat. */
  advanceMessage(of: ConnectorName, expected: ConnectorMessage | null, next: ConnectorMessage): Promise<boolean>;
  /** In the order of their tries, after a position. */
  logged(
    of: ConnectorName,
    place: LogPlace,
    page: { readonly after: string | null; readonly limit: number },
  ): Promise<readonly LoggedMessage[]>;
  /** Ids of messages that were parked at some time, at most so many. */
  everParked(of: ConnectorName, limit: number): Promise<readonly string[]>;
  /** Ids of messages that waited for a payment at some time. */
  everWaiting(of: ConnectorName, payment: string): Promise<readonly string[]>;
  /** Which conversion a payment was for; the first stays. */
  putPayment(of: ConnectorName, payment: Recorded<ConnectorPayment>): Promise<PutOnce<ConnectorPayment>>;
  payment(of: ConnectorName, payment: string): Promise<ConnectorPayment | null>;
}

/** A vendor's payment with the conversion that it was for. */
export interface ConnectorPayment {
  readonly payment: string;
  readonly conversionId: ConversionId;
}

/** Immutable documents by name: manifests, runs, statements. A name is written once; the same name again changes nothing. */
export interface BlobStore {
  putOnce(key: string, bytes: Uint8Array): Promise<void>;
  get(key: string): Promise<Uint8Array | null>;
}

/** The signed roots of closed periods and the keys that signed them: written once, public. */
export interface RootStore {
  /** The root of a period; the first one stays. */
  putRoot(scope: Scope, root: Recorded<PeriodRoot>): Promise<PutOnce<PeriodRoot>>;
  root(scope: Scope, periodId: PeriodId): Promise<PeriodRoot | null>;
  /** By period. */
  roots(scope: Scope): Promise<readonly PeriodRoot[]>;
  putKey(merchantId: MerchantId, key: Recorded<SigningKey>): Promise<PutOnce<SigningKey>>;
  /** By the instant from which they are valid. */
  keys(merchantId: MerchantId): Promise<readonly SigningKey[]>;
}

/** A partner's leaf with the hashes of its entries by entry id. */
export interface ProvenPartner {
  readonly leaf: PartnerLeaf;
  readonly entryHashes: readonly Hash[];
}

/** What a period's root stands over, so that it need not be gathered again to prove something. */
export interface ProofStore {
  /** Takes the partners of one shard of the run, in the order of the tree. What was put first stays. */
  putShard(scope: Scope, shard: ShardKey, partners: AsyncIterable<ProvenPartner>): Promise<void>;
  hasShard(scope: Scope, shard: ShardKey): Promise<boolean>;
  /** Joins the shards, all of which have been put, and answers the root over them. Safe to repeat. */
  joinShards(scope: Scope, periodId: PeriodId, shardCount: number): Promise<ProvenTotals>;
  /** A partner's leaf and its way to the root; null when the root does not cover the partner. */
  proofOf(scope: Scope, root: PeriodRoot, partnerId: PartnerId): Promise<ProvenLeaf | null>;
  /** In the order of the tree; from about a partner on, or all. */
  partners(scope: Scope, root: PeriodRoot, from?: PartnerId): AsyncIterable<ProvenPartner>;
}

export interface ShardKey {
  readonly periodId: PeriodId;
  readonly shard: number;
}

export interface ProvenTotals {
  readonly root: string;
  readonly partnerCount: number;
  readonly entryCount: number;
}

export interface ProvenLeaf {
  readonly leaf: PartnerLeaf;
  readonly proof: InclusionProof;
}

/** A sealed period: the facts it closes on, frozen. Its hash names it. */
export interface RunStore {
  putManifest(scope: Scope, manifest: Manifest): Promise<void>;
  manifest(scope: Scope, periodId: PeriodId, hash: string): Promise<Manifest | null>;
  /** A draft or approved calculation; the same run again changes nothing. */
  putRun(scope: Scope, run: Run): Promise<void>;
  summary(scope: Scope, run: RunKey): Promise<Summary>;
  /** A run is kept in shards of partners by id, numbered from 0, that later steps take one at a time. */
  shardCount(scope: Scope, run: RunKey): Promise<number>;
  /** Of one shard, or of all; in the order of code points. */
  partners(scope: Scope, run: RunKey, shard?: number): Promise<readonly RunPartner[]>;
  /** Of the partners of one shard, or of all. */
  entries(scope: Scope, run: RunKey, shard?: number): AsyncIterable<Entry>;
  /** Canonical JSON of one partner's statement. */
  statement(scope: Scope, run: RunKey, partnerId: PartnerId): Promise<string | null>;
  /** Partners with lines of a conversion in this run. */
  partnersOf(scope: Scope, run: RunKey, conversionId: ConversionId): Promise<readonly PartnerId[]>;
  carry(scope: Scope, run: RunKey): Promise<Carry>;
}

export interface RunKey {
  readonly periodId: PeriodId;
  readonly runId: string;
}

export interface Run extends RunKey {
  readonly result: PeriodResult;
  readonly terms: ProgramTerms;
}

/** What posting, closing and paying need of a partner, without its lines. */
export interface RunPartner {
  readonly partnerId: PartnerId;
  readonly openingHeldMinor: bigint;
  readonly heldMinor: bigint;
  readonly openingMinor: bigint;
  readonly payableMinor: bigint;
  readonly payoutMinor: bigint;
  readonly openingReserveMinor: bigint;
  readonly reserveMinor: bigint;
}

export interface Stores {
  readonly runs: RunStore;
  readonly programs: ProgramStore;
  readonly partners: PartnerStore;
  readonly clicks: ClickStore;
  readonly conversions: ConversionStore;
  readonly settlements: SettlementStore;
  readonly ledger: LedgerStore;
  readonly adjustments: AdjustmentStore;
  readonly statements: StatementStore;
  readonly documents: DocumentStore;
  readonly payees: PayeeStore;
  readonly payouts: PayoutStore;
  readonly snapshots: SnapshotStore;
  readonly roots: RootStore;
  readonly proofs: ProofStore;
  readonly blobs: BlobStore;
  readonly taxes: TaxStore;
  readonly replies: ReplyStore;
  readonly deals: DealStore;
  readonly webhooks: WebhookStore;
  readonly connectors: ConnectorStore;
}
