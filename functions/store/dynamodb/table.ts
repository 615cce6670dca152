import { createHash } from 'node:crypto';
import type { FittedModel } from '../../../domain/attribution/fitted-model.ts';
import type { ClaimId } from '../../../domain/claim/claim.ts';
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
} from '../../../domain/ids.ts';
import type { SigningKey } from '../../../domain/integrity/signing-key.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { Coupon } from '../../../domain/partner/enrollment.ts';
import type { AccountOwner, Payee } from '../../../domain/payout/payee.ts';
import type { Payout } from '../../../domain/payout/payout.ts';
import type { PaidFee } from '../../../domain/tax/paid-fee.ts';
import type { StatementTax } from '../../../domain/tax/statement-tax.ts';
import type { Instant } from '../../../domain/time.ts';
import { DAY_MS, utcDay } from '../../../domain/time.ts';
import type { Click } from '../../../domain/tracking/click.ts';
import type { EndpointOwner } from '../../../domain/webhook/endpoint.ts';
import type { AuditPlace } from '../audit-store.ts';
import type { ClaimPlace, DueClaim, IndexedClaim } from '../claim-store.ts';
import type { ConnectorName, LogPlace } from '../connector-store.ts';
import type { DealPlace, DueDeal, IndexedDeal } from '../deal-store.ts';
import type { CreditedConversion, CreditedPlace, NotedClick, RecordedFact } from '../fact-store.ts';
import { couponPositionOf, ratePositionOf, statementPositionOf } from '../own-index.ts';
import type { OwnedLink, PartnerSpan, RateKey, TermsChange } from '../program-store.ts';
import type { Recorded, Scope } from '../scope.ts';
import { escaped, sortable } from '../sort-text.ts';
import type { DocumentPlace, StatementHeader } from '../statement-store.ts';
import type { TaxBookName, TaxBooks } from '../tax-store.ts';
import type { DeliveryName, DeliveryPlace, DueAttempt, IndexedDelivery } from '../webhook-store.ts';

export type TableId = 'tracking' | 'records' | 'ledger' | 'audit' | 'salts';

/** What a host must know to make a table: CDK, the laptop and the tests all read this. */
export interface TableDefinition {
  readonly partitionKey: 'pk';
  readonly sortKey: 'sk';
  /** Null: what it holds is told to nobody. */
  readonly stream: 'NEW_IMAGE' | 'NEW_AND_OLD_IMAGES' | null;
  /** Attribute in epoch seconds after which an item may go, or null: nothing of the table ever goes by itself. */
  readonly timeToLive: 'x' | null;
  /** Nothing that it holds is ever replaced. */
  readonly isOnlyAddedTo: boolean;
  /** Whether it can be wound back and is backed up; what must not outlive its item is not. */
  readonly isCopied: boolean;
}

const kept = {
  partitionKey: 'pk',
  sortKey: 'sk',
  stream: 'NEW_AND_OLD_IMAGES',
  timeToLive: null,
  isCopied: true,
  isOnlyAddedTo: true,
} as const;

export const TABLES: Readonly<Record<TableId, TableDefinition>> = {
  tracking: { ...kept, stream: 'NEW_IMAGE', timeToLive: 'x', isOnlyAddedTo: false },
  // Only replies to requests with an idempotency key, and deliveries of webhooks, have an end; all else of it is kept.
  records: { ...kept, timeToLive: 'x', isOnlyAddedTo: false },
  ledger: kept,
  // Only ever added to, as the ledger is.
  audit: kept,
  // A salt that stood in a copy would still lead from the hash of a click to an address when its day is long over.
  salts: { ...kept, stream: null, timeToLive: 'x', isCopied: false, isOnlyAddedTo: false },
};

/** The tables whose changes are told. */
export const STREAMED = (Object.keys(TABLES) as TableId[]).filter((id) => TABLES[id].stream !== null);

/** Clicks outlive any lookback; counted from recordedAt, so that a click told late lives as long. */
export const TRACKING_DAYS = 400;

/** Which table bears which name at a host. */
export type TableNames = Readonly<Record<TableId, string>>;

export function tableNames(prefix: string): TableNames {
  return {
    tracking: `${prefix}-tracking`,
    records: `${prefix}-records`,
    ledger: `${prefix}-ledger`,
    audit: `${prefix}-audit`,
    salts: `${prefix}-salts`,
  };
}

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** All keys of one bucket, or of several; each is a query. */
export type Partitions = readonly string[];

// A bucket spreads what a whole program, or its biggest partner, writes at once. These numbers are in stored keys for ever.
const DAY_BUCKETS = 16;
const ENTRY_BUCKETS = 8;
const DIRECTORY_BUCKETS = 4;
const DOCUMENT_BUCKETS = 8;
const PAYOUT_BUCKETS = 8;
const DEAL_BUCKETS = 4;
const DELIVERY_BUCKETS = 4;
const PARTNER_BUCKETS = 4;
const PROGRAM_BUCKETS = 16;

const SORT_KEY_BYTES_MAX = 1024;

