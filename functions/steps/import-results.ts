import { DomainError } from '../../domain/errors.ts';
import { importResults as importAll } from '../usecases/payout/import-results.ts';
import type { Step } from './step.ts';
import { batchCommandOf, batchOutcomeOf } from './step.ts';
import { stepHandler } from './step-handler.ts';

/** Books what the bank reports of a batch of payouts. */
export const importResults: Step = async (deps, input) => {
  const { report } = input;
  if (report === undefined)
    throw new DomainError('results.invalid', { en: 'the step was told no report', ja: '結果が指定されていません' });
  return batchOutcomeOf(await importAll(deps, { ...batchCommandOf(input), report }));
};

export const handler = stepHandler('import-results', importResults);
