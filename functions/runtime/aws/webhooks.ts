import type { WebhookHost } from '../deps.ts';
import { env } from '../env.ts';

/** How webhooks leave the cloud: by a queue, to the public internet only. Few functions send any, so what sends is loaded late. */
export function awsWebhooks(): WebhookHost {
  return {
    now: () => Date.now(),
    allowsLocal: false,
    post: async (request) => {
      const { postWebhook } = await import('../../webhook/post-webhook.ts');
      return await postWebhook({ allowsLocal: false })(request);
    },
    later: async (attempt, seconds) => {
      const { sendTo } = await import('./queue.ts');
      await sendTo(env('WEBHOOK_QUEUE_URL'), attempt, { DelaySeconds: seconds });
    },
  };
}
