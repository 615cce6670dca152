import { z } from 'zod';
import { nameIdSchema, periodIdSchema } from '../schemas/common.ts';
import {
  handedOverSchema,
  payeeSchema,
  payerAccountSchema,
  resultsSchema,
  seenBatchSchema,
} from '../schemas/payout.ts';
import {
  CHECKERS,
  finance,
  inPeriod,
  inProgram,
  MAKERS,
  nothing,
  ofPartner,
  PARTNER_READERS,
  READERS,
  route,
} from './shared.ts';

const revision = z
  .string()
  .regex(/^[1-9]\d{0,6}$/, 'must be a number of a version')
  .transform(Number);
const decision = z.enum(['approval', 'rejection']);
const ofPayee = z.strictObject({ partnerId: nameIdSchema, revision, decision });
const ofPayerAccount = z.strictObject({ programId: nameIdSchema, revision, decision });
const ofBatch = z.strictObject({ programId: nameIdSchema, batchId: nameIdSchema });

const payee = { audience: 'partner', query: nothing } as const;
const acting = { ...finance, method: 'POST', status: 202 } as const;
const reading = { ...finance, roles: READERS, method: 'GET', status: 200, body: null } as const;

/** Bank details, payouts and their batches. */
export const payoutRoutes = {
  draftPayee: route({
    ...payee,
    name: 'draftPayee',
    roles: ['admin', 'partner-admin'],
    method: 'POST',
    path: '/v1/partners/{partnerId}/payees',
    status: 201,
    module: 'partner/draft-payee',
    summary: "Gives a partner's new bank details, for a second person to approve",
    parameters: ofPartner,
    body: payeeSchema,
  }),
  listPayees: route({
    ...payee,
    roles: PARTNER_READERS,
    name: 'listPayees',
    method: 'GET',
    path: '/v1/partners/{partnerId}/payees',
    status: 200,
    module: 'partner/list-payees',
    summary: "Lists a partner's bank details, masked, with who gave and who approved them",
    parameters: ofPartner,
    body: null,
  }),
  decidePayee: route({
    ...acting,
    status: 200,
    name: 'decidePayee',
    roles: CHECKERS,
    movesMoney: true,
    path: '/v1/partners/{partnerId}/payees/{revision}/{decision}',
    module: 'finance/decide-payee',
    summary: 'Approves bank details that another person gave, or rejects them',
    parameters: ofPayee,
    body: null,
  }),
  draftPayerAccount: route({
    ...acting,
    status: 201,
    name: 'draftPayerAccount',
    roles: MAKERS,
    path: '/v1/programs/{programId}/payer-accounts',
    module: 'finance/draft-payer-account',
    summary: 'Gives an account that a program pays from, for a second person to approve',
    parameters: inProgram,
    body: payerAccountSchema,
  }),
  listPayerAccounts: route({
    ...reading,
    name: 'listPayerAccounts',
    path: '/v1/programs/{programId}/payer-accounts',
    module: 'finance/list-payer-accounts',
    summary: 'Lists the accounts that a program pays from, masked, with who gave and who approved them',
    parameters: inProgram,
  }),
  decidePayerAccount: route({
    ...acting,
    status: 200,
    name: 'decidePayerAccount',
    roles: CHECKERS,
    movesMoney: true,
    path: '/v1/programs/{programId}/payer-accounts/{revision}/{decision}',
    module: 'finance/decide-payer-account',
    summary: 'Approves an account to pay from that another person gave, or rejects it',
    parameters: ofPayerAccount,
    body: null,
  }),
  listPayouts: route({
    ...reading,
    name: 'listPayouts',
    path: '/v1/programs/{programId}/periods/{periodId}/payouts',
    module: 'finance/list-payouts',
    summary: 'Lists the payouts of a closed period, with what holds each',
    parameters: inPeriod,
  }),
  listBatches: route({
    ...reading,
    name: 'listBatches',
    path: '/v1/programs/{programId}/payout-batches',
    module: 'finance/list-batches',
    summary: 'Lists the batches of payouts of a program',
    parameters: inProgram,
  }),
  readBatch: route({
    ...reading,
    name: 'readBatch',
    path: '/v1/programs/{programId}/payout-batches/{batchId}',
    module: 'finance/read-batch',
    summary: 'Reads a batch of payouts with everything that its approver must see',
    parameters: ofBatch,
  }),
  approveBatch: route({
    ...acting,
    name: 'approveBatch',
    roles: CHECKERS,
    movesMoney: true,
    path: '/v1/programs/{programId}/payout-batches/{batchId}/approval',
    module: 'finance/approve-batch',
    summary: 'Approves the content of a batch that another person drafted, and posts its payouts',
    parameters: ofBatch,
    body: seenBatchSchema,
  }),
  cancelBatch: route({
    ...acting,
    name: 'cancelBatch',
    movesMoney: true,
    path: '/v1/programs/{programId}/payout-batches/{batchId}/cancellation',
    module: 'finance/cancel-batch',
    summary: 'Takes a batch back before it goes to the bank',
    parameters: ofBatch,
    body: null,
  }),
  readRemittanceFile: route({
    ...reading,
    name: 'readRemittanceFile',
    path: '/v1/programs/{programId}/payout-batches/{batchId}/remittance-file',
    module: 'finance/read-remittance-file',
    summary: 'Downloads the file of an approved batch, as the bank is to have it',
    parameters: ofBatch,
  }),
  remitBatch: route({
    ...acting,
    name: 'remitBatch',
    movesMoney: true,
    path: '/v1/programs/{programId}/payout-batches/{batchId}/remittance',
    module: 'finance/remit-batch',
    summary: 'Says that the approved file of a batch was handed to the bank',
    parameters: ofBatch,
    body: handedOverSchema,
  }),
  importResults: route({
    ...acting,
    name: 'importResults',
    movesMoney: true,
    path: '/v1/programs/{programId}/payout-batches/{batchId}/results',
    module: 'finance/import-results',
    summary: 'Books what the bank reports of a remitted batch: paid, given back, not taken',
    parameters: ofBatch,
    body: resultsSchema,
  }),
  reconcilePayouts: route({
    ...reading,
    name: 'reconcilePayouts',
    path: '/v1/programs/{programId}/payout-reconciliation',
    module: 'finance/reconcile-payouts',
    summary: 'Holds payouts against the ledger, and lists by age what is on its way or not explained',
    parameters: inProgram,
    query: z.strictObject({
      batchId: nameIdSchema.optional(),
      periodId: periodIdSchema.optional(),
      format: z.enum(['json', 'csv']).optional(),
    }),
  }),
};
