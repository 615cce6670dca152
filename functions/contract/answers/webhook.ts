import * as z from 'zod';
import { answer, id, instant, next } from './answer.ts';

const endpointMembers = {
  endpointId: id,
  url: z.string(),
  types: z.array(z.string()).meta({ description: 'Empty: all' }),
  description: z.string(),
  status: z.enum(['enabled', 'disabled']),
  disabled: z
    .object({ reason: z.enum(['gone', 'by-hand']), since: instant })
    .nullable()
    .meta({ description: '`gone`: the receiver answered 410' }),
  secrets: z
    .array(z.object({ since: instant, endsAt: instant.nullable() }))
    .meta({ description: 'What signs now, the newest first, without the secrets themselves' }),
  createdAt: instant,
  createdBy: z.string(),
  changedAt: instant,
};
const endpoint = z.object(endpointMembers).meta({ id: 'WebhookEndpoint' });
const withSecret = z
  .object({
    ...endpointMembers,
    secret: z
      .string()
      .regex(/^whsec_/)
      .nullable()
      .meta({ description: 'Keep it: it is not shown again. Null: this call made none' }),
  })
  .meta({ id: 'WebhookEndpointWithSecret' });

const deliveryMembers = {
  eventId: id,
  type: z.string(),
  status: z.enum(['waiting', 'delivered', 'failed']),
  reason: z.enum(['exhausted', 'gone', 'endpoint-disabled', 'endpoint-removed']).nullable(),
  nextAttemptAt: instant.nullable(),
  endedAt: instant.nullable(),
  createdAt: instant,
  round: z.int().meta({ description: '1, and one more for each replay' }),
  attempts: z.array(
    z.object({
      round: z.int(),
      at: instant,
      milliseconds: z.int(),
      status: z.int().nullable().meta({ description: 'What the receiver answered; null: it did not' }),
      failure: z
        .object({ code: z.enum(['address-forbidden', 'not-found', 'timeout', 'connection']), note: z.string() })
        .nullable(),
      answer: z.string().meta({ description: 'How the answer began' }),
    }),
  ),
};
const delivery = z.object(deliveryMembers).meta({ id: 'WebhookDelivery' });
const wholeDelivery = z
  .object({ ...deliveryMembers, body: z.string().meta({ description: 'What is sent, to the letter' }) })
  .meta({ id: 'WholeWebhookDelivery' });

const tag = { ETag: 'Goes back in If-Match' };
const edits = ['webhook.not-found', 'webhook.edited', 'request.if-match-required'];
const sends = ['webhook.not-found', 'webhook.disabled'];

export const webhookAnswers = {
  createWebhookEndpoint: answer({
    body: withSecret,
    headers: tag,
    problems: ['webhook.conflict', 'webhook.too-many', 'webhook.url-invalid'],
  }),
  listWebhookEndpoints: answer({ body: z.object({ endpoints: z.array(endpoint), next }), problems: [] }),
  readWebhookEndpoint: answer({ body: endpoint, headers: tag, problems: ['webhook.not-found'] }),
  changeWebhookEndpoint: answer({ body: endpoint, headers: tag, problems: ['webhook.url-invalid', ...edits] }),
  removeWebhookEndpoint: answer({ body: null, problems: edits }),
  rotateWebhookSecret: answer({ body: withSecret, headers: tag, problems: edits }),
  testWebhookEndpoint: answer({ body: wholeDelivery, problems: sends }),
  listWebhookDeliveries: answer({
    body: z.object({ deliveries: z.array(delivery), next }),
    problems: ['webhook.not-found'],
  }),
  readWebhookDelivery: answer({ body: wholeDelivery, problems: ['webhook.not-found', 'webhook.delivery-not-found'] }),
  replayWebhookDelivery: answer({
    body: wholeDelivery,
    problems: ['webhook.delivery-not-found', 'webhook.edited', ...sends],
  }),
};
