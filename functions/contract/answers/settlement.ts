import * as z from 'zod';
import { REJECTION_REASONS } from '../../../domain/tracking/review.ts';
import { answer, clearing, day, decimal, hash, id, instant, next, period } from './answer.ts';
import { screeningSigns } from './payout.ts';

const person = z.string().nullable();
const settlementShape = z
  .object({
    periodId: period,
    status: z.enum(['open', 'sealed', 'calculated', 'approved', 'closed']),
    previousPeriodId: period.nullable(),
    manifestHash: hash.nullable(),
    runId: hash.nullable(),
    sealedBy: person,
    calculatedBy: person,
    approvedBy: person,
    sealedAt: instant.nullable(),
    calculatedAt: instant.nullable(),
    approvedAt: instant.nullable(),
    closedAt: instant.nullable(),
    payoutRunAt: instant.nullable(),
    rejections: z.array(z.object({ rejectedBy: z.string(), reason: z.string(), rejectedAt: instant })),
  })
  .meta({ id: 'Settlement' });

const figures = {
  base: decimal,
  commission: decimal,
  bonus: decimal,
  override: decimal,
  held: decimal,
  released: decimal,
  payable: decimal,
  payout: decimal,
};
const summaryShape = z.object({
  program: id,
  period,
  currency: z.string(),
  conversions: z
    .object({ recorded: z.int(), attributed: z.int() })
    .catchall(z.int())
    .meta({ description: 'Counts by outcome, with `recorded` for all' }),
  unmatchedReversals: z.int(),
  totals: z.object(figures),
  partners: z.array(z.object({ partnerId: id, ...figures })),
});

const change = { now: decimal, before: decimal, change: decimal };
const taxNote = z.object({ code: z.string(), en: z.string(), ja: z.string() });

const cost = z.object({ commission: decimal, bonus: decimal, override: decimal, cost: decimal, payout: decimal });
const comparison = { actual: cost, draft: cost, change: decimal };
const compared = z.object({ conversions: decimal, base: decimal, commission: decimal });

/** A decision of the merchant about a conversion. */
export const reviewed = {
  conversionId: id,
  outcome: z.enum(['approved', 'rejected']),
  reasonCode: z.enum(REJECTION_REASONS).nullable(),
  by: z.string(),
  at: instant,
};

const stepProblems = ['program.not-found', 'period.wrong-status', 'period.moved-on', 'step.gave-up'];
const step = (...problems: string[]) => answer({ body: settlementShape, problems: [...stepProblems, ...problems] });
const review = ['program.not-found', 'review.not-offered'];

