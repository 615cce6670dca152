import { z } from 'zod';
import type { StepName } from '../steps/machines.ts';
import { adjustmentSchema, openingsSchema } from './schemas/adjustment.ts';
import { comparisonSchema } from './schemas/attribution.ts';
import {
  dateSchema,
  externalIdSchema,
  instantSchema,
  nameIdSchema,
  periodIdSchema,
  textSchema,
} from './schemas/common.ts';
import { clickSchema, conversionSchema, reversalSchema, wonDealSchema } from './schemas/conversion.ts';
import {
  archiveQuerySchema,
  confirmationSchema,
  correctionSchema,
  disputeSchema,
  documentQuerySchema,
  rejectionSchema,
  statementQuerySchema,
} from './schemas/document.ts';
import { journalQuerySchema } from './schemas/journal.ts';
import { couponSchema, enrollmentSchema, linkSchema, partnerSchema, termsSchema } from './schemas/partner.ts';
import { planSchema, versionInPathSchema } from './schemas/plan.ts';
import { programBodySchema, rateSchema } from './schemas/program.ts';
import { simulationSchema } from './schemas/simulation.ts';
import { payerSchema, taxProfileSchema, taxRowSchema, yearInPathSchema } from './schemas/tax.ts';

/** Who a token may belong to. */
export type Role = 'admin' | 'finance' | 'partner' | 'ingest';

export type Audience = 'track' | 'ingest' | 'admin' | 'finance' | 'partner';

/** One operation of the public HTTP language. API Gateway, the laptop host, the tests and the documents read it from here. */
export interface Route<Body = unknown, Path = unknown, Query = unknown> {
  /** Unique, in camelCase; also the id of its function in the cloud. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly audience: Audience;
  /** Roles whose tokens may call it; empty: anyone, without a token. */
  readonly roles: readonly Role[];
  /** Status of success. */
  readonly status: number;
  /** File under `functions/http/`, without extension; it exports `handler`. */
  readonly module: string;
  readonly summary: string;
  readonly parameters: z.ZodType<Path>;
  readonly query: z.ZodType<Query>;
  /** Null: the operation takes no body. */
  readonly body: z.ZodType<Body> | null;
}

/** It holds the ids of program, period and partner, percent-encoded. */
const STATEMENT_ID_LENGTH_MAX = 2000;

const nothing = z.strictObject({});
const inProgram = z.strictObject({ programId: nameIdSchema });
const ofStatement = z.strictObject({ statementId: z.string().max(STATEMENT_ID_LENGTH_MAX) });
const inVersion = z.strictObject({ programId: nameIdSchema, version: versionInPathSchema });
const ofPartner = z.strictObject({ partnerId: nameIdSchema });
const inProfile = z.strictObject({ partnerId: nameIdSchema, version: versionInPathSchema });
const inPeriod = z.strictObject({ programId: nameIdSchema, periodId: periodIdSchema });

const admin = { audience: 'admin', roles: ['admin'], method: 'POST', status: 201, query: nothing } as const;
const planReading = { ...admin, roles: ['admin', 'finance'], method: 'GET', status: 200, body: null } as const;
const ingest = { audience: 'ingest', roles: ['ingest', 'admin'], method: 'POST', status: 201, query: nothing } as const;
const finance = { audience: 'finance', roles: ['finance', 'admin'], query: nothing } as const;
const partner = { audience: 'partner', roles: ['partner', 'finance', 'admin'], method: 'GET', status: 200 } as const;

