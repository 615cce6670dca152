import * as z from 'zod';
import { DEAL_LOSSES, DEAL_REJECTIONS, DEAL_WITHDRAWALS } from '../../../domain/deal/deal.ts';
import { CONFLICTS } from '../../../domain/deal/rivals.ts';
import { answer, day, decimal, hash, id, instant, money, next } from './answer.ts';
import { conversionMembers } from './facts.ts';

const deal = z
  .object({
    dealId: id,
    reference: z.string(),
    partnerId: id,
    status: z.enum(['submitted', 'approved', 'rejected', 'won', 'lost', 'withdrawn', 'expired']),
    statusText: z.string().meta({ description: 'For people, by Accept-Language' }),
    kind: z.enum(['lead', 'deal']),
    companyName: z.string(),
    domain: z.string().nullable(),
    country: z.string().nullable(),
    amount: money.nullable(),
    expectedCloseOn: day.nullable(),
    parts: z.array(z.object({ partnerId: id, share: decimal })),
    attachments: z.array(z.object({ name: z.string(), location: z.string(), sha256: hash })),
    notes: z.string().nullable(),
    stage: z.string(),
    owner: z.string().nullable().meta({ description: 'Whoever of the merchant is in charge' }),
    registeredAt: instant,
    decideBy: instant,
    isEscalated: z.boolean().meta({ description: 'Nobody decided until decideBy' }),
    approvedAt: instant.nullable(),
    protectedUntil: instant.nullable(),
    extension: z.object({ at: instant, reason: z.string() }).nullable(),
    endedAt: instant.nullable(),
    reason: z.enum([...DEAL_REJECTIONS, ...DEAL_LOSSES, ...DEAL_WITHDRAWALS]).nullable(),
    reasonText: z.string().nullable().meta({ description: 'For people, by Accept-Language' }),
    text: z.string().nullable(),
    wonAt: instant.nullable(),
  })
  .meta({ id: 'Deal' });

const listed = deal.extend({
  conflict: z.enum(CONFLICTS).nullable().meta({
    description:
      "Of an open deal: the likest other open registration of what may be the same customer, `own` where it is the same partner's; null: none, one that was judged to be another customer, or not for a partner to know",
  }),
});

const headers = { etag: 'The tag by which the deal is edited' };
const found = ['program.not-found', 'deal.not-found'];
const registered = ['program.not-found', 'reference.unknown', 'deal.conflict'];
const decided = [...found, 'deal.wrong-status', 'deal.edited', 'access.forbidden'];
const edited = [...decided, 'request.if-match-required'];
const contested = ['deal.protected', 'deal.registered-first', 'deal.conflict-undecided', 'deal.busy'];
const imported = { line: z.int(), reference: z.string() };
const change = z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() });

/** What is answered about leads and deals. */
export const dealAnswers = {
  registerDeal: answer({ body: deal, also: [200], headers, problems: registered }),
  importDeals: answer({
    body: z.object({
      results: z.array(
        z.discriminatedUnion('result', [
          z.object({ ...imported, result: z.enum(['registered', 'repeated']), dealId: id }),
          z.object({ ...imported, result: z.literal('refused'), errors: z.array(z.string()) }),
        ]),
      ),
    }),
    problems: ['program.not-found'],
  }),
  listDeals: answer({
    body: z.object({ deals: z.array(listed), next }),
    problems: ['program.not-found', 'partner.not-found'],
  }),
  readDeal: answer({ body: deal, headers, problems: ['deal.not-found'] }),
  reviseDeal: answer({ body: deal, headers, problems: [...edited, 'deal.locked', 'reference.unknown'] }),
  extendDeal: answer({ body: deal, headers, problems: [...decided, ...contested, 'deal.extended'] }),
  withdrawDeal: answer({ body: deal, headers, problems: decided }),
  readDealHistory: answer({
    body: z.object({
      dealId: id,
      history: z.array(
        z.object({
          sequence: z.int(),
          kind: z.string(),
          at: instant,
          by: z.string().nullable().meta({ description: 'Null: time did it' }),
          changes: z.array(change),
        }),
      ),
    }),
    problems: ['deal.not-found'],
  }),
  readDealConflicts: answer({
    body: z.object({
      deal,
      conflicts: z.array(
        z.object({
          likeness: z.enum(['exact', 'probable']),
          isOwn: z.boolean().meta({ description: "Of the same partner: it stands in nobody's way" }),
          isFirst: z.boolean(),
          deal,
        }),
      ),
    }),
    headers,
    problems: ['deal.not-found'],
  }),
  approveDeal: answer({ body: deal, headers, problems: [...edited, ...contested, 'reference.unknown'] }),
  rejectDeal: answer({ body: deal, headers, problems: [...decided, 'reference.unknown'] }),
  moveDeal: answer({ body: deal, headers, problems: [...edited, 'deal.stage-unknown'] }),
  winDeal: answer({
    body: deal.extend({ conversion: z.object(conversionMembers) }),
    headers,
    problems: [
      ...decided,
      'deal.conflict',
      'deal.unprotected',
      'reference.unknown',
      'time.in-future',
      'currency.mismatch',
      'conversion.conflict',
    ],
  }),
  loseDeal: answer({ body: deal, headers, problems: decided }),
  dateDeals: answer({ body: z.object({ escalated: z.int(), expired: z.int() }), problems: [] }),
};