/**
 * Every key there is. `pk` is merchant, program and kind, in this order (so that IAM can fence a merchant in), then what is
 * looked up; a letter for the kind keeps items small.
 */
const RECORDED_LETTERS = { conversion: 'C', reversal: 'R', review: 'V' } as const;

/** An entry's place among those of its partition. */
export function entrySortKey(entryId: EntryId): string {
  return fitted(entryId);
}

export const key = {
  program: (merchantId: MerchantId, programId: ProgramId): Key => ({ pk: programs(merchantId), sk: programId }),
  anyProgram: ({ merchantId, programId }: Scope): Key => {
    const sk = fitted(`${escaped(merchantId)}#${escaped(programId)}`);
    return { pk: everyProgram(bucketOf(sk, PROGRAM_BUCKETS)), sk };
  },
  plan: (scope: Scope, version: number): Key => ({ pk: plans(scope), sk: versionText(version) }),
  planDraft: (scope: Scope, version: number): Key => ({ pk: planDrafts(scope), sk: versionText(version) }),
  rate: (scope: Scope, rate: RateKey): Key => ({ pk: rates(scope), sk: ratePositionOf(rate) }),

  partner: (merchantId: MerchantId, partnerId: PartnerId): Key => alone([merchantId, '', 'P', partnerId]),
  partnerInList: (merchantId: MerchantId, partnerId: PartnerId): Key => ({
    pk: partners(merchantId, bucketOf(partnerId, DIRECTORY_BUCKETS)),
    sk: partnerId,
  }),
  profile: (merchantId: MerchantId, partnerId: PartnerId): Key => alone([merchantId, '', 'PP', partnerId]),
  enrollment: (scope: Scope, partnerId: PartnerId): Key => ({
    pk: inProgram(scope, 'E', bucketOf(partnerId, DIRECTORY_BUCKETS)),
    sk: partnerId,
  }),
  termsChange: (scope: Scope, { partnerId, from }: TermsChange): Key => ({
    pk: inProgram(scope, 'T', bucketOf(partnerId, DIRECTORY_BUCKETS)),
    sk: `${escaped(partnerId)}#${sortable(from)}`,
  }),
  coupon: (scope: Scope, { code, partnerId, validFrom }: Coupon): Key => ({
    pk: inProgram(scope, 'K', bucketOf(code, DIRECTORY_BUCKETS)),
    sk: fitted(`${escaped(code)}#${validFrom === null ? '' : sortable(validFrom)}#${partnerId}`),
  }),
  couponOfPartner: (scope: Scope, coupon: Coupon): Key => ({
    pk: inProgram(scope, 'PK', coupon.partnerId),
    sk: fitted(couponPositionOf(coupon)),
  }),
  linkOfPartner: (scope: Scope, { partnerId, linkId }: Pick<OwnedLink, 'partnerId' | 'linkId'>): Key => ({
    pk: inProgram(scope, 'PL', partnerId),
    sk: linkId,
  }),
  /** Who follows a link has no token, so its key has no merchant; whose it is stands in the item. */
  link: (linkId: LinkId): Key => alone(['', '', 'L', linkId]),

  clickOfVisitor: (scope: Scope, { visitorId, occurredAt, clickId }: ClickPlace): Key => ({
    pk: visitor(scope, visitorId),
    sk: `${sortable(occurredAt)}#${clickId}`,
  }),
  /** Only in the index of its day: whoever clicked, to learn from those who did not convert. */
  visitorOn: (scope: Scope, { visitorId, occurredAt }: Pick<ClickPlace, 'visitorId' | 'occurredAt'>): Key => ({
    pk: inProgram(scope, 'W', utcDay(occurredAt), bucketOf(visitorId, DAY_BUCKETS)),
    sk: visitorId,
  }),
  /**
   * Only in the index of its partner and business date; what statistics count stands in the key. A source tells visitors of a
   * day apart where their browsers keep no cookie.
   */
  clickOfPartner: (scope: Scope, date: string, click: Click): Key => {
    const { partnerId, linkId, isBot, visitorId, clickId, source = visitorId } = click;
    return {
      pk: clicksOfPartner(scope, partnerId, date, bucketOf(source, PARTNER_BUCKETS)),
      sk: fitted(joined([linkId ?? '', isBot ? 'B' : 'H', source, clickId])),
    };
  },
  sourceOf: (scope: Scope, date: string, { partnerId, linkId, visitorId, source = visitorId }: Click): Key =>
    alone([scope.merchantId, scope.programId, 'PF', partnerId, date, linkId ?? '', source]),
  repeat: (scope: Scope, month: string, { partnerId, clickId }: Click): Key => ({
    pk: repeats(scope, { partnerId, month }, bucketOf(clickId, PARTNER_BUCKETS)),
    sk: clickId,
  }),
  /** Of all merchants: what it makes is another for each program all the same. */
  daySalt: (day: string): Key => alone(['', '', 'VS', day]),
  clickById: (scope: Scope, clickId: ClickId): Key => alone([scope.merchantId, scope.programId, 'I', clickId]),

  conversion: (scope: Scope, conversionId: ConversionId): Key => ({ pk: conversion(scope, conversionId), sk: 'C' }),
  reversalOf: (scope: Scope, conversionId: ConversionId, reversalId: ReversalId): Key => ({
    pk: conversion(scope, conversionId),
    sk: `R#${reversalId}`,
  }),
  reversal: (scope: Scope, reversalId: ReversalId): Key => alone([scope.merchantId, scope.programId, 'R', reversalId]),
  review: (scope: Scope, conversionId: ConversionId): Key => ({ pk: conversion(scope, conversionId), sk: 'V' }),
  overdueReview: (scope: Scope, conversionId: ConversionId): Key => ({ pk: conversion(scope, conversionId), sk: 'W' }),
  seenTogether: (scope: Scope, customerId: CustomerId, visitorId: VisitorId): Key => ({
    pk: customer(scope, customerId),
    sk: visitorId,
  }),
  /** The row of a conversion is its decision, the rows of a reversal and of a review only say that there is one. */
  recorded: (scope: Scope, recordedAt: Instant, { type, id }: RecordedFact): Key => ({
    pk: inProgram(scope, 'D', utcDay(recordedAt), bucketOf(id, DAY_BUCKETS)),
    sk: `${RECORDED_LETTERS[type]}#${id}`,
  }),

  overdueOn: (scope: Scope, recordedAt: Instant, conversionId: ConversionId): Key => ({
    pk: inProgram(scope, 'DW', utcDay(recordedAt)),
    sk: conversionId,
  }),

  credited: (scope: Scope, place: CreditedPlace, { conversionId, position }: CreditedConversion): Key => ({
    pk: creditedTo(scope, place, bucketOf(conversionId, PARTNER_BUCKETS)),
    sk: position,
  }),

  snapshot: (scope: Scope, snapshotId: string): Key => alone([scope.merchantId, scope.programId, 'F', snapshotId]),
  /** In the order of windows, then of recording, so that the last is the latest. */
  snapshotInOrder: (scope: Scope, { fact, recordedAt }: Recorded<FittedModel>): Key => ({
    pk: snapshots(scope),
    sk: `${sortable(fact.window.to)}#${sortable(recordedAt)}#${fact.snapshotId}`,
  }),
  adjustment: (scope: Scope, adjustmentId: string): Key => ({
    pk: inProgram(scope, 'J', bucketOf(adjustmentId, DIRECTORY_BUCKETS)),
    sk: adjustmentId,
  }),
  openings: (scope: Scope): Key => alone([scope.merchantId, scope.programId, 'H']),
  settlement: (scope: Scope, periodId: PeriodId): Key => ({ pk: settlements(scope), sk: periodId }),
  periodRoot: (scope: Scope, periodId: PeriodId): Key => ({ pk: periodRoots(scope), sk: periodId }),
  signingKey: (merchantId: MerchantId, { validFrom, keyId }: SigningKey): Key => ({
    pk: signingKeys(merchantId),
    sk: `${sortable(validFrom)}#${keyId}`,
  }),
  entry: (entry: Entry): Key => ({
    pk: entryBucket(entry, bucketOf(entry.entryId, ENTRY_BUCKETS)),
    sk: entrySortKey(entry.entryId),
  }),
  statement: (merchantId: MerchantId, statementId: string): Key => alone([merchantId, '', 'Z', statementId]),
  statementOfPartner: (merchantId: MerchantId, header: StatementHeader): Key => ({
    pk: statements(merchantId, header.partnerId),
    sk: fitted(statementPositionOf(header)),
  }),

  documentStep: (merchantId: MerchantId, statementId: string, sequence: number): Key => ({
    pk: documentSteps(merchantId, statementId),
    sk: versionText(sequence),
  }),
  documentIndex: (
    merchantId: MerchantId,
    place: DocumentPlace,
    { name, position }: { readonly name: string; readonly position: string },
  ): Key => ({ pk: documentIndex(merchantId, place, bucketOf(name, DOCUMENT_BUCKETS)), sk: fitted(position) }),
  /** Whoever confirms by silence does so for all merchants, so the key has none; whose it is stands in the item. */
  documentDue: (day: string, merchantId: MerchantId, statementId: string): Key => ({
    pk: documentsDue(day, bucketOf(statementId, DOCUMENT_BUCKETS)),
    sk: fitted(`${escaped(merchantId)}#${statementId}`),
  }),
  taxBook: ({ merchantId, book, id }: TaxBookName<keyof TaxBooks>): Key => alone([merchantId, '', 'TB', book, id]),
  statementTax: (merchantId: MerchantId, of: Pick<StatementTax, 'partnerId' | 'periodId' | 'programId'>): Key => ({
    pk: statementTaxes(merchantId, of.partnerId),
    sk: `${of.periodId}#${of.programId}`,
  }),
  paidFee: (merchantId: MerchantId, { partnerId, paidOn, paymentId }: PaidFee): Key => ({
    pk: paidFees(merchantId, paidOn.slice(0, 7), bucketOf(partnerId, DIRECTORY_BUCKETS)),
    sk: fitted(`${escaped(partnerId)}#${paymentId}`),
  }),
  payee: (merchantId: MerchantId, { owner, revision }: Pick<Payee, 'owner' | 'revision'>): Key => ({
    pk: payees(merchantId, owner),
    sk: versionText(revision),
  }),
  account: (merchantId: MerchantId, fingerprint: string, owner: AccountOwner): Key => ({
    pk: accounts(merchantId, fingerprint),
    sk: owner,
  }),
  payout: (scope: Scope, { periodId, partnerId }: Pick<Payout, 'periodId' | 'partnerId'>): Key => ({
    pk: inProgram(scope, 'Q', periodId, bucketOf(partnerId, PAYOUT_BUCKETS)),
    sk: partnerId,
  }),
  reply: (merchantId: MerchantId, requestKey: string): Key => alone([merchantId, '', 'IK', requestKey]),
  batch: (scope: Scope, batchId: string): Key => ({ pk: batches(scope), sk: batchId }),
  parked: (scope: Scope, parkedId: string): Key => ({ pk: parked(scope), sk: parkedId }),

  dealStep: (scope: Scope, dealId: DealId, sequence: number): Key => ({
    pk: dealSteps(scope, dealId),
    sk: versionText(sequence),
  }),
  /** Names and domains are of any length and letters, so their hash stands in the key. */
  dealAlike: (scope: Scope, by: 'name' | 'domain', text: string, dealId: DealId): Key => ({
    pk: dealsAlike(scope, by, text),
    sk: dealId,
  }),
  dealIn: (scope: Scope, place: DealPlace, { dealId, position }: IndexedDeal): Key => ({
    pk: dealsIn(scope, place, bucketOf(dealId, DEAL_BUCKETS)),
    sk: position,
  }),
  /** What time does to deals is seen to for all merchants at once; whose one is stands in the item. */
  dealDue: (day: string, { merchantId, programId, dealId }: DueDeal): Key => ({
    pk: dealsDue(day, bucketOf(dealId, DEAL_BUCKETS)),
    sk: fitted(joined([merchantId, programId, dealId])),
  }),
  claimStep: (scope: Scope, claimId: ClaimId, sequence: number): Key => ({
    pk: claimSteps(scope, claimId),
    sk: versionText(sequence),
  }),
  claimIn: (scope: Scope, place: ClaimPlace, { claimId, position }: IndexedClaim): Key => ({
    pk: claimsIn(scope, place, bucketOf(claimId, DEAL_BUCKETS)),
    sk: position,
  }),
  /** Deadlines are seen to for all merchants at once; whose a claim is stands in the item. */
  claimDue: (day: string, { merchantId, programId, claimId }: DueClaim): Key => ({
    pk: claimsDue(day, bucketOf(claimId, DEAL_BUCKETS)),
    sk: fitted(joined([merchantId, programId, claimId])),
  }),
  endpoint: (merchantId: MerchantId, owner: EndpointOwner, endpointId: string): Key => ({
    pk: endpoints(merchantId, owner),
    sk: endpointId,
  }),
  delivery: (merchantId: MerchantId, { owner, endpointId, eventId }: DeliveryName): Key =>
    alone([merchantId, '', 'WD', owner, endpointId, eventId]),
  deliveryIn: (merchantId: MerchantId, place: DeliveryPlace, { eventId, position }: IndexedDelivery): Key => ({
    pk: deliveriesIn(merchantId, place, bucketOf(eventId, DELIVERY_BUCKETS)),
    sk: position,
  }),
  /** One clock for all merchants, so the key has none; whose it is stands in the item. */
  attemptDue: (minute: string, { merchantId, owner, endpointId, eventId, round, attempts }: DueAttempt): Key => ({
    pk: attemptsDue(minute, bucketOf(eventId, DELIVERY_BUCKETS)),
    sk: fitted(joined([merchantId, owner, endpointId, eventId, String(round), String(attempts)])),
  }),
  sweep: (): Key => alone(['', '', 'WS']),

  protecting: (scope: Scope): Key => alone([scope.merchantId, scope.programId, 'LX']),

  /** Whoever posts to a connector has no token, so its key has no merchant; whose it is stands in the item. */
  connector: (connectorId: string): Key => alone(['', '', 'CN', connectorId]),
  connectorOf: ({ merchantId, connectorId }: ConnectorName): Key => ({ pk: connectors(merchantId), sk: connectorId }),
  message: ({ merchantId, connectorId }: ConnectorName, messageId: string): Key =>
    alone([merchantId, '', 'CM', connectorId, messageId]),
  logged: (of: ConnectorName, place: LogPlace, position: string): Key => ({
    pk: messagesOn(of, place),
    sk: fitted(position),
  }),
  parkedMessage: (of: ConnectorName, messageId: string): Key => ({ pk: parkedMessages(of), sk: messageId }),
  everWaiting: (of: ConnectorName, payment: string, messageId: string): Key => ({
    pk: everWaiting(of, payment),
    sk: messageId,
  }),
  payment: ({ merchantId, connectorId }: ConnectorName, payment: string): Key =>
    alone([merchantId, '', 'CY', connectorId, payment]),

  apiKey: (merchantId: MerchantId, keyId: string): Key => ({ pk: apiKeys(merchantId), sk: keyId }),
  /** Whoever shows a key has no token, so this has no merchant; whose it is stands in the item. */
  apiKeyHash: (hash: string): Key => alone(['', '', 'AH', hash]),
  /** Sealed, and written over when it is destroyed: nothing of this table is ever deleted. */
  partnerKey: (merchantId: MerchantId, partnerId: PartnerId): Key => alone([merchantId, '', 'EK', partnerId]),
  erasure: (merchantId: MerchantId, partnerId: PartnerId): Key => ({ pk: erasures(merchantId), sk: partnerId }),
  keyUse: (merchantId: MerchantId, keyId: string, at: Instant): Key => ({
    pk: keyUses(merchantId, keyId),
    sk: utcDay(at),
  }),

  /** A chunk of an item that is too large for one; apart from it, so that no list meets it. */
  chunk: (owner: Key, contentHash: string, index: number): Key => ({
    pk: chunks(owner, contentHash),
    sk: String(index).padStart(3, '0'),
  }),
};