/** The one table of operations. */
export const routes = {
  followLink: route({
    name: 'followLink',
    method: 'GET',
    path: '/t/{linkId}',
    audience: 'track',
    roles: [],
    status: 302,
    module: 'track/follow-link',
    summary: 'Follows a tracking link to its destination',
    parameters: z.strictObject({ linkId: nameIdSchema }),
    query: z.record(z.string(), z.string()),
    body: null,
  }),
  recordClick: route({
    ...ingest,
    name: 'recordClick',
    path: '/v1/programs/{programId}/clicks',
    module: 'ingest/record-click',
    summary: "Records a click seen by the merchant's own systems",
    parameters: inProgram,
    body: clickSchema,
  }),
  recordConversion: route({
    ...ingest,
    name: 'recordConversion',
    path: '/v1/programs/{programId}/conversions',
    module: 'ingest/record-conversion',
    summary: 'Records a conversion with its lines',
    parameters: inProgram,
    body: conversionSchema,
  }),
  recordReversal: route({
    ...ingest,
    name: 'recordReversal',
    path: '/v1/programs/{programId}/reversals',
    status: 202,
    module: 'ingest/record-reversal',
    summary: 'Records a refund, chargeback or cancellation, before or after its conversion',
    parameters: inProgram,
    body: reversalSchema,
  }),
  recordWonDeal: route({
    ...ingest,
    name: 'recordWonDeal',
    path: '/v1/programs/{programId}/deals/won',
    module: 'ingest/record-won-deal',
    summary: 'Records a won deal as a conversion of the partner that it names',
    parameters: inProgram,
    body: wonDealSchema,
  }),
  createProgram: route({
    ...admin,
    name: 'createProgram',
    path: '/v1/programs',
    module: 'admin/create-program',
    summary: 'Creates a program',
    parameters: nothing,
    body: programBodySchema,
  }),
  publishPlan: route({
    ...admin,
    name: 'publishPlan',
    path: '/v1/programs/{programId}/plans',
    module: 'admin/publish-plan',
    summary: 'Publishes a version of the commission rules',
    parameters: inProgram,
    body: planSchema,
  }),
  listPlans: route({
    ...planReading,
    name: 'listPlans',
    path: '/v1/programs/{programId}/plans',
    module: 'admin/list-plans',
    summary: 'Lists the versions of the commission rules, published ones and drafts',
    parameters: inProgram,
  }),
  readPlan: route({
    ...planReading,
    name: 'readPlan',
    path: '/v1/programs/{programId}/plans/{version}',
    module: 'admin/read-plan',
    summary: 'Reads a version of the commission rules, published or a draft',
    parameters: inVersion,
  }),
  saveDraft: route({
    ...admin,
    name: 'saveDraft',
    method: 'PUT',
    path: '/v1/programs/{programId}/plans/{version}',
    status: 200,
    module: 'admin/save-draft',
    summary: 'Writes a draft of a version of the commission rules',
    parameters: inVersion,
    body: planSchema,
  }),
  discardDraft: route({
    ...admin,
    name: 'discardDraft',
    method: 'DELETE',
    path: '/v1/programs/{programId}/plans/{version}',
    status: 204,
    module: 'admin/discard-draft',
    summary: 'Throws a draft of the commission rules away',
    parameters: inVersion,
    body: null,
  }),
  publishDraft: route({
    ...admin,
    name: 'publishDraft',
    path: '/v1/programs/{programId}/plans/{version}/publish',
    status: 200,
    module: 'admin/publish-draft',
    summary: 'Publishes a draft of the commission rules',
    parameters: inVersion,
    body: null,
  }),
  recordRate: route({
    ...admin,
    name: 'recordRate',
    path: '/v1/programs/{programId}/rates',
    module: 'admin/record-rate',
    summary: 'Records the exchange rate of a day',
    parameters: inProgram,
    body: rateSchema,
  }),
  createPartner: route({
    ...admin,
    name: 'createPartner',
    path: '/v1/partners',
    module: 'admin/create-partner',
    summary: 'Creates a partner',
    parameters: nothing,
    body: partnerSchema,
  }),
  enroll: route({
    ...admin,
    name: 'enroll',
    path: '/v1/programs/{programId}/enrollments',
    module: 'admin/enroll',
    summary: 'Enrolls a partner in a program',
    parameters: inProgram,
    body: enrollmentSchema,
  }),
  changeTerms: route({
    ...admin,
    name: 'changeTerms',
    path: '/v1/programs/{programId}/enrollments/{partnerId}/terms',
    module: 'admin/change-terms',
    summary: "Changes an enrollment's status, tier, segment or recruiter from an instant on",
    parameters: z.strictObject({ programId: nameIdSchema, partnerId: nameIdSchema }),
    body: termsSchema,
  }),
  createLink: route({
    ...admin,
    name: 'createLink',
    path: '/v1/programs/{programId}/links',
    module: 'admin/create-link',
    summary: "Creates a partner's tracking link",
    parameters: inProgram,
    body: linkSchema,
  }),
  createCoupon: route({
    ...admin,
    name: 'createCoupon',
    path: '/v1/programs/{programId}/coupons',
    module: 'admin/create-coupon',
    summary: 'Gives a coupon code to a partner',
    parameters: inProgram,
    body: couponSchema,
  }),
  fitModel: settlementRoute(
    'fitModel',
    'fit',
    "Fits the program's data-driven model on the journeys up to a period's end",
  ),
  sealPeriod: settlementRoute('sealPeriod', 'seal', 'Freezes the facts of a period'),
  calculatePeriod: settlementRoute('calculatePeriod', 'calculate', 'Calculates a draft run of a sealed period'),
  approvePeriod: settlementRoute('approvePeriod', 'approve', 'Approves the draft run and posts its entries'),
  closePeriod: settlementRoute('closePeriod', 'close', 'Closes an approved period and issues its statements'),
  rejectPeriod: route({
    ...finance,
    name: 'rejectPeriod',
    method: 'POST',
    path: '/v1/programs/{programId}/periods/{periodId}/reject',
    status: 200,
    module: 'finance/reject',
    summary: 'Throws the seal and the draft run of a period away, with a reason',
    parameters: inPeriod,
    body: z.strictObject({ reason: textSchema }),
  }),
  runPayouts: settlementRoute('runPayouts', 'payout', 'Makes the payouts of a closed period'),
  readSettlement: route({
    ...finance,
    name: 'readSettlement',
    method: 'GET',
    path: '/v1/programs/{programId}/periods/{periodId}',
    status: 200,
    module: 'finance/read-settlement',
    summary: 'Reads where the settlement of a period stands, with its summary',
    parameters: inPeriod,
    body: null,
  }),
  replayPeriod: route({
    ...finance,
    name: 'replayPeriod',
    method: 'GET',
    path: '/v1/programs/{programId}/periods/{periodId}/replay',
    status: 200,
    module: 'finance/replay',
    summary: 'Computes a closed period again from its manifests and lists every difference',
    parameters: inPeriod,
    body: null,
  }),
  readSnapshot: route({
    ...finance,
    name: 'readSnapshot',
    method: 'GET',
    path: '/v1/programs/{programId}/snapshot',
    status: 200,
    module: 'finance/read-snapshot',
    summary: "Reads the latest fit of the program's data-driven model: its window, journeys and shares",
    parameters: inProgram,
    body: null,
  }),
  compareModels: route({
    ...finance,
    name: 'compareModels',
    method: 'POST',
    path: '/v1/programs/{programId}/periods/{periodId}/comparison',
    status: 200,
    module: 'finance/compare-models',
    summary: 'Credits a closed period by several models, side by side; nothing is written',
    parameters: inPeriod,
    body: comparisonSchema,
  }),
  simulatePlan: route({
    ...finance,
    name: 'simulatePlan',
    method: 'POST',
    path: '/v1/programs/{programId}/simulations',
    status: 200,
    module: 'finance/simulate',
    summary: 'Runs a draft plan over closed months and answers what it would have changed; nothing is written',
    parameters: inProgram,
    query: z.strictObject({ format: z.enum(['json', 'csv']).optional() }),
    body: simulationSchema,
  }),
  draftAdjustment: route({
    ...finance,
    name: 'draftAdjustment',
    method: 'POST',
    path: '/v1/programs/{programId}/adjustments',
    status: 201,
    module: 'finance/draft-adjustment',
    summary: 'Drafts a change of what a partner is owed',
    parameters: inProgram,
    body: adjustmentSchema,
  }),
  listAdjustments: route({
    ...finance,
    name: 'listAdjustments',
    method: 'GET',
    path: '/v1/programs/{programId}/adjustments',
    status: 200,
    module: 'finance/list-adjustments',
    summary: 'Lists the adjustments of a program with their decisions',
    parameters: inProgram,
    query: z.strictObject({ status: z.enum(['draft', 'approved', 'rejected']).optional() }),
    body: null,
  }),
  approveAdjustment: adjustmentRoute(
    'approveAdjustment',
    'approve',
    'Approves an adjustment that somebody else drafted',
  ),
  rejectAdjustment: adjustmentRoute('rejectAdjustment', 'reject', 'Rejects a draft of an adjustment'),
  readTrialBalance: route({
    ...finance,
    name: 'readTrialBalance',
    method: 'GET',
    path: '/v1/programs/{programId}/trial-balance',
    status: 200,
    module: 'finance/read-trial-balance',
    summary: 'Reads the balances of all accounts as of a booking date and an instant of effect',
    parameters: inProgram,
    query: z.strictObject({ bookedOn: dateSchema.optional(), effectiveAt: instantSchema.optional() }),
    body: null,
  }),
  readJournal: route({
    ...finance,
    name: 'readJournal',
    method: 'GET',
    path: '/v1/programs/{programId}/periods/{periodId}/journal',
    status: 200,
    module: 'finance/read-journal',
    summary: 'Downloads the entries of a period for ledger, hledger, freee, マネーフォワード or 弥生',
    parameters: inPeriod,
    query: journalQuerySchema,
    body: null,
  }),
  draftOpenings: route({
    ...finance,
    name: 'draftOpenings',
    method: 'PUT',
    path: '/v1/programs/{programId}/opening-balances',
    status: 200,
    module: 'finance/draft-openings',
    summary: 'Drafts the balances that a program takes over when it moves in',
    parameters: inProgram,
    body: openingsSchema,
  }),
  readOpenings: route({
    ...finance,
    name: 'readOpenings',
    method: 'GET',
    path: '/v1/programs/{programId}/opening-balances',
    status: 200,
    module: 'finance/read-openings',
    summary: 'Reads the balances that a program takes over, with their sums and their decision',
    parameters: inProgram,
    body: null,
  }),
  decideOpenings: route({
    ...finance,
    name: 'decideOpenings',
    method: 'POST',
    path: '/v1/programs/{programId}/opening-balances/{importId}/{decision}',
    status: 200,
    module: 'finance/decide-openings',
    summary: 'Approves balances that somebody else drafted, or rejects them',
    parameters: z.strictObject({
      programId: nameIdSchema,
      importId: nameIdSchema,
      decision: z.enum(['approve', 'reject']),
    }),
    body: null,
  }),
  listStatements: route({
    ...partner,
    name: 'listStatements',
    path: '/v1/statements',
    module: 'partner/list-statements',
    summary: "Lists a partner's statements, newest first",
    parameters: nothing,
    query: z.strictObject({ partnerId: nameIdSchema.optional() }),
    body: null,
  }),
  readStatement: route({
    ...partner,
    name: 'readStatement',
    path: '/v1/statements/{statementId}',
    module: 'partner/read-statement',
    summary: 'Downloads a statement as JSON, CSV or PDF, in its latest version or an older one',
    parameters: ofStatement,
    query: statementQuerySchema,
    body: null,
  }),
  readHistory: route({
    ...partner,
    name: 'readHistory',
    path: '/v1/statements/{statementId}/history',
    module: 'partner/read-history',
    summary: 'Tells what happened to a statement since its issue: versions, confirmations, disputes',
    parameters: ofStatement,
    query: nothing,
    body: null,
  }),
  confirmStatement: route({
    ...partner,
    name: 'confirmStatement',
    method: 'POST',
    path: '/v1/statements/{statementId}/confirmations',
    module: 'partner/confirm-statement',
    summary: 'Confirms a version of a statement',
    parameters: ofStatement,
    query: nothing,
    body: confirmationSchema,
  }),
  disputeStatement: route({
    ...partner,
    name: 'disputeStatement',
    method: 'POST',
    path: '/v1/statements/{statementId}/disputes',
    module: 'partner/dispute-statement',
    summary: 'Says that a version of a statement is wrong, and where',
    parameters: ofStatement,
    query: nothing,
    body: disputeSchema,
  }),
  rejectDispute: route({
    ...finance,
    name: 'rejectDispute',
    method: 'POST',
    path: '/v1/statements/{statementId}/rejections',
    status: 200,
    module: 'finance/reject-dispute',
    summary: 'Keeps a disputed statement as it is, with the reason',
    parameters: ofStatement,
    body: rejectionSchema,
  }),
  correctStatement: route({
    ...finance,
    name: 'correctStatement',
    method: 'POST',
    path: '/v1/statements/{statementId}/corrections',
    status: 200,
    module: 'finance/correct-statement',
    summary: 'Issues a new version of a statement, which names the one it corrects',
    parameters: ofStatement,
    body: correctionSchema,
  }),
  confirmSilent: route({
    ...finance,
    name: 'confirmSilent',
    method: 'POST',
    path: '/v1/documents/silence',
    status: 200,
    module: 'finance/confirm-silent',
    summary: 'Confirms the statements that nobody disputed until their deadlines',
    parameters: nothing,
    body: null,
  }),
  searchDocuments: route({
    ...partner,
    name: 'searchDocuments',
    path: '/v1/documents',
    module: 'partner/search-documents',
    summary: 'Finds documents by date, amount and partner, page by page',
    parameters: nothing,
    query: documentQuerySchema,
    body: null,
  }),
  downloadDocuments: route({
    ...partner,
    name: 'downloadDocuments',
    path: '/v1/documents/archive',
    module: 'partner/download-documents',
    summary: 'Downloads the documents that were found as a zip with an index, page by page',
    parameters: nothing,
    query: archiveQuerySchema,
    body: null,
  }),
  explainCommission: route({
    ...partner,
    name: 'explainCommission',
    path: '/v1/programs/{programId}/commissions/{conversionId}/explanation',
    module: 'partner/explain-commission',
    summary: 'Explains the commission of a conversion, line by line',
    parameters: z.strictObject({ programId: nameIdSchema, conversionId: externalIdSchema }),
    query: z.strictObject({ format: z.enum(['json', 'text']).optional() }),
    body: null,
  }),
  putTaxProfile: route({
    ...partner,
    name: 'putTaxProfile',
    method: 'PUT',
    path: '/v1/partners/{partnerId}/tax-profile',
    module: 'partner/put-tax-profile',
    summary: "Writes a partner's tax profile from a date on; the partner's own word waits for finance",
    parameters: ofPartner,
    query: nothing,
    body: taxProfileSchema,
  }),
  readTaxProfile: route({
    ...partner,
    name: 'readTaxProfile',
    path: '/v1/partners/{partnerId}/tax-profile',
    module: 'partner/read-tax-profile',
    summary: "Reads a partner's tax profile with its history",
    parameters: ofPartner,
    query: nothing,
    body: null,
  }),
  readStatementTax: route({
    ...partner,
    name: 'readStatementTax',
    path: '/v1/statements/{statementId}/tax',
    module: 'partner/read-statement-tax',
    summary: 'Reads the tax of a statement, per rate, with the rows of the tables that it came from',
    parameters: z.strictObject({ statementId: z.string().max(STATEMENT_ID_LENGTH_MAX) }),
    query: nothing,
    body: null,
  }),
  confirmTaxProfile: decisionRoute('confirmTaxProfile', '/v1/partners/{partnerId}/tax-profile/{version}/confirm', {
    module: 'finance/confirm-tax-profile',
    summary: 'Puts a tax profile that the partner wrote in force',
    parameters: inProfile,
  }),
  refuseTaxProfile: decisionRoute('refuseTaxProfile', '/v1/partners/{partnerId}/tax-profile/{version}/refuse', {
    module: 'finance/refuse-tax-profile',
    summary: 'Refuses a tax profile that the partner wrote',
    parameters: inProfile,
  }),
  putPayer: payerRoute('putPayer', 'PUT', '/v1/payer', nothing),
  readPayer: payerRoute('readPayer', 'GET', '/v1/payer', nothing),
  putProgramPayer: payerRoute('putProgramPayer', 'PUT', '/v1/programs/{programId}/payer', inProgram),
  readProgramPayer: payerRoute('readProgramPayer', 'GET', '/v1/programs/{programId}/payer', inProgram),
  listTaxRows: route({
    ...finance,
    name: 'listTaxRows',
    method: 'GET',
    path: '/v1/tax-rows',
    status: 200,
    module: 'finance/list-tax-rows',
    summary: "Lists the tax tables in force, and the merchant's own rows with what became of them",
    parameters: nothing,
    body: null,
  }),
  proposeTaxRow: route({
    ...finance,
    name: 'proposeTaxRow',
    method: 'POST',
    path: '/v1/tax-rows',
    status: 201,
    module: 'finance/propose-tax-row',
    summary: 'Proposes a row of the tax tables; a second person puts it in force',
    parameters: nothing,
    body: taxRowSchema,
  }),
  approveTaxRow: decisionRoute('approveTaxRow', '/v1/tax-rows/{rowId}/approve', {
    module: 'finance/approve-tax-row',
    summary: 'Puts a proposed row of the tax tables in force',
    parameters: z.strictObject({ rowId: nameIdSchema }),
  }),
  refuseTaxRow: decisionRoute('refuseTaxRow', '/v1/tax-rows/{rowId}/refuse', {
    module: 'finance/refuse-tax-row',
    summary: 'Refuses a proposed row of the tax tables',
    parameters: z.strictObject({ rowId: nameIdSchema }),
  }),
  readPaymentRecords: route({
    ...finance,
    name: 'readPaymentRecords',
    method: 'GET',
    path: '/v1/payment-records/{year}',
    status: 200,
    module: 'finance/read-payment-records',
    summary: 'Lists the payment records of a calendar year of payment (支払調書, 1099) as JSON or CSV',
    parameters: z.strictObject({ year: yearInPathSchema }),
    query: z.strictObject({
      jurisdiction: z.enum(['JP', 'US']).optional(),
      format: z.enum(['json', 'csv']).optional(),
    }),
    body: null,
  }),
  readWithholdingDue: route({
    ...finance,
    name: 'readWithholdingDue',
    method: 'GET',
    path: '/v1/withholding/{month}',
    status: 200,
    module: 'finance/read-withholding-due',
    summary: 'Lists what the payments of a month withheld and when it is due to the tax office',
    parameters: z.strictObject({ month: periodIdSchema }),
    body: null,
  }),
};

