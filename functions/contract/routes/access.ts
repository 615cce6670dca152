import * as z from 'zod';
import { keyRotationSchema, newApiKeySchema, revocationSchema } from '../schemas/api-key.ts';
import { auditQuerySchema } from '../schemas/audit.ts';
import { nameIdSchema } from '../schemas/common.ts';
import { erasureSchema } from '../schemas/erasure.ts';
import { pageSchema } from '../schemas/page.ts';
import { admin, nothing, ofPartner, route } from './shared.ts';

const ofKey = z.strictObject({ keyId: nameIdSchema });

/** Keys of servers, who did what, and personal data erased. */
export const accessRoutes = {
  createApiKey: route({
    ...admin,
    name: 'createApiKey',
    path: '/v1/api-keys',
    module: 'admin/create-api-key',
    summary: 'Makes a key for a server and shows it, once',
    answersSecret: true,
    parameters: nothing,
    body: newApiKeySchema,
  }),
  listApiKeys: route({
    ...admin,
    name: 'listApiKeys',
    method: 'GET',
    roles: ['admin', 'auditor'],
    path: '/v1/api-keys',
    status: 200,
    module: 'admin/list-api-keys',
    summary: 'Lists the keys of servers with the day of their last use; of secrets only how they end',
    parameters: nothing,
    query: pageSchema,
    body: null,
  }),
  readApiKey: route({
    ...admin,
    name: 'readApiKey',
    method: 'GET',
    roles: ['admin', 'auditor'],
    path: '/v1/api-keys/{keyId}',
    status: 200,
    module: 'admin/read-api-key',
    summary: 'Reads the key of a server as it stands; never its secret',
    parameters: ofKey,
    body: null,
  }),
  rotateApiKey: route({
    ...admin,
    name: 'rotateApiKey',
    path: '/v1/api-keys/{keyId}/rotation',
    status: 200,
    module: 'admin/rotate-api-key',
    summary: 'Gives a key a new secret, shown once; the one before stays good for a while',
    answersSecret: true,
    parameters: ofKey,
    body: keyRotationSchema,
  }),
  revokeApiKey: route({
    ...admin,
    name: 'revokeApiKey',
    path: '/v1/api-keys/{keyId}/revocation',
    status: 200,
    module: 'admin/revoke-api-key',
    summary: 'Shuts a key for good, everywhere within a minute',
    parameters: ofKey,
    body: revocationSchema,
  }),
  readAuditLog: route({
    ...admin,
    name: 'readAuditLog',
    method: 'GET',
    roles: ['admin', 'auditor'],
    path: '/v1/audit-log',
    status: 200,
    module: 'admin/read-audit-log',
    summary: 'Tells who changed what, with before and after, by time, actor or thing; also as CSV or JSON lines',
    parameters: nothing,
    query: auditQuerySchema,
    body: null,
  }),
  erasePartner: route({
    ...admin,
    name: 'erasePartner',
    path: '/v1/partners/{partnerId}/erasure',
    isFinal: true,
    status: 200,
    module: 'admin/erase-partner',
    summary: 'Makes the personal data of a partner unreadable, for good; the books stay',
    parameters: ofPartner,
    body: erasureSchema,
  }),
  listErasures: route({
    ...admin,
    name: 'listErasures',
    method: 'GET',
    roles: ['admin', 'auditor'],
    path: '/v1/erasures',
    status: 200,
    module: 'admin/list-erasures',
    summary: 'Lists whose personal data was erased, by whom and why; after a restore each is erased again',
    parameters: nothing,
    query: pageSchema,
    body: null,
  }),
};