/** The partitions that a list is read from. */
export const partitions = {
  programs: (merchantId: MerchantId): Partitions => [programs(merchantId)],
  everyProgram: (): Partitions => buckets(PROGRAM_BUCKETS, everyProgram),
  plans: (scope: Scope): Partitions => [plans(scope)],
  planDrafts: (scope: Scope): Partitions => [planDrafts(scope)],
  rates: (scope: Scope): Partitions => [rates(scope)],
  partners: (merchantId: MerchantId): Partitions =>
    buckets(DIRECTORY_BUCKETS, (bucket) => partners(merchantId, bucket)),
  enrollments: (scope: Scope): Partitions => buckets(DIRECTORY_BUCKETS, (bucket) => inProgram(scope, 'E', bucket)),
  termsChanges: (scope: Scope): Partitions => buckets(DIRECTORY_BUCKETS, (bucket) => inProgram(scope, 'T', bucket)),
  coupons: (scope: Scope): Partitions => buckets(DIRECTORY_BUCKETS, (bucket) => inProgram(scope, 'K', bucket)),
  adjustments: (scope: Scope): Partitions => buckets(DIRECTORY_BUCKETS, (bucket) => inProgram(scope, 'J', bucket)),
  seenTogether: (scope: Scope, customerId: CustomerId): Partitions => [customer(scope, customerId)],
  recordedOn: (scope: Scope, day: string): Partitions =>
    buckets(DAY_BUCKETS, (bucket) => inProgram(scope, 'D', day, bucket)),
  overdueOn: (scope: Scope, day: string): Partitions => [inProgram(scope, 'DW', day)],
  visitorsOn: (scope: Scope, day: string): Partitions =>
    buckets(DAY_BUCKETS, (bucket) => inProgram(scope, 'W', day, bucket)),
  clicksOfPartner: (scope: Scope, partnerId: PartnerId, date: string): Partitions =>
    buckets(PARTNER_BUCKETS, (bucket) => clicksOfPartner(scope, partnerId, date, bucket)),
  repeats: (scope: Scope, place: Pick<CreditedPlace, 'partnerId' | 'month'>): Partitions =>
    buckets(PARTNER_BUCKETS, (bucket) => repeats(scope, place, bucket)),
  creditedTo: (scope: Scope, place: CreditedPlace): Partitions =>
    buckets(PARTNER_BUCKETS, (bucket) => creditedTo(scope, place, bucket)),
  linksOf: (scope: Scope, partnerId: PartnerId): Partitions => [inProgram(scope, 'PL', partnerId)],
  couponsOf: (scope: Scope, partnerId: PartnerId): Partitions => [inProgram(scope, 'PK', partnerId)],
  snapshots: (scope: Scope): Partitions => [snapshots(scope)],
  settlements: (scope: Scope): Partitions => [settlements(scope)],
  periodRoots: (scope: Scope): Partitions => [periodRoots(scope)],
  signingKeys: (merchantId: MerchantId): Partitions => [signingKeys(merchantId)],
  entries: (books: Books): Partitions => buckets(ENTRY_BUCKETS, (bucket) => entryBucket(books, bucket)),
  statements: (merchantId: MerchantId, partnerId: PartnerId): Partitions => [statements(merchantId, partnerId)],
  documentSteps: (merchantId: MerchantId, statementId: string): Partitions => [documentSteps(merchantId, statementId)],
  documentIndex: (merchantId: MerchantId, place: DocumentPlace): Partitions =>
    place.by === 'partner'
      ? [documentIndex(merchantId, place, '')]
      : buckets(DOCUMENT_BUCKETS, (bucket) => documentIndex(merchantId, place, bucket)),
  documentsDue: (day: string): Partitions => buckets(DOCUMENT_BUCKETS, (bucket) => documentsDue(day, bucket)),
  statementTaxes: (merchantId: MerchantId, partnerId: PartnerId): Partitions => [statementTaxes(merchantId, partnerId)],
  paidFees: (merchantId: MerchantId, month: string): Partitions =>
    buckets(DIRECTORY_BUCKETS, (bucket) => paidFees(merchantId, month, bucket)),
  payees: (merchantId: MerchantId, owner: AccountOwner): Partitions => [payees(merchantId, owner)],
  accounts: (merchantId: MerchantId, fingerprint: string): Partitions => [accounts(merchantId, fingerprint)],
  payouts: (scope: Scope, periodId: PeriodId): Partitions =>
    buckets(PAYOUT_BUCKETS, (bucket) => inProgram(scope, 'Q', periodId, bucket)),
  batches: (scope: Scope): Partitions => [batches(scope)],
  parked: (scope: Scope): Partitions => [parked(scope)],
  dealSteps: (scope: Scope, dealId: DealId): Partitions => [dealSteps(scope, dealId)],
  dealsAlike: (scope: Scope, by: 'name' | 'domain', text: string): Partitions => [dealsAlike(scope, by, text)],
  deals: (scope: Scope, place: DealPlace): Partitions =>
    place.by === 'partner'
      ? [dealsIn(scope, place, '')]
      : buckets(DEAL_BUCKETS, (bucket) => dealsIn(scope, place, bucket)),
  dealsDue: (day: string): Partitions => buckets(DEAL_BUCKETS, (bucket) => dealsDue(day, bucket)),
  claimSteps: (scope: Scope, claimId: ClaimId): Partitions => [claimSteps(scope, claimId)],
  claims: (scope: Scope, place: ClaimPlace): Partitions =>
    place.by === 'partner'
      ? [claimsIn(scope, place, '')]
      : buckets(DEAL_BUCKETS, (bucket) => claimsIn(scope, place, bucket)),
  claimsDue: (day: string): Partitions => buckets(DEAL_BUCKETS, (bucket) => claimsDue(day, bucket)),
  endpoints: (merchantId: MerchantId, owner: EndpointOwner): Partitions => [endpoints(merchantId, owner)],
  deliveries: (merchantId: MerchantId, place: DeliveryPlace): Partitions =>
    buckets(DELIVERY_BUCKETS, (bucket) => deliveriesIn(merchantId, place, bucket)),
  attemptsDue: (minute: string): Partitions => buckets(DELIVERY_BUCKETS, (bucket) => attemptsDue(minute, bucket)),
  connectors: (merchantId: MerchantId): Partitions => [connectors(merchantId)],
  messagesOn: (of: ConnectorName, place: LogPlace): Partitions => [messagesOn(of, place)],
  parkedMessages: (of: ConnectorName): Partitions => [parkedMessages(of)],
  everWaiting: (of: ConnectorName, payment: string): Partitions => [everWaiting(of, payment)],
  apiKeys: (merchantId: MerchantId): Partitions => [apiKeys(merchantId)],
  erasures: (merchantId: MerchantId): Partitions => [erasures(merchantId)],
  keyUses: (merchantId: MerchantId, keyId: string): Partitions => [keyUses(merchantId, keyId)],
  audit: (merchantId: MerchantId, place: AuditPartition): Partitions => [auditPartition(merchantId, place)],
  chunks: (owner: Key, contentHash: string): Partitions => [chunks(owner, contentHash)],
};

