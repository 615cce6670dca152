import * as z from 'zod';
import { answer } from './answer.ts';

/** What is answered about the contract itself. */
export const referenceAnswers = {
  readOpenApi: answer({ body: z.record(z.string(), z.unknown()), problems: [] }),
  readDocs: answer({ body: null, forms: ['text/html'], problems: [] }),
  readDealForm: answer({ body: null, forms: ['text/html'], problems: [] }),
};
