import * as z from 'zod';
import type { Role } from '../route.ts';
import { externalIdSchema, nameIdSchema } from '../schemas/common.ts';
import { pageSchema } from '../schemas/page.ts';
import { deliveryQuerySchema, endpointSchema, newEndpointSchema, rotationSchema } from '../schemas/webhook.ts';
import { nothing, route } from './shared.ts';

/** Whoever answers for the merchant's account, or for a partner: each sees only its own endpoints. */
const OWNERS = ['admin', 'partner-admin'] as const satisfies readonly Role[];
const ONLOOKERS = [...OWNERS, 'auditor', 'partner-member'] as const satisfies readonly Role[];

const ofEndpoint = z.strictObject({ endpointId: nameIdSchema });
const ofDelivery = z.strictObject({ endpointId: nameIdSchema, eventId: externalIdSchema });

const acting = { audience: 'admin', roles: OWNERS, method: 'POST', query: nothing } as const;
const reading = { audience: 'admin', roles: ONLOOKERS, method: 'GET', status: 200, body: null } as const;

/** Receivers of webhooks, and what was sent to them. */
export const webhookRoutes = {
  createWebhookEndpoint: route({
    ...acting,
    name: 'createWebhookEndpoint',
    path: '/v1/webhook-endpoints',
    status: 201,
    module: 'webhook/create-webhook-endpoint',
    summary: 'Registers a receiver of webhooks and shows its secret, once',
    answersSecret: true,
    parameters: nothing,
    body: newEndpointSchema,
  }),
  listWebhookEndpoints: route({
    ...reading,
    name: 'listWebhookEndpoints',
    path: '/v1/webhook-endpoints',
    module: 'webhook/list-webhook-endpoints',
    summary: 'Lists the receivers of webhooks',
    parameters: nothing,
    query: pageSchema,
  }),
  readWebhookEndpoint: route({
    ...reading,
    name: 'readWebhookEndpoint',
    path: '/v1/webhook-endpoints/{endpointId}',
    module: 'webhook/read-webhook-endpoint',
    summary: 'Reads a receiver of webhooks',
    parameters: ofEndpoint,
    query: nothing,
  }),
  changeWebhookEndpoint: route({
    ...acting,
    name: 'changeWebhookEndpoint',
    method: 'PUT',
    path: '/v1/webhook-endpoints/{endpointId}',
    status: 200,
    module: 'webhook/change-webhook-endpoint',
    summary: 'Changes a receiver of webhooks, or turns it on or off',
    parameters: ofEndpoint,
    body: endpointSchema,
  }),
  removeWebhookEndpoint: route({
    ...acting,
    name: 'removeWebhookEndpoint',
    method: 'DELETE',
    path: '/v1/webhook-endpoints/{endpointId}',
    status: 204,
    module: 'webhook/remove-webhook-endpoint',
    summary: 'Removes a receiver of webhooks for good',
    parameters: ofEndpoint,
    body: null,
  }),
  rotateWebhookSecret: route({
    ...acting,
    name: 'rotateWebhookSecret',
    path: '/v1/webhook-endpoints/{endpointId}/secret',
    status: 200,
    module: 'webhook/rotate-webhook-secret',
    summary: 'Signs with a new secret, shown once, and for a time with the one before as well',
    answersSecret: true,
    parameters: ofEndpoint,
    body: rotationSchema,
  }),
  testWebhookEndpoint: route({
    ...acting,
    name: 'testWebhookEndpoint',
    path: '/v1/webhook-endpoints/{endpointId}/test',
    status: 202,
    module: 'webhook/test-webhook-endpoint',
    summary: 'Sends an event that tells of no money, to try a receiver',
    parameters: ofEndpoint,
    body: null,
  }),
  listWebhookDeliveries: route({
    ...reading,
    name: 'listWebhookDeliveries',
    path: '/v1/webhook-endpoints/{endpointId}/deliveries',
    module: 'webhook/list-webhook-deliveries',
    summary: 'Lists what was sent to a receiver in a month, the newest first',
    parameters: ofEndpoint,
    query: deliveryQuerySchema,
  }),
  readWebhookDelivery: route({
    ...reading,
    name: 'readWebhookDelivery',
    path: '/v1/webhook-endpoints/{endpointId}/deliveries/{eventId}',
    module: 'webhook/read-webhook-delivery',
    summary: 'Reads what was sent of an event, with every attempt',
    parameters: ofDelivery,
    query: nothing,
  }),
  replayWebhookDelivery: route({
    ...acting,
    name: 'replayWebhookDelivery',
    path: '/v1/webhook-endpoints/{endpointId}/deliveries/{eventId}/replay',
    status: 202,
    module: 'webhook/replay-webhook-delivery',
    summary: 'Sends an event once more, with the same id and the same letters',
    parameters: ofDelivery,
    body: null,
  }),
};
