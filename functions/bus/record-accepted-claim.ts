import { Broken } from '../../domain/errors.ts';
import { recordAcceptedClaim as record } from '../usecases/claim/accept-claim.ts';
import { sqsHandler } from './sqs-handler.ts';
import type { Subscriber } from './subscription.ts';
import { receiver } from './subscription.ts';

/** Whoever accepts a claim records its conversion too. Should that process end in between, the event comes here all the same. */
export const recordAcceptedClaim: Subscriber = async (deps, { id, merchantId, programId, type, data }) => {
  const { claimId } = data;
  if (programId === null || typeof claimId !== 'string') {
    throw new Broken('event.invalid', `event ${id} (${type}) names no program and claim`);
  }
  await record(deps, { merchantId, programId }, claimId);
};

export const handler = sqsHandler(receiver(recordAcceptedClaim));