/** A stretch of sort keys inside one partition, both ends included. */
export interface KeyRange {
  readonly pk: string;
  readonly from: string;
  readonly to: string;
}

export const ranges = {
  /** A key at `to` is longer than the instant alone, so the bare next instant is just after the last of them. */
  clicks: (scope: Scope, visitorId: VisitorId, { from, to }: { from: Instant; to: Instant }): KeyRange => ({
    pk: visitor(scope, visitorId),
    from: sortable(from),
    to: sortable(to + 1),
  }),
  paidFees: (merchantId: MerchantId, partnerId: PartnerId, month: string): KeyRange => ({
    pk: paidFees(merchantId, month, bucketOf(partnerId, DIRECTORY_BUCKETS)),
    from: `${escaped(partnerId)}#`,
    to: `${escaped(partnerId)}$`,
  }),
  /** Of codes that are too long for a key, also those that begin alike. */
  couponsByCode: (scope: Scope, code: string): KeyRange => {
    const from = beginningOf(`${escaped(code)}#`);
    return { pk: inProgram(scope, 'K', bucketOf(code, DIRECTORY_BUCKETS)), from, to: `${from}\u{10FFFF}` };
  },
  termsChanges: (scope: Scope, partnerId: PartnerId): KeyRange => ({
    pk: inProgram(scope, 'T', bucketOf(partnerId, DIRECTORY_BUCKETS)),
    from: `${escaped(partnerId)}#`,
    to: `${escaped(partnerId)}$`,
  }),
  termsChangesAmong: (scope: Scope, { first, last }: PartnerSpan): readonly KeyRange[] =>
    partitions.termsChanges(scope).map((pk) => ({ pk, from: `${escaped(first)}#`, to: `${escaped(last)}$` })),
  /** Positions begin with the instant. */
  audit: (pk: string, { from, to, after }: { from: Instant; to: Instant; after: string | null }): KeyRange => ({
    pk,
    from: after !== null && after > sortable(from) ? after : sortable(from),
    to: sortable(to),
  }),
  reversals: (scope: Scope, conversionId: ConversionId): KeyRange => ({
    pk: conversion(scope, conversionId),
    from: 'R#',
    to: 'R$',
  }),
};

