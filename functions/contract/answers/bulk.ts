import * as z from 'zod';
import type { Answer } from './answer.ts';
import { answer, problem } from './answer.ts';
import { factAnswers } from './facts.ts';
import { programAnswers } from './program.ts';

/** What is answered to several items at once: a result for each, in their order. */
export const bulkAnswers = {
  recordClicks: many(factAnswers.recordClick),
  recordConversions: many(factAnswers.recordConversion),
  recordReversals: many(factAnswers.recordReversal),
  createPartners: many(programAnswers.createPartner),
  enrollPartners: many(programAnswers.enroll),
  createLinks: many(programAnswers.createLink),
  createCoupons: many(programAnswers.createCoupon),
};

function many<Body>({ body }: Answer<Body>) {
  const done = z.object({ outcome: z.literal('done'), body: body ?? z.never() });
  const refused = z.object({ outcome: z.literal('refused'), problem });
  return answer({
    body: z.object({
      done: z.int(),
      refused: z.int(),
      results: z.array(z.discriminatedUnion('outcome', [done, refused])),
    }),
    problems: [],
  });
}
