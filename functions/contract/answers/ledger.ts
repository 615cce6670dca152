import * as z from 'zod';
import { ADJUSTMENT_REASONS } from '../../../domain/ledger/adjustment-reason.ts';
import { RUN_KINDS, STEP_KINDS } from '../../../domain/ledger/entry.ts';
import { answer, clearing, day, decision, id, instant, money, next, period } from './answer.ts';

const status = z.enum(['draft', 'approved', 'rejected']);

const adjustment = z
  .object({
    adjustmentId: id,
    partnerId: id,
    reason: z.enum(ADJUSTMENT_REASONS),
    text: z.string(),
    amount: money,
    reference: z
      .discriminatedUnion('type', [
        z.object({ type: z.literal('conversion'), conversionId: id }),
        z.object({ type: z.literal('statement'), statementId: id }),
      ])
      .nullable(),
    status,
    effectiveAt: instant,
    ...decision,
  })
  .meta({ id: 'Adjustment' });

const openings = z.object({
  importId: id,
  status,
  ...decision,
  partners: z.int(),
  totals: z.object({ held: money, payable: money }),
  rows: z.array(z.object({ partnerId: id, held: money, heldUntil: instant.nullable(), payable: money })),
});

const decided = ['program.not-found', 'adjustment.not-found', 'adjustment.decided'];
const opened = ['program.not-found', 'opening.approved', 'opening.too-late'];

const headers = { etag: 'The balances and their decision as they are now, for If-Match' };

/** What is answered about adjustments, balances and the journal. */
export const ledgerAnswers = {
  draftAdjustment: answer({
    body: adjustment,
    also: [200],
    problems: [
      'program.not-found',
      'reference.unknown',
      'enrollment.not-found',
      'currency.mismatch',
      'time.in-future',
      'adjustment.conflict',
    ],
  }),
  listAdjustments: answer({
    body: z.object({ adjustments: z.array(adjustment), next }),
    problems: ['program.not-found'],
  }),
  readAdjustment: answer({ body: adjustment, problems: ['program.not-found', 'adjustment.not-found'] }),
  approveAdjustment: answer({ body: adjustment, problems: [...decided, 'approval.same-person'] }),
  rejectAdjustment: answer({ body: adjustment, problems: decided }),
  readTrialBalance: answer({
    body: z.object({
      closedTo: day.nullable(),
      accounts: z.array(z.object({ account: z.string(), balance: money })),
      clearing,
    }),
    problems: ['program.not-found'],
  }),
  readAccountHistory: answer({
    body: z.object({
      account: z.string(),
      entries: z.array(
        z.object({
          entryId: z.string(),
          kind: z.enum([...RUN_KINDS, ...STEP_KINDS]),
          partnerId: id,
          periodId: period,
          bookedOn: day,
          effectiveAt: instant,
          changes: z.array(z.object({ change: money, balance: money })),
        }),
      ),
      balances: z.array(money).meta({ description: 'After the last entry, one a currency' }),
      next,
    }),
    problems: ['program.not-found'],
  }),
  readJournal: answer({
    body: null,
    forms: ['text/plain', 'text/csv'],
    headers: { 'bunpai-left-out': 'How many postings are not in yen, and so not in the file' },
    problems: ['program.not-found', 'currency.mismatch', 'journal.not-encodable', 'document.too-large'],
  }),
  draftOpenings: answer({
    body: openings,
    headers,
    problems: [
      ...opened,
      'opening.edited',
      'reference.unknown',
      'currency.mismatch',
      'amount.invalid',
      'amount.too-many-decimals',
    ],
  }),
  readOpenings: answer({ body: openings, headers, problems: ['program.not-found', 'opening.not-found'] }),
  decideOpenings: answer({
    body: openings,
    headers,
    problems: [...opened, 'opening.not-found', 'opening.edited', 'approval.same-person'],
  }),
};
