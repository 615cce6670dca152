import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { canonical } from '../../../domain/integrity/canonical.ts';

const sqs = new SQSClient({});

/** Puts a value as a message into a queue of this account, to be seen after so many seconds; fails when that takes longer than given. */
export async function sendTo(
  QueueUrl: string,
  value: unknown,
  { DelaySeconds = 0, within }: { readonly DelaySeconds?: number; readonly within?: number } = {},
): Promise<void> {
  const message = new SendMessageCommand({ QueueUrl, MessageBody: canonical(value), DelaySeconds });
  await sqs.send(message, within === undefined ? {} : { abortSignal: AbortSignal.timeout(within) });
}
