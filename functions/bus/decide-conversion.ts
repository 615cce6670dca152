import { Broken } from '../../domain/errors.ts';
import { healDecision } from '../usecases/facts/heal-decision.ts';
import { sqsHandler } from './sqs-handler.ts';
import type { Subscriber } from './subscription.ts';
import { receiver } from './subscription.ts';

/**
 * Whoever records a conversion or a reversal decides the conversion too. Should that process end in between, the event of the
 * fact comes here all the same.
 */
export const decideConversion: Subscriber = async (deps, { id, merchantId, programId, type, data }) => {
  const { conversionId } = data;
  if (programId === null || typeof conversionId !== 'string') {
    throw new Broken('event.invalid', `event ${id} (${type}) names no program and conversion`);
  }
  const scope = { merchantId, programId };
  await healDecision(deps, { scope, conversionId, isOutdated: type === 'reversal.recorded' });
};

export const handler = sqsHandler(receiver(decideConversion));
