import * as z from 'zod';
import { externalIdSchema, nameIdSchema } from '../schemas/common.ts';
import {
  connectorSchema,
  connectorSecretSchema,
  connectorSettingsSchema,
  messageQuerySchema,
  statusQuerySchema,
} from '../schemas/connector.ts';
import { dealsCsvSchema } from '../schemas/deal.ts';
import { admin, inProgram, nothing, READERS, route } from './shared.ts';

const ofConnector = z.strictObject({ connectorId: nameIdSchema });
const changer = { ...admin, status: 200, parameters: ofConnector } as const;
const reader = {
  audience: 'admin',
  roles: [...READERS, 'partner-manager'],
  method: 'GET',
  status: 200,
  body: null,
} as const;
/** Vendors have no token: what they send is signed, and the connector says whose it is. */
const inbound = {
  audience: 'ingest',
  roles: [],
  method: 'POST',
  status: 200,
  parameters: ofConnector,
  query: nothing,
  body: z.unknown().meta({ description: 'JSON as the vendor sends it' }),
} as const;

/** Connections by which vendors' systems tell sales and refunds. */
export const connectorRoutes = {
  createConnector: route({
    ...admin,
    name: 'createConnector',
    path: '/v1/programs/{programId}/connectors',
    module: 'admin/create-connector',
    summary: 'Connects a Stripe account, a Shopify shop, or a system of your own to a program',
    parameters: inProgram,
    body: connectorSchema,
  }),
  listConnectors: route({
    ...reader,
    name: 'listConnectors',
    path: '/v1/connectors',
    module: 'admin/list-connectors',
    summary: 'Lists the connectors of all programs; of secrets only how they end',
    parameters: nothing,
    query: nothing,
  }),
  readConnector: route({
    ...reader,
    name: 'readConnector',
    path: '/v1/connectors/{connectorId}',
    module: 'admin/read-connector',
    summary: 'Reads a connector; of its secrets only how they end',
    parameters: ofConnector,
    query: nothing,
  }),
  changeConnector: route({
    ...changer,
    name: 'changeConnector',
    method: 'PUT',
    path: '/v1/connectors/{connectorId}',
    module: 'admin/change-connector',
    summary: 'Replaces the settings of a connector, but for its secrets',
    body: connectorSettingsSchema,
  }),
  rotateConnectorSecret: route({
    ...changer,
    name: 'rotateConnectorSecret',
    path: '/v1/connectors/{connectorId}/secrets',
    module: 'admin/rotate-connector-secret',
    summary: 'Gives a connector a new secret; the one before stays good for a while',
    body: connectorSecretSchema,
  }),
  readConnectorStatus: route({
    ...reader,
    name: 'readConnectorStatus',
    path: '/v1/connectors/{connectorId}/status',
    module: 'admin/read-connector-status',
    summary: 'Says what a connector took, ignored, refused and parked, and why, by days (UTC)',
    parameters: ofConnector,
    query: statusQuerySchema,
  }),
  listConnectorMessages: route({
    ...reader,
    name: 'listConnectorMessages',
    path: '/v1/connectors/{connectorId}/messages',
    module: 'admin/list-connector-messages',
    summary: 'Lists the messages of a day (UTC), every try for itself, the oldest first',
    parameters: ofConnector,
    query: messageQuerySchema,
  }),
  retryConnectorMessage: route({
    ...changer,
    name: 'retryConnectorMessage',
    path: '/v1/connectors/{connectorId}/messages/{messageId}/retry',
    module: 'admin/retry-connector-message',
    summary: 'Tries a parked message again',
    parameters: z.strictObject({ connectorId: nameIdSchema, messageId: externalIdSchema }),
    body: null,
  }),
  importConnectorCsv: route({
    ...changer,
    name: 'importConnectorCsv',
    path: '/v1/connectors/{connectorId}/csv',
    module: 'admin/import-connector-csv',
    summary: 'Records up to 500 rows of a CRM or shop from CSV by the mapping of a connector, each answered for itself',
    body: dealsCsvSchema,
  }),
  receiveStripe: route({
    ...inbound,
    name: 'receiveStripe',
    path: '/v1/connectors/{connectorId}/stripe',
    module: 'ingest/receive-stripe',
    summary: 'Takes an event that Stripe signed',
  }),
  receiveShopify: route({
    ...inbound,
    name: 'receiveShopify',
    path: '/v1/connectors/{connectorId}/shopify',
    module: 'ingest/receive-shopify',
    summary: 'Takes a webhook that Shopify signed',
  }),
  receiveSigned: route({
    ...inbound,
    name: 'receiveSigned',
    path: '/v1/connectors/{connectorId}/signed',
    module: 'ingest/receive-signed',
    summary: 'Takes signed JSON of any form, by the mapping of the connector',
  }),
};
