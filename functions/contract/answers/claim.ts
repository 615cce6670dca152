import * as z from 'zod';
import { CLAIM_REJECTIONS } from '../../../domain/claim/claim.ts';
import { answer, hash, id, instant, money, next } from './answer.ts';
import { conversionMembers } from './facts.ts';

const text = z.string().meta({ description: 'For people, by Accept-Language' });

const claim = z
  .object({
    claimId: id,
    reference: z.string(),
    partnerId: id,
    status: z.enum(['filed', 'under-review', 'accepted', 'rejected', 'withdrawn']),
    statusText: text,
    kind: z.enum(['missing-conversion', 'appeal']),
    order: z.string().nullable().meta({ description: 'What is missing; null for an appeal' }),
    occurredAt: instant.nullable(),
    amount: money.nullable(),
    clickId: id.nullable(),
    appealedConversionId: id.nullable().meta({ description: 'What is appealed against' }),
    text: z.string(),
    evidence: z.array(z.object({ name: z.string(), location: z.string(), sha256: hash })),
    filedAt: instant,
    answerBy: instant,
    isEscalated: z.boolean().meta({ description: 'Nobody answered until answerBy; it stays open' }),
    answeredAt: instant.nullable(),
    conversionId: id.nullable().meta({ description: 'The conversion that it became' }),
    reason: z.enum(CLAIM_REJECTIONS).nullable(),
    reasonText: text.nullable(),
    answer: z.string().nullable().meta({ description: 'What the merchant wrote to its rejection' }),
  })
  .meta({ id: 'Claim' });

const history = z.array(
  z.object({
    sequence: z.int(),
    kind: z.enum(['filed', 'revised', 'taken-up', 'escalated', 'accepted', 'rejected', 'withdrawn']),
    at: instant,
    by: z.string().nullable().meta({ description: 'Null: time did it; to a partner also for people of the merchant' }),
  }),
);

const headers = { etag: 'The tag by which the claim is edited' };
const changed = ['claim.not-found', 'claim.wrong-status', 'claim.edited', 'request.if-match-required'];

/** What is answered about claims and appeals. */
export const claimAnswers = {
  fileClaim: answer({
    body: claim,
    also: [200],
    headers,
    problems: [
      'program.not-found',
      'reference.unknown',
      'time.in-future',
      'claim.conflict',
      'claim.already-counted',
      'claim.not-rejected',
      'claim.too-late',
    ],
  }),
  listClaims: answer({
    body: z.object({ claims: z.array(claim), next }),
    problems: ['program.not-found', 'partner.not-found'],
  }),
  readClaim: answer({ body: claim.extend({ history }), headers, problems: ['claim.not-found'] }),
  reviseClaim: answer({ body: claim, headers, problems: [...changed, 'claim.locked'] }),
  withdrawClaim: answer({ body: claim, headers, problems: changed }),
  takeUpClaim: answer({ body: claim, headers, problems: changed }),
  acceptClaim: answer({
    body: claim.extend({ conversion: z.object(conversionMembers) }),
    headers,
    problems: [
      ...changed,
      'program.not-found',
      'approval.same-person',
      'time.in-future',
      'currency.mismatch',
      'reference.unknown',
      'conversion.conflict',
    ],
  }),
  rejectClaim: answer({ body: claim, headers, problems: changed }),
  dateClaims: answer({ body: z.object({ escalated: z.int() }), problems: [] }),
};
