import * as z from 'zod';
import { DOCUMENT_STATUSES } from '../schemas/document.ts';
import { lineSchema, statementConversionSchema, statementSchema, triedSchema } from '../schemas/statement.ts';
import { answer, day, decimal, id, instant, money, next, note, period } from './answer.ts';
import { statementPayment } from './payout.ts';

const status = z.enum(DOCUMENT_STATUSES);
const document = z
  .object({ statementId: id, version: z.int(), number: z.string(), status, confirmBy: instant })
  .meta({ id: 'Document' });

const step = { version: z.int(), at: instant, by: z.string().nullable() };
const correction = z.object({ adjustments: z.array(z.string()), reason: z.string(), version: z.int() });
const steps = z.discriminatedUnion('kind', [
  z.object({
    ...step,
    kind: z.literal('issued'),
    issuedOn: day,
    total: money,
    transfer: money,
    confirmBy: instant,
    correction: correction.nullable(),
  }),
  z.object({ ...step, kind: z.literal('confirmed'), means: z.enum(['explicit', 'notice', 'silence']) }),
  z.object({ ...step, kind: z.literal('disputed'), text: z.string(), lines: z.array(id) }),
  z.object({ ...step, kind: z.literal('rejected'), reason: z.string(), confirmBy: instant }),
]);

const changed = ['statement.not-found', 'document.superseded', 'document.wrong-status'];
const unprintable = ['document.missing-glyph', 'document.too-large'];

/** What is answered about statements and what partners say of them. */
export const statementAnswers = {
  listStatements: answer({
    body: z.object({
      statements: z.array(
        z.object({
          statementId: id,
          programId: id,
          partnerId: id,
          periodId: period,
          currency: z.string(),
          payable: money,
          payout: money,
          issuedAt: instant,
        }),
      ),
      next,
    }),
    problems: ['partner.not-found'],
  }),
  readStatement: answer({
    body: statementSchema,
    forms: ['text/csv', 'application/pdf'],
    problems: ['statement.not-found', ...unprintable],
  }),
  readHistory: answer({
    body: document.extend({ steps: z.array(steps), payment: statementPayment }),
    problems: ['statement.not-found'],
  }),
  confirmStatement: answer({ body: document, problems: changed }),
  disputeStatement: answer({ body: document, problems: [...changed, 'reference.unknown'] }),
  rejectDispute: answer({ body: document, problems: changed }),
  correctStatement: answer({ body: document, problems: [...changed, 'reference.unknown'] }),
  confirmSilent: answer({ body: z.object({ confirmed: z.int() }), problems: [] }),
  searchDocuments: answer({
    body: z.object({
      documents: z.array(
        z.object({
          statementId: id,
          version: z.int(),
          number: z.string(),
          partnerId: id,
          programId: id,
          periodId: period,
          issuedOn: day,
          total: money,
          status,
          confirmBy: instant
            .nullable()
            .meta({ description: 'Silence confirms it from then on; null for a version that was superseded' }),
        }),
      ),
      next,
    }),
    problems: ['partner.not-found', 'amount.invalid', 'amount.too-many-decimals'],
  }),
  downloadDocuments: answer({
    body: null,
    forms: ['application/zip'],
    headers: { 'bunpai-next': 'The cursor of the next part; absent: this was the last' },
    problems: ['partner.not-found', 'amount.invalid', 'amount.too-many-decimals', 'document.too-large'],
  }),
  explainCommission: answer({
    body: z.object({
      conversionId: id,
      currency: z.string(),
      timezone: z.string(),
      period: z
        .object({ periodId: period, status: z.enum(['open', 'sealed', 'calculated', 'approved', 'closed']) })
        .meta({ description: 'The period that took it up, or is expected to, and where its settlement stands' }),
      final: z.array(
        z.object({
          periodId: period,
          partnerId: id,
          conversion: statementConversionSchema,
          lines: z.array(lineSchema),
          statement: statementSchema
            .pick({ attribution: true, currency: true, engine: true, partner: true, period: true, program: true })
            .extend({ manifest: z.string().optional() }),
        }),
      ),
      provisional: z.array(
        z.object({
          lineId: id,
          partnerId: id,
          rule: z.string().nullable(),
          netBase: decimal,
          commission: decimal,
          reason: z.string().nullable().meta({ description: 'Why it pays nothing, or nothing more' }),
          tried: triedSchema.meta({ description: 'The other rules, each with why it does not pay' }),
        }),
      ),
      reasons: z.array(note).meta({ description: 'Why nothing is earned by it; none where something is' }),
      refused: z
        .array(z.object({ type: z.enum(['click', 'coupon']), id, partnerId: id, at: instant, reason: note }))
        .meta({ description: 'Touchpoints that did not count; to a partner its own' }),
    }),
    forms: ['text/plain'],
    problems: ['program.not-found', 'commission.not-found'],
  }),
};
