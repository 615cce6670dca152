import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { parseCanonical } from '../../../../domain/integrity/canonical.ts';
import { awsWebhooks } from '../../../../functions/runtime/aws/webhooks.ts';

const sqs = mockClient(SQSClient);
afterEach(() => {
  sqs.reset();
  vi.unstubAllEnvs();
});
afterAll(() => sqs.restore());

describe('webhooks in the cloud', () => {
  it('wait in their queue as long as is asked, and come out of it as they went in', async () => {
    vi.stubEnv('WEBHOOK_QUEUE_URL', 'https://sqs.example.com/webhooks');
    vi.stubEnv('AWS_REGION', 'ap-northeast-1');
    sqs.on(SendMessageCommand).resolves({});
    const name = { merchantId: 'mer_1', owner: 'partner/ptn_1', endpointId: 'hook_1', eventId: 'evt_1' } as const;
    const attempt = { ...name, round: 1, attempts: 2 };
    await awsWebhooks().later(attempt, 300);
    const [{ input } = { input: null }] = sqs.commandCalls(SendMessageCommand).map(({ args: [command] }) => command);
    expect(input).toMatchObject({ QueueUrl: 'https://sqs.example.com/webhooks', DelaySeconds: 300 });
    expect(parseCanonical(input?.MessageBody ?? '')).toEqual(attempt);
  });

  it('go nowhere but to the public internet', async () => {
    const { allowsLocal, post } = awsWebhooks();
    expect(allowsLocal).toBe(false);
    const { failure } = await post({ url: 'http://169.254.170.2/v2/credentials', headers: {}, body: '{}' });
    expect(failure?.code).toBe('address-forbidden');
  });
});
