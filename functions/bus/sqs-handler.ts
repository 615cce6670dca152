import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Deps } from '../runtime/deps.ts';
import { logger } from '../runtime/logger.ts';

/** Deals with the body of one message; a rejection means that it is offered again. */
export type Receive = (deps: Deps, body: string) => Promise<void>;

/** The function behind a queue: what fails is offered again alone, and set aside after some tries. */
export function sqsHandler(receive: Receive): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return async ({ Records }) => {
    // Imported late, so that other hosts never load what only AWS needs.
    const { awsDeps } = await import('../runtime/aws/deps.ts');
    return { batchItemFailures: await receiveAll(awsDeps(), receive, Records) };
  };
}

/** Takes the messages of a batch one after the other; resolves to those that it could not deal with. */
export async function receiveAll(
  deps: Deps,
  receive: Receive,
  records: readonly Pick<SQSRecord, 'messageId' | 'body'>[],
): Promise<{ itemIdentifier: string }[]> {
  const failures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of records) {
    try {
      await receive(deps, body);
    } catch (error) {
      logger.error('message not dealt with', { messageId, error: error as Error });
      failures.push({ itemIdentifier: messageId });
    }
  }
  return failures;
}
