import type { Route, RouteName } from '../contract/routes.ts';
import { routeList } from '../contract/routes.ts';
import type { Host } from '../runtime/host.ts';
import type { Operation } from '../runtime/operation/operation.ts';
import type { HttpHandler } from '../runtime/operation/stack.ts';
import { acceptClaim } from './admin/accept-claim.ts';
import { approveDeal } from './admin/approve-deal.ts';
import { changeConnector } from './admin/change-connector.ts';
import { changeTerms } from './admin/change-terms.ts';
import { createApiKey } from './admin/create-api-key.ts';
import { createConnector } from './admin/create-connector.ts';
import { createCoupon } from './admin/create-coupon.ts';
import { createCoupons } from './admin/create-coupons.ts';
import { createLink } from './admin/create-link.ts';
import { createLinks } from './admin/create-links.ts';
import { createPartner } from './admin/create-partner.ts';
import { createPartners } from './admin/create-partners.ts';
import { createProgram } from './admin/create-program.ts';
import { dateClaims } from './admin/date-claims.ts';
import { dateDeals } from './admin/date-deals.ts';
import { discardDraft } from './admin/discard-draft.ts';
import { enroll } from './admin/enroll.ts';
import { enrollPartners } from './admin/enroll-partners.ts';
import { erasePartner } from './admin/erase-partner.ts';
import { importConnectorCsv } from './admin/import-connector-csv.ts';
import { listApiKeys } from './admin/list-api-keys.ts';
import { listConnectorMessages } from './admin/list-connector-messages.ts';
import { listConnectors } from './admin/list-connectors.ts';
import { listEnrollments } from './admin/list-enrollments.ts';
import { listErasures } from './admin/list-erasures.ts';
import { listPartners } from './admin/list-partners.ts';
import { listPlans } from './admin/list-plans.ts';
import { listPrograms } from './admin/list-programs.ts';
import { listRates } from './admin/list-rates.ts';
import { loseDeal } from './admin/lose-deal.ts';
import { moveDeal } from './admin/move-deal.ts';
import { publishDraft } from './admin/publish-draft.ts';
import { publishPlan } from './admin/publish-plan.ts';
import { readApiKey } from './admin/read-api-key.ts';
import { readAuditLog } from './admin/read-audit-log.ts';
import { readConnector } from './admin/read-connector.ts';
import { readConnectorStatus } from './admin/read-connector-status.ts';
import { readDealConflicts } from './admin/read-deal-conflicts.ts';
import { readDealHistory } from './admin/read-deal-history.ts';
import { readEnrollment } from './admin/read-enrollment.ts';
import { readPlan } from './admin/read-plan.ts';
import { readProgram } from './admin/read-program.ts';
import { readRate } from './admin/read-rate.ts';
import { recordRate } from './admin/record-rate.ts';
import { rejectClaim } from './admin/reject-claim.ts';
import { rejectDeal } from './admin/reject-deal.ts';
import { retryConnectorMessage } from './admin/retry-connector-message.ts';
import { revokeApiKey } from './admin/revoke-api-key.ts';
import { rotateApiKey } from './admin/rotate-api-key.ts';
import { rotateConnectorSecret } from './admin/rotate-connector-secret.ts';
import { rotateKey } from './admin/rotate-key.ts';
import { saveDraft } from './admin/save-draft.ts';
import { takeUpClaim } from './admin/take-up-claim.ts';
import { winDeal } from './admin/win-deal.ts';
import { approvePeriod } from './finance/approve.ts';
import { approveAdjustment } from './finance/approve-adjustment.ts';
import { approveBatch } from './finance/approve-batch.ts';
import { approveExchange } from './finance/approve-exchange.ts';
import { approveTaxRow } from './finance/approve-tax-row.ts';
import { calculatePeriod } from './finance/calculate.ts';
import { cancelBatch } from './finance/cancel-batch.ts';
import { closePeriod } from './finance/close.ts';
import { compareModels } from './finance/compare-models.ts';
import { confirmSilent } from './finance/confirm-silent.ts';
import { confirmTaxProfile } from './finance/confirm-tax-profile.ts';
import { correctStatement } from './finance/correct-statement.ts';
import { decideOpenings } from './finance/decide-openings.ts';
import { decidePayee } from './finance/decide-payee.ts';
import { decidePayerAccount } from './finance/decide-payer-account.ts';
import { draftAdjustment } from './finance/draft-adjustment.ts';
import { draftExchange } from './finance/draft-exchange.ts';
import { draftOpenings } from './finance/draft-openings.ts';
import { draftPayerAccount } from './finance/draft-payer-account.ts';
import { escalateReviews } from './finance/escalate-reviews.ts';
import { exportBooks } from './finance/export-books.ts';
import { fitModel } from './finance/fit.ts';
import { importResultFile } from './finance/import-result-file.ts';
import { importResults } from './finance/import-results.ts';
import { listAdjustments } from './finance/list-adjustments.ts';
import { listBatches } from './finance/list-batches.ts';
import { listPayerAccounts } from './finance/list-payer-accounts.ts';
import { listPayouts } from './finance/list-payouts.ts';
import { listPeriods } from './finance/list-periods.ts';
import { listReviews } from './finance/list-reviews.ts';
import { listTaxRows } from './finance/list-tax-rows.ts';
import { runPayouts } from './finance/payout.ts';
import { proposeTaxRow } from './finance/propose-tax-row.ts';
import { putPayer } from './finance/put-payer.ts';
import { putProgramPayer } from './finance/put-program-payer.ts';
import { readAccountHistory } from './finance/read-account-history.ts';
import { readAdjustment } from './finance/read-adjustment.ts';
import { readBatch } from './finance/read-batch.ts';
import { readClick } from './finance/read-click.ts';
import { readConversion } from './finance/read-conversion.ts';
import { readJournal } from './finance/read-journal.ts';
import { readOpenings } from './finance/read-openings.ts';
import { readPayer } from './finance/read-payer.ts';
import { readPaymentRecords } from './finance/read-payment-records.ts';
import { readProgramPayer } from './finance/read-program-payer.ts';
import { readRemittanceFile } from './finance/read-remittance-file.ts';
import { readReversal } from './finance/read-reversal.ts';
import { readSettlement } from './finance/read-settlement.ts';
import { readSnapshot } from './finance/read-snapshot.ts';
import { readTrialBalance } from './finance/read-trial-balance.ts';
import { readWithholdingDue } from './finance/read-withholding-due.ts';
import { reconcilePayouts } from './finance/reconcile-payouts.ts';
import { refuseTaxProfile } from './finance/refuse-tax-profile.ts';
import { refuseTaxRow } from './finance/refuse-tax-row.ts';
import { rejectPeriod } from './finance/reject.ts';
import { rejectAdjustment } from './finance/reject-adjustment.ts';
import { rejectDispute } from './finance/reject-dispute.ts';
import { releasePayout } from './finance/release-payout.ts';
import { remitBatch } from './finance/remit-batch.ts';
import { replayPeriod } from './finance/replay.ts';
import { reviewConversion } from './finance/review-conversion.ts';
import { reviewConversions } from './finance/review-conversions.ts';
import { reviewPeriod } from './finance/review-period.ts';
import { sealPeriod } from './finance/seal.ts';
import { settleParked } from './finance/settle-parked.ts';
import { simulatePlan } from './finance/simulate.ts';
import { receiveShopify } from './ingest/receive-shopify.ts';
import { receiveSigned } from './ingest/receive-signed.ts';
import { receiveStripe } from './ingest/receive-stripe.ts';
import { recordClick } from './ingest/record-click.ts';
import { recordClicks } from './ingest/record-clicks.ts';
import { recordConversion } from './ingest/record-conversion.ts';
import { recordConversions } from './ingest/record-conversions.ts';
import { recordReversal } from './ingest/record-reversal.ts';
import { recordReversals } from './ingest/record-reversals.ts';
import { recordWonDeal } from './ingest/record-won-deal.ts';
import { confirmStatement } from './partner/confirm-statement.ts';
import { disputeStatement } from './partner/dispute-statement.ts';
import { downloadDocuments } from './partner/download-documents.ts';
import { draftPayee } from './partner/draft-payee.ts';
import { explainCommission } from './partner/explain-commission.ts';
import { extendDeal } from './partner/extend-deal.ts';
import { fileClaim } from './partner/file-claim.ts';
import { importDeals } from './partner/import-deals.ts';
import { listClaims } from './partner/list-claims.ts';
import { listConversions } from './partner/list-conversions.ts';
import { listCoupons } from './partner/list-coupons.ts';
import { listDeals } from './partner/list-deals.ts';
import { listLinks } from './partner/list-links.ts';
import { listPayees } from './partner/list-payees.ts';
import { listStatements } from './partner/list-statements.ts';
import { putPartnerProfile } from './partner/put-partner-profile.ts';
import { putTaxProfile } from './partner/put-tax-profile.ts';
import { readClaim } from './partner/read-claim.ts';
import { readCoupon } from './partner/read-coupon.ts';
import { readDeal } from './partner/read-deal.ts';
import { readHistory } from './partner/read-history.ts';
import { readLink } from './partner/read-link.ts';
import { readPartner } from './partner/read-partner.ts';
import { readStatement } from './partner/read-statement.ts';
import { readStatementTax } from './partner/read-statement-tax.ts';
import { readStatistics } from './partner/read-statistics.ts';
import { readTaxProfile } from './partner/read-tax-profile.ts';
import { registerDeal } from './partner/register-deal.ts';
import { reviseClaim } from './partner/revise-claim.ts';
import { reviseDeal } from './partner/revise-deal.ts';
import { searchDocuments } from './partner/search-documents.ts';
import { withdrawClaim } from './partner/withdraw-claim.ts';
import { withdrawDeal } from './partner/withdraw-deal.ts';
import { listKeys } from './public/list-keys.ts';
import { listRoots } from './public/list-roots.ts';
import { readDealForm } from './public/read-deal-form.ts';
import { readDocs } from './public/read-docs.ts';
import { readOpenApi } from './public/read-openapi.ts';
import { followLink } from './track/follow-link.ts';
import { changeWebhookEndpoint } from './webhook/change-webhook-endpoint.ts';
import { createWebhookEndpoint } from './webhook/create-webhook-endpoint.ts';
import { listWebhookDeliveries } from './webhook/list-webhook-deliveries.ts';
import { listWebhookEndpoints } from './webhook/list-webhook-endpoints.ts';
import { readWebhookDelivery } from './webhook/read-webhook-delivery.ts';
import { readWebhookEndpoint } from './webhook/read-webhook-endpoint.ts';
import { removeWebhookEndpoint } from './webhook/remove-webhook-endpoint.ts';
import { replayWebhookDelivery } from './webhook/replay-webhook-delivery.ts';
import { rotateWebhookSecret } from './webhook/rotate-webhook-secret.ts';
import { testWebhookEndpoint } from './webhook/test-webhook-endpoint.ts';

