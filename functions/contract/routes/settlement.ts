import * as z from 'zod';
import type { StepName } from '../../steps/machines.ts';
import type { Role } from '../route.ts';
import { comparisonSchema } from '../schemas/attribution.ts';
import { externalIdSchema, nameIdSchema, textSchema } from '../schemas/common.ts';
import { pageSchema } from '../schemas/page.ts';
import { periodReviewQuerySchema, reviewQuerySchema, reviewSchema, reviewsSchema } from '../schemas/review.ts';
import { simulationSchema } from '../schemas/simulation.ts';
import { CHECKERS, finance, inPeriod, inProgram, MAKERS, READERS, route } from './shared.ts';

/** A step is prepared by one and approved by another; what only carries an approval out is either's. */
const STEP_ROLES: Readonly<Partial<Record<StepName, readonly Role[]>>> = {
  fit: MAKERS,
  seal: MAKERS,
  calculate: MAKERS,
  approve: CHECKERS,
  payout: MAKERS,
};

/** What posts entries. */
const MOVES_MONEY: ReadonlySet<StepName> = new Set(['approve', 'close', 'payout']);

/** The close of a period, what may be asked of it, and the review of its conversions. */
export const settlementRoutes = {
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
  listPeriods: route({
    ...finance,
    name: 'listPeriods',
    roles: READERS,
    method: 'GET',
    path: '/v1/programs/{programId}/periods',
    status: 200,
    module: 'finance/list-periods',
    summary: 'Lists the periods whose settlement was begun, with where each stands',
    parameters: inProgram,
    query: pageSchema,
    body: null,
  }),
  readSettlement: route({
    ...finance,
    name: 'readSettlement',
    roles: READERS,
    method: 'GET',
    path: '/v1/programs/{programId}/periods/{periodId}',
    status: 200,
    module: 'finance/read-settlement',
    summary: 'Reads where the settlement of a period stands, with its summary',
    parameters: inPeriod,
    body: null,
  }),
  reviewPeriod: route({
    ...finance,
    name: 'reviewPeriod',
    roles: READERS,
    method: 'GET',
    path: '/v1/programs/{programId}/periods/{periodId}/review',
    status: 200,
    module: 'finance/review-period',
    summary: 'Shows what to look at in a run: figures beside the last closed period, biggest movers, flags',
    parameters: inPeriod,
    query: periodReviewQuerySchema,
    body: null,
  }),
  replayPeriod: route({
    ...finance,
    name: 'replayPeriod',
    roles: READERS,
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
    roles: READERS,
    method: 'GET',
    path: '/v1/programs/{programId}/snapshot',
    status: 200,
    module: 'finance/read-snapshot',
    summary:
      "Reads a fit of the program's data-driven model, the latest or one by its id: its window, journeys and shares",
    parameters: inProgram,
    query: z.strictObject({ snapshotId: nameIdSchema.optional() }),
    body: null,
  }),
  compareModels: route({
    ...finance,
    name: 'compareModels',
    roles: READERS,
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
    roles: [...READERS, 'partner-manager'],
    method: 'POST',
    path: '/v1/programs/{programId}/simulations',
    status: 200,
    module: 'finance/simulate',
    summary: 'Runs a draft plan over closed months and answers what it would have changed; nothing is written',
    parameters: inProgram,
    query: z.strictObject({ format: z.enum(['json', 'csv']).optional() }),
    body: simulationSchema,
  }),
  reviewConversion: route({
    ...finance,
    name: 'reviewConversion',
    roles: [...finance.roles, 'partner-manager'],
    movesMoney: true,
    method: 'POST',
    path: '/v1/programs/{programId}/conversions/{conversionId}/review',
    status: 201,
    module: 'finance/review-conversion',
    summary: 'Approves or rejects a conversion, once and for good',
    parameters: z.strictObject({ programId: nameIdSchema, conversionId: externalIdSchema }),
    body: reviewSchema,
  }),
  reviewConversions: route({
    ...finance,
    name: 'reviewConversions',
    roles: [...finance.roles, 'partner-manager'],
    movesMoney: true,
    method: 'POST',
    path: '/v1/programs/{programId}/reviews',
    status: 200,
    module: 'finance/review-conversions',
    summary: 'Approves or rejects up to 100 conversions, each answered for itself',
    parameters: inProgram,
    body: reviewsSchema,
  }),
  listReviews: route({
    ...finance,
    name: 'listReviews',
    roles: [...READERS, 'partner-manager'],
    method: 'GET',
    path: '/v1/programs/{programId}/reviews',
    status: 200,
    module: 'finance/list-reviews',
    summary: 'Lists conversions with what has become of their review and its deadline',
    parameters: inProgram,
    query: reviewQuerySchema,
    body: null,
  }),
  escalateReviews: route({
    ...finance,
    name: 'escalateReviews',
    roles: [...finance.roles, 'partner-manager'],
    method: 'POST',
    path: '/v1/programs/{programId}/reviews/escalate',
    status: 200,
    module: 'finance/escalate-reviews',
    summary: 'Tells of every review whose deadline has passed, once each; rejects nothing',
    parameters: inProgram,
    body: null,
  }),
};

/** A step of a settlement is started here and runs on; the answer says where the settlement stands. */
function settlementRoute(name: string, step: StepName, summary: string) {
  return route({
    ...finance,
    roles: STEP_ROLES[step] ?? finance.roles,
    name,
    method: 'POST',
    path: `/v1/programs/{programId}/periods/{periodId}/${step}`,
    status: 202,
    ...(MOVES_MONEY.has(step) ? ({ movesMoney: true } as const) : {}),
    module: `finance/${step}`,
    summary,
    parameters: inPeriod,
    body: null,
  });
}
