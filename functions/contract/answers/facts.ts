import * as z from 'zod';
import { CONVERSION_KINDS } from '../../../domain/tracking/conversion.ts';
import { REVERSAL_CAUSES } from '../schemas/conversion.ts';
import { answer, id, instant, money } from './answer.ts';
import { reviewed } from './settlement.ts';

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

const reversal = {
  reversalId: id,
  lineId: id.nullable(),
  occurredAt: instant,
  cause: z.enum(REVERSAL_CAUSES),
  amount: money,
  quantity: z.int().nullable(),
  undoes: id.nullable(),
};

/** As it was told, with what was told of it since. */
const toldConversion = z.object({
  conversionId: id,
  occurredAt: instant,
  recordedAt: instant,
  kind: z.enum(CONVERSION_KINDS),
  currency: z.string(),
  visitorId: id.nullable(),
  customerId: id.nullable(),
  coupon: z.string().nullable(),
  country: z.string().nullable(),
  partnerId: id.nullable(),
  split: z.array(z.object({ partnerId: id, share: z.string() })).optional(),
  clickId: id.nullable(),
  lines: z.array(
    z.object({
      lineId: id,
      productId: id.nullable(),
      category: z.string().nullable(),
      quantity: z.int(),
      amount: money,
      tax: money,
      shipping: money,
    }),
  ),
  metadata: z.record(z.string(), z.string()),
  reversals: z.array(z.object(reversal)),
  review: z.object(reviewed).nullable(),
});

const factProblems = ['program.not-found', 'reference.unknown', 'time.in-future'];
const conversionProblems = [
  ...factProblems,
  'currency.mismatch',
  'conversion.conflict',
  'click.mismatch',
  'rate.conflict',
];

/** What recording a fact answers, and reading one. */
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
  readClick: answer({
    body: z.object({
      ...{ clickId: id, occurredAt: instant, visitorId: id, partnerId: id, linkId: id.nullable() },
      isBot: z.boolean().meta({ description: 'True: it counts for nothing' }),
    }),
    problems: ['program.not-found', 'click.not-found'],
  }),
  recordConversion: answer({ body: z.object(conversionMembers), problems: conversionProblems }),
  readConversion: answer({ body: toldConversion, problems: ['program.not-found', 'conversion.not-found'] }),
  recordReversal: answer({
    body: z.object({ reversalId: id, conversionId: id, waiting: z.boolean() }),
    also: [201],
    problems: [...factProblems, 'reversal.conflict', 'currency.mismatch'],
  }),
  readReversal: answer({
    body: z.object({
      ...{ ...reversal, conversionId: id, recordedAt: instant },
      waiting: z.boolean().meta({ description: 'True: its conversion has not come yet' }),
      excess: money.meta({ description: 'What of it is more than is left of its conversion, and so does not count' }),
    }),
    problems: ['program.not-found', 'reversal.not-found'],
  }),
  recordWonDeal: answer({
    body: z.object({ dealId: id, ...conversionMembers }),
    problems: [...conversionProblems, 'deal.registered'],
  }),
};