export type RouteName = keyof typeof routes;

/** The table as a list, in its order. */
export const routeList: readonly Route[] = Object.values(routes);

function route<Body, Path, Query>(row: Route<Body, Path, Query>): Route<Body, Path, Query> {
  return row;
}

/** A draft is decided by its name, without a body. */
function adjustmentRoute(name: string, decision: 'approve' | 'reject', summary: string) {
  return route({
    ...finance,
    name,
    method: 'POST',
    path: `/v1/programs/{programId}/adjustments/{adjustmentId}/${decision}`,
    status: 200,
    module: `finance/${decision}-adjustment`,
    summary,
    parameters: z.strictObject({ programId: nameIdSchema, adjustmentId: nameIdSchema }),
    body: null,
  });
}

/** A second person's word on what somebody proposed; it has no body. */
function decisionRoute<Path>(
  name: string,
  path: string,
  rest: { readonly module: string; readonly summary: string; readonly parameters: z.ZodType<Path> },
) {
  return route({ ...finance, ...rest, name, path, method: 'POST', status: 200, body: null });
}

/** The payer of all programs of a merchant, or of one. */
function payerRoute<Path>(name: string, method: 'GET' | 'PUT', path: string, parameters: z.ZodType<Path>) {
  const module = `finance/${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const what =
    method === 'PUT' ? 'Writes the tax settings of the payer, from a date on' : 'Reads the payer with its history';
  return route({
    ...finance,
    name,
    method,
    path,
    status: 200,
    module,
    summary: what,
    parameters,
    body: method === 'PUT' ? payerSchema : null,
  });
}

/** A step of a settlement is started here and runs on; the answer says where the settlement stands. */
function settlementRoute(name: string, step: StepName, summary: string) {
  return route({
    ...finance,
    name,
    method: 'POST',
    path: `/v1/programs/{programId}/periods/{periodId}/${step}`,
    status: 202,
    module: `finance/${step}`,
    summary,
    parameters: inPeriod,
    body: null,
  });
}
