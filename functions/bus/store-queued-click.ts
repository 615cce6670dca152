import { parseCanonical } from '../../domain/integrity/canonical.ts';
import type { UnstoredClick } from '../runtime/deps.ts';
import { storeQueuedClick } from '../usecases/facts/store-queued-click.ts';
import { sqsHandler } from './sqs-handler.ts';

/** Clicks that the redirect queued come to the store when it is back. No event: the queue is the redirect's own. */
export const handler = sqsHandler((deps, body) => storeQueuedClick(deps, parseCanonical<UnstoredClick>(body)));