/** Every operation by its name in the route table: a route without one does not compile. */
export const operations: Readonly<Record<RouteName, Operation>> = {
  createProgram,
  listPrograms,
  readProgram,
  publishPlan,
  listPlans,
  readPlan,
  saveDraft,
  discardDraft,
  publishDraft,
  recordRate,
  listRates,
  readRate,
  createPartner,
  listPartners,
  enroll,
  listEnrollments,
  readEnrollment,
  changeTerms,
  createLink,
  createCoupon,
  recordClick,
  readClick,
  recordConversion,
  readConversion,
  recordReversal,
  readReversal,
  recordWonDeal,
  approveDeal,
  dateDeals,
  extendDeal,
  withdrawDeal,
  importDeals,
  listDeals,
  loseDeal,
  moveDeal,
  readDeal,
  readDealConflicts,
  readDealHistory,
  registerDeal,
  rejectDeal,
  reviseDeal,
  winDeal,
  changeWebhookEndpoint,
  createWebhookEndpoint,
  listWebhookDeliveries,
  listWebhookEndpoints,
  readWebhookDelivery,
  readWebhookEndpoint,
  removeWebhookEndpoint,
  replayWebhookDelivery,
  rotateWebhookSecret,
  testWebhookEndpoint,
  changeConnector,
  createConnector,
  importConnectorCsv,
  listConnectorMessages,
  listConnectors,
  readConnector,
  readConnectorStatus,
  retryConnectorMessage,
  rotateConnectorSecret,
  receiveShopify,
  receiveSigned,
  receiveStripe,
  createApiKey,
  listApiKeys,
  readApiKey,
  erasePartner,
  listErasures,
  readAuditLog,
  revokeApiKey,
  rotateApiKey,
  fitModel,
  sealPeriod,
  calculatePeriod,
  approvePeriod,
  closePeriod,
  rejectPeriod,
  runPayouts,
  listPeriods,
  readSettlement,
  reviewPeriod,
  replayPeriod,
  readSnapshot,
  compareModels,
  simulatePlan,
  reviewConversion,
  reviewConversions,
  listReviews,
  escalateReviews,
  approveAdjustment,
  decideOpenings,
  draftAdjustment,
  draftOpenings,
  listAdjustments,
  readAdjustment,
  readOpenings,
  rejectAdjustment,
  readTrialBalance,
  readAccountHistory,
  readJournal,
  listKeys,
  listRoots,
  rotateKey,
  exportBooks,
  listStatements,
  readStatement,
  readHistory,
  confirmStatement,
  disputeStatement,
  rejectDispute,
  correctStatement,
  confirmSilent,
  searchDocuments,
  downloadDocuments,
  explainCommission,
  approveTaxRow,
  confirmTaxProfile,
  listTaxRows,
  proposeTaxRow,
  putPayer,
  putProgramPayer,
  readPayer,
  readPaymentRecords,
  readProgramPayer,
  readWithholdingDue,
  refuseTaxProfile,
  refuseTaxRow,
  putTaxProfile,
  readStatementTax,
  readTaxProfile,
  followLink,
  approveBatch,
  decidePayee,
  draftPayerAccount,
  listPayerAccounts,
  decidePayerAccount,
  readRemittanceFile,
  cancelBatch,
  importResultFile,
  settleParked,
  importResults,
  draftExchange,
  approveExchange,
  listBatches,
  listPayouts,
  releasePayout,
  readBatch,
  reconcilePayouts,
  remitBatch,
  draftPayee,
  listPayees,
  readPartner,
  putPartnerProfile,
  listLinks,
  readLink,
  listCoupons,
  readCoupon,
  readStatistics,
  listConversions,
  fileClaim,
  listClaims,
  readClaim,
  reviseClaim,
  withdrawClaim,
  takeUpClaim,
  acceptClaim,
  rejectClaim,
  dateClaims,
  readOpenApi,
  readDocs,
  readDealForm,
  createCoupons,
  createLinks,
  createPartners,
  enrollPartners,
  recordClicks,
  recordConversions,
  recordReversals,
};

/** A row of the route table with its function on one host. */
export interface ServedRoute {
  readonly route: Route;
  readonly handler: HttpHandler;
}

/** The functions of all routes on any host: the laptop, a test. */
export function makeHandlers(hostOf: (route: Route) => Host): readonly ServedRoute[] {
  return routeList.map((route) => {
    const host = Promise.resolve(hostOf(route));
    return { route, handler: operations[route.name as RouteName].handlerOn(() => host) };
  });
}
