import * as z from 'zod';
import { answer, id, instant, money } from './answer.ts';

/** What is expected of a conversion. */
export const conversionMembers = {
  conversionId: id,
  outcome: z.enum(['attributed', 'unattributed']),
  reason: z.string().optional().meta({ description: 'Why nobody earned it' }),
  waitsFor: z.string().nullable().meta({ description: 'What is missing before it can be decided' }),
  planVersion: z.int().nullable(),
  holdUntil: instant,
  isProvisional: z.literal(true),
  lines: z.array(
    z.object({
      lineId: id,
      partnerId: id,
      ruleId: id.nullable(),
      netBase: money,
      commission: money,
    }),
  ),
};

const factProblems = ['program.not-found', 'reference.unknown', 'time.in-future'];
const conversionProblems = [
  ...factProblems,
  'currency.mismatch',
  'conversion.conflict',
  'click.mismatch',
  'rate.conflict',
];

/** What recording a fact answers. */
export const factAnswers = {
  followLink: answer({
    body: null,
    headers: { location: 'Where the link leads, with a signed click id appended', 'set-cookie': 'The visitor' },
    problems: ['link.not-found', 'link.blocked'],
  }),
  recordClick: answer({
    body: z.object({ clickId: id, recordedAt: instant }),
    problems: [...factProblems, 'link.not-found', 'click.conflict', 'click.mismatch'],
  }),
  recordConversion: answer({ body: z.object(conversionMembers), problems: conversionProblems }),
  recordReversal: answer({
    body: z.object({ reversalId: id, conversionId: id, waiting: z.boolean() }),
    also: [201],
    problems: [...factProblems, 'reversal.conflict', 'currency.mismatch'],
  }),
  recordWonDeal: answer({ body: z.object({ dealId: id, ...conversionMembers }), problems: conversionProblems }),
};
