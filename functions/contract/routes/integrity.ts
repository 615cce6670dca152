import * as z from 'zod';
import { nameIdSchema } from '../schemas/common.ts';
import { pageSchema } from '../schemas/page.ts';
import { admin, finance, inPeriod, nothing, open, READERS, route } from './shared.ts';

/** Public keys and roots, and the books for an auditor. */
export const integrityRoutes = {
  listKeys: route({
    ...open,
    name: 'listKeys',
    path: '/v1/merchants/{merchantId}/keys',
    module: 'public/list-keys',
    summary: 'Lists the public keys that the periods of a merchant were signed with',
    parameters: z.strictObject({ merchantId: nameIdSchema }),
    query: pageSchema,
  }),
  listRoots: route({
    ...open,
    name: 'listRoots',
    path: '/v1/merchants/{merchantId}/programs/{programId}/roots',
    module: 'public/list-roots',
    summary: 'Lists the signed roots of the closed periods of a program',
    parameters: z.strictObject({ merchantId: nameIdSchema, programId: nameIdSchema }),
    query: pageSchema,
  }),
  rotateKey: route({
    ...admin,
    name: 'rotateKey',
    path: '/v1/keys',
    module: 'admin/rotate-key',
    summary: 'Signs with a new key from now on',
    parameters: nothing,
    body: null,
  }),
  exportBooks: route({
    ...finance,
    name: 'exportBooks',
    roles: READERS,
    method: 'GET',
    path: '/v1/programs/{programId}/periods/{periodId}/audit',
    status: 200,
    module: 'finance/export-books',
    summary: 'Exports the signed entries of a closed period for an audit, page by page',
    parameters: inPeriod,
    query: z.strictObject({
      after: z
        .string()
        .regex(/^\d{1,9}\.\d{1,9}$/, 'must be what the page before named')
        .optional(),
    }),
    body: null,
  }),
};