/** Whose an item is; both are '' where the key does not say. */
export function ownerOf(pk: string): { readonly merchantId: string; readonly programId: string } {
  const [merchantId = '', programId = ''] = pk.split('#', 2);
  return { merchantId: unescaped(merchantId), programId: unescaped(programId) };
}

/** The fact that a row of the index of a day stands for. */
export function recordedFactOf(sk: string): RecordedFact {
  const type = sk.startsWith('C#') ? 'conversion' : sk.startsWith('R#') ? 'reversal' : 'review';
  return { type, id: sk.slice(2) };
}

/** What a row of a partner's clicks says. */
export function notedClickOf(sk: string): NotedClick {
  const [linkId = '', kind, visitorId = ''] = sk.split('#').map(unescaped);
  return { linkId: linkId === '' ? null : linkId, visitorId, isBot: kind === 'B' };
}

/** Epoch seconds after which a tracking item may go. */
export function trackingEnd(recordedAt: Instant, days: number): number {
  return Math.ceil((recordedAt + days * DAY_MS) / 1000);
}

type AuditPartition = Exclude<AuditPlace, { readonly by: 'time' }> | { readonly by: 'month'; readonly month: string };

interface ClickPlace {
  readonly visitorId: VisitorId;
  readonly occurredAt: Instant;
  readonly clickId: ClickId;
}