/** What is answered about closes, what may be asked of them, and reviews. */
export const settlementAnswers = {
  fitModel: step(
    'model.not-data-driven',
    'shapley.too-many-partners',
    'markov.too-large',
    'snapshot.conflict',
    'period.not-over',
  ),
  sealPeriod: step(
    'payout.not-run',
    'period.not-over',
    'period.other-open',
    'period.already-approved',
    'period.before-closed',
    'snapshot.not-found',
    'shapley.too-many-partners',
    'markov.too-large',
  ),
  calculatePeriod: step('shapley.too-many-partners', 'markov.too-large'),
  approvePeriod: step('approval.same-person', 'period.not-calculated'),
  closePeriod: step('period.not-calculated', 'payout.not-run'),
  runPayouts: step(
    'payout.not-run',
    'payout.no-terms',
    'payout.earlier-first',
    'payout.too-late',
    'payout.moved-on',
    'batch.moved-on',
  ),
  rejectPeriod: answer({ body: settlementShape, problems: stepProblems }),
  listPeriods: answer({
    body: z.object({ periods: z.array(settlementShape), next }),
    problems: ['program.not-found'],
  }),
  readSettlement: answer({
    body: z.object({ settlement: settlementShape, summary: summaryShape.nullable() }),
    problems: ['program.not-found'],
  }),
  reviewPeriod: answer({
    body: z.object({
      settlement: settlementShape,
      overview: z
        .object({
          comparedWith: period.nullable(),
          totals: z.record(z.enum(Object.keys(figures) as [keyof typeof figures]), z.object(change)),
          movers: z.array(z.object({ partnerId: id, ...change })),
          overdueReviews: z
            .object({
              isComplete: z.boolean(),
              conversions: z.array(z.object({ conversionId: id, deadline: instant })),
            })
            .nullable(),
        })
        .nullable(),
      flags: z.array(
        z.discriminatedUnion('flag', [
          z.object({ flag: z.literal('needs-review'), partnerId: id, notes: z.array(taxNote) }),
          z.object({ flag: z.literal('missing-tax-profile'), partnerId: id }),
          z.object({ flag: z.literal('missing-payee'), partnerId: id }),
          z.object({ flag: z.literal('undecided-payee'), partnerId: id, revision: z.int() }),
          z.object({ flag: z.literal('undecided-tax-profile'), partnerId: id, version: z.int() }),
          z.object({ flag: z.literal('refund-rate'), partnerId: id, rate: decimal, limit: decimal }),
          z.object({
            flag: z.literal('screening'),
            partnerId: id,
            signs: z.array(z.discriminatedUnion('code', screeningSigns)),
            until: instant,
          }),
          z.object({
            flag: z.literal('late-payment'),
            partnerId: id,
            conversions: z.array(z.object({ conversionId: id, days: z.int(), daysMax: z.int(), ruleRow: id })),
            conversionCount: z.int(),
          }),
        ]),
      ),
      clearing,
      next: z.string().nullable(),
    }),
    problems: ['program.not-found', 'period.wrong-status'],
  }),
  replayPeriod: answer({
    body: z.object({
      periodId: period,
      engine: z.string(),
      periods: z.int(),
      facts: z.int(),
      lines: z.int(),
      entries: z.int(),
      statements: z.int(),
      differenceCount: z.int(),
      differences: z.array(
        z.object({
          where: z.enum(['manifest', 'fact', 'run', 'entry', 'ledger', 'statement', 'summary', 'carry']),
          name: z.string(),
          field: z.string(),
          stored: z.string().nullable(),
          computed: z.string().nullable(),
        }),
      ),
    }),
    problems: ['program.not-found', 'period.wrong-status'],
  }),
  readSnapshot: answer({
    body: z.object({
      snapshotId: id,
      programId: id,
      journeys: z.object({ converting: z.int(), nonConverting: z.int(), paths: z.int() }),
      inputHash: hash,
      model: z.enum(['markov', 'shapley']),
      order: z.int().optional(),
      characteristic: z.string().optional(),
      from: instant,
      to: instant,
      fittedAt: instant,
      warnings: z.array(z.string()),
      shares: z.array(z.object({ partnerId: id, share: decimal })),
    }),
    problems: ['program.not-found', 'snapshot.not-found'],
  }),
  compareModels: answer({
    body: z.object({
      program: id,
      period,
      currency: z.string(),
      models: z.array(z.object({ model: z.string(), warnings: z.array(z.string()), totals: compared })),
      partners: z.array(z.object({ partnerId: id, figures: z.array(compared) })),
    }),
    problems: ['program.not-found', 'period.wrong-status', 'shapley.too-many-partners', 'markov.too-large'],
  }),
  simulatePlan: answer({
    body: z.object({
      program: id,
      currency: z.string(),
      from: period,
      to: period,
      totals: z.object(comparison),
      months: z.array(z.object({ period, conversions: z.int(), waiting: z.int(), ...comparison })),
      winners: z.int(),
      losers: z.int(),
      unchanged: z.int(),
      partners: z.array(z.object({ partnerId: id, outcome: z.enum(['winner', 'loser', 'unchanged']), ...comparison })),
    }),
    forms: ['text/csv'],
    problems: ['program.not-found', 'plan.not-found', 'plan.invalid', 'period.wrong-status', 'period.invalid'],
  }),
  reviewConversion: answer({
    body: z.object(reviewed),
    also: [200],
    problems: [...review, 'conversion.not-found', 'review.decided'],
  }),
  reviewConversions: answer({
    body: z.object({
      results: z.array(
        z.discriminatedUnion('result', [
          z.object({ result: z.literal('recorded'), ...reviewed }),
          z.object({ result: z.literal('repeated'), ...reviewed }),
          z.object({ result: z.literal('refused'), conversionId: id, code: z.string(), reason: z.string() }),
        ]),
      ),
    }),
    problems: review,
  }),
  listReviews: answer({
    body: z.object({
      from: day,
      to: day,
      next,
      reviews: z.array(
        z.object({
          conversionId: id,
          state: z.enum(['pending', 'overdue', 'approved', 'rejected']),
          reasonCode: z.enum(REJECTION_REASONS).nullable(),
          by: person,
          recordedAt: instant,
          deadline: instant,
          at: instant.nullable(),
        }),
      ),
    }),
    problems: review,
  }),
  escalateReviews: answer({ body: z.object({ escalated: z.int() }), problems: review }),
};
