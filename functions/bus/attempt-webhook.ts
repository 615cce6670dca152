import { parseCanonical } from '../../domain/integrity/canonical.ts';
import type { DueAttempt } from '../store/webhook-store.ts';
import { attemptDelivery } from '../usecases/webhook/attempt-delivery.ts';
import { sqsHandler } from './sqs-handler.ts';

/** Attempts come from a queue of their own, so that a slow receiver holds up no event. */
export const handler = sqsHandler((deps, body) => attemptDelivery(deps, parseCanonical<DueAttempt>(body)));