interface Books extends Scope {
  readonly partnerId: PartnerId;
  readonly periodId: PeriodId;
  readonly entryId?: EntryId;
}

function everyProgram(bucket: string): string {
  return joined(['', '', 'PX', bucket]);
}

function programs(merchantId: MerchantId): string {
  return joined([merchantId, '', 'G']);
}

function plans(scope: Scope): string {
  return inProgram(scope, 'N');
}

function planDrafts(scope: Scope): string {
  return inProgram(scope, 'W');
}

function versionText(version: number): string {
  return String(version).padStart(8, '0');
}

function rates(scope: Scope): string {
  return inProgram(scope, 'X');
}

function partners(merchantId: MerchantId, bucket: string): string {
  return joined([merchantId, '', 'PD', bucket]);
}

function visitor(scope: Scope, visitorId: VisitorId): string {
  return inProgram(scope, 'V', visitorId);
}

function conversion(scope: Scope, conversionId: ConversionId): string {
  return inProgram(scope, 'C', conversionId);
}

function customer(scope: Scope, customerId: CustomerId): string {
  return inProgram(scope, 'U', customerId);
}

function clicksOfPartner(scope: Scope, partnerId: PartnerId, date: string, bucket: string): string {
  return inProgram(scope, 'PA', partnerId, date, bucket);
}

