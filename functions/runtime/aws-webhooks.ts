import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { canonical } from '../../domain/integrity/canonical.ts';
import { postWebhook } from '../webhook/post-webhook.ts';
import type { WebhookHost } from './deps.ts';
import { env } from './env.ts';

/** How webhooks leave the cloud: by a queue, to the public internet only. */
export function awsWebhooks(): WebhookHost {
  let sqs: SQSClient | undefined;
  return {
    now: () => Date.now(),
    allowsLocal: false,
    post: postWebhook({ allowsLocal: false }),
    later: async (attempt, DelaySeconds) => {
      sqs ??= new SQSClient({});
      const QueueUrl = env('WEBHOOK_QUEUE_URL');
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: canonical(attempt), DelaySeconds }));
    },
  };
}
