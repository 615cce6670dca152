import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { canonical } from '../../../domain/integrity/canonical.ts';

const sqs = new SQSClient({});

/** Puts a value as a message into a queue of this account, to be seen after so many seconds. */
export async function sendTo(QueueUrl: string, value: unknown, DelaySeconds = 0): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: canonical(value), DelaySeconds }));
}