function repeats(
  scope: Scope,
  { partnerId, month }: Pick<CreditedPlace, 'partnerId' | 'month'>,
  bucket: string,
): string {
  return inProgram(scope, 'PR', partnerId, month, bucket);
}

function creditedTo(scope: Scope, { partnerId, month, isOwn }: CreditedPlace, bucket: string): string {
  return inProgram(scope, isOwn ? 'PS' : 'PC', partnerId, month, bucket);
}

function snapshots(scope: Scope): string {
  return inProgram(scope, 'O');
}

function settlements(scope: Scope): string {
  return inProgram(scope, 'S');
}

function periodRoots(scope: Scope): string {
  return inProgram(scope, 'M');
}

function signingKeys(merchantId: MerchantId): string {
  return joined([merchantId, '', 'J']);
}

function entryBucket({ merchantId, programId, partnerId, periodId }: Books, bucket: string): string {
  return joined([merchantId, programId, 'A', partnerId, periodId, bucket]);
}

function statements(merchantId: MerchantId, partnerId: PartnerId): string {
  return joined([merchantId, '', 'Y', partnerId]);
}

function documentSteps(merchantId: MerchantId, statementId: string): string {
  return joined([merchantId, '', 'QL', statementId]);
}

function documentIndex(merchantId: MerchantId, place: DocumentPlace, bucket: string): string {
  switch (place.by) {
    case 'date':
      return joined([merchantId, '', 'QD', place.month, bucket]);
    case 'amount':
      return joined([merchantId, '', 'QA', place.currency, place.year, bucket]);
    case 'partner':
      return joined([merchantId, '', 'QP', place.partnerId]);
  }
}

function documentsDue(day: string, bucket: string): string {
  return joined(['', '', 'QS', day, bucket]);
}

function statementTaxes(merchantId: MerchantId, partnerId: PartnerId): string {
  return joined([merchantId, '', 'TS', partnerId]);
}

