import { Broken } from '../../domain/errors.ts';
import { recordWonDeal as record } from '../usecases/deal/win-deal.ts';
import { sqsHandler } from './sqs-handler.ts';
import type { Subscriber } from './subscription.ts';
import { receiver } from './subscription.ts';

/** Whoever wins a deal records its conversion too. Should that process end in between, the event comes here all the same. */
export const recordWonDeal: Subscriber = async (deps, { id, merchantId, programId, type, data }) => {
  const { dealId } = data;
  if (programId === null || typeof dealId !== 'string') {
    throw new Broken('event.invalid', `event ${id} (${type}) names no program and deal`);
  }
  await record(deps, { merchantId, programId }, dealId);
};

export const handler = sqsHandler(receiver(recordWonDeal));
