import * as z from 'zod';
import { adjustmentSchema, openingsSchema } from '../schemas/adjustment.ts';
import { dateSchema, instantSchema, nameIdSchema } from '../schemas/common.ts';
import { accountHistoryQuerySchema, journalQuerySchema } from '../schemas/journal.ts';
import { pageMembers } from '../schemas/page.ts';
import { CHECKERS, finance, inPeriod, inProgram, MAKERS, READERS, route } from './shared.ts';

const ofAdjustment = z.strictObject({ programId: nameIdSchema, adjustmentId: nameIdSchema });

/** Adjustments, balances taken over, the trial balance and the journal. */
export const ledgerRoutes = {
  draftAdjustment: route({
    ...finance,
    name: 'draftAdjustment',
    roles: MAKERS,
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
    roles: READERS,
    method: 'GET',
    path: '/v1/programs/{programId}/adjustments',
    status: 200,
    module: 'finance/list-adjustments',
    summary: 'Lists the adjustments of a program with their decisions',
    parameters: inProgram,
    query: z.strictObject({ ...pageMembers, status: z.enum(['draft', 'approved', 'rejected']).optional() }),
    body: null,
  }),
  readAdjustment: route({
    ...finance,
    name: 'readAdjustment',
    roles: READERS,
    method: 'GET',
    path: '/v1/programs/{programId}/adjustments/{adjustmentId}',
    status: 200,
    module: 'finance/read-adjustment',
    summary: 'Reads an adjustment with its decision',
    parameters: ofAdjustment,
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
    roles: READERS,
    method: 'GET',
    path: '/v1/programs/{programId}/trial-balance',
    status: 200,
    module: 'finance/read-trial-balance',
    summary: 'Reads the balances of all accounts as of a booking date and an instant of effect',
    parameters: inProgram,
    query: z.strictObject({ bookedOn: dateSchema.optional(), effectiveAt: instantSchema.optional() }),
    body: null,
  }),
  readAccountHistory: route({
    ...finance,
    name: 'readAccountHistory',
    roles: READERS,
    method: 'GET',
    path: '/v1/programs/{programId}/account-history',
    status: 200,
    module: 'finance/read-account-history',
    summary: 'Reads the entries of one account with the balance after each, page by page',
    parameters: inProgram,
    query: accountHistoryQuerySchema,
    body: null,
  }),
  readJournal: route({
    ...finance,
    name: 'readJournal',
    roles: READERS,
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
    roles: MAKERS,
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
    roles: READERS,
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
    roles: CHECKERS,
    movesMoney: true,
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
};

/** A draft is decided by its name, without a body. */
function adjustmentRoute(name: string, decision: 'approve' | 'reject', summary: string) {
  return route({
    ...finance,
    // Whoever drafted one may also take it back.
    ...(decision === 'approve' ? { roles: CHECKERS } : {}),
    name,
    method: 'POST',
    path: `/v1/programs/{programId}/adjustments/{adjustmentId}/${decision}`,
    movesMoney: true,
    status: 200,
    module: `finance/${decision}-adjustment`,
    summary,
    parameters: ofAdjustment,
    body: null,
  });
}