function paidFees(merchantId: MerchantId, month: string, bucket: string): string {
  return joined([merchantId, '', 'TF', month, bucket]);
}

function payees(merchantId: MerchantId, owner: AccountOwner): string {
  return joined([merchantId, '', 'H', owner]);
}

function accounts(merchantId: MerchantId, fingerprint: string): string {
  return joined([merchantId, '', 'J', fingerprint]);
}

function batches(scope: Scope): string {
  return inProgram(scope, 'B');
}

function parked(scope: Scope): string {
  return inProgram(scope, 'BP');
}

function dealSteps(scope: Scope, dealId: DealId): string {
  return inProgram(scope, 'LS', dealId);
}

function dealsAlike(scope: Scope, by: 'name' | 'domain', text: string): string {
  return inProgram(scope, by === 'name' ? 'LN' : 'LD', createHash('sha256').update(text).digest('hex').slice(0, 32));
}

function dealsIn(scope: Scope, place: DealPlace, bucket: string): string {
  return place.by === 'partner'
    ? inProgram(scope, 'LP', place.partnerId)
    : inProgram(scope, 'LT', place.status, place.month, bucket);
}

function dealsDue(day: string, bucket: string): string {
  return joined(['', '', 'LE', day, bucket]);
}

function claimSteps(scope: Scope, claimId: ClaimId): string {
  return inProgram(scope, 'KS', claimId);
}

function claimsIn(scope: Scope, place: ClaimPlace, bucket: string): string {
  return place.by === 'partner' ? inProgram(scope, 'KP', place.partnerId) : inProgram(scope, 'KT', place.month, bucket);
}

function claimsDue(day: string, bucket: string): string {
  return joined(['', '', 'KE', day, bucket]);
}

function endpoints(merchantId: MerchantId, owner: EndpointOwner): string {
  return joined([merchantId, '', 'WE', owner]);
}

function deliveriesIn(merchantId: MerchantId, place: DeliveryPlace, bucket: string): string {
  return joined([merchantId, '', 'WL', place.owner, place.endpointId, place.month, bucket]);
}

function attemptsDue(minute: string, bucket: string): string {
  return joined(['', '', 'WQ', minute, bucket]);
}

function connectors(merchantId: MerchantId): string {
  return joined([merchantId, '', 'CN']);
}

function messagesOn({ merchantId, connectorId }: ConnectorName, { day, outcome }: LogPlace): string {
  return joined([merchantId, '', 'CL', connectorId, day, outcome]);
}

function parkedMessages({ merchantId, connectorId }: ConnectorName): string {
  return joined([merchantId, '', 'CP', connectorId]);
}

function everWaiting({ merchantId, connectorId }: ConnectorName, payment: string): string {
  return joined([merchantId, '', 'CW', connectorId, payment]);
}

function apiKeys(merchantId: MerchantId): string {
  return joined([merchantId, '', 'AK']);
}

function erasures(merchantId: MerchantId): string {
  return joined([merchantId, '', 'ER']);
}

function keyUses(merchantId: MerchantId, keyId: string): string {
  return joined([merchantId, '', 'KU', keyId]);
}

function auditPartition(merchantId: MerchantId, place: AuditPartition): string {
  switch (place.by) {
    case 'month':
      return joined([merchantId, '', 'AL', place.month]);
    case 'actor':
      return joined([merchantId, '', 'AA', place.actor]);
    case 'thing':
      return joined([merchantId, '', 'AT', place.thing]);
  }
}

function chunks(owner: Key, contentHash: string): string {
  return `${owner.pk}#${escaped(owner.sk)}#~${contentHash}`;
}

function inProgram({ merchantId, programId }: Scope, kind: string, ...rest: readonly string[]): string {
  return joined([merchantId, programId, kind, ...rest]);
}

/** An item that is looked up by its whole key only. */
function alone(parts: readonly string[]): Key {
  return { pk: joined(parts), sk: '-' };
}

function joined(parts: readonly string[]): string {
  return parts.map(escaped).join('#');
}

function unescaped(part: string): string {
  return part.includes('%') ? part.replaceAll('%23', '#').replaceAll('%25', '%') : part;
}

/** DynamoDB takes sort keys of 1,024 bytes; a longer one keeps its beginning, and a hash tells it from others. */
function fitted(sk: string): string {
  if (Buffer.byteLength(sk) <= SORT_KEY_BYTES_MAX) return sk;
  return `${beginningOf(sk)}~${createHash('sha256').update(sk).digest('hex')}`;
}

function beginningOf(sk: string): string {
  const beginning = Buffer.from(sk)
    .subarray(0, SORT_KEY_BYTES_MAX - 100)
    .toString('utf8');
  // A character that was cut in half reads as U+FFFD.
  return beginning.replace(/\uFFFD$/, '');
}

function bucketOf(id: string, count: number): string {
  const [first = 0] = createHash('sha256').update(id).digest();
  return (first % count).toString(16);
}

function buckets(count: number, partition: (bucket: string) => string): Partitions {
  return Array.from({ length: count }, (_, bucket) => partition(bucket.toString(16)));
}
