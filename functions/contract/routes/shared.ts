import { z } from 'zod';
import type { Route } from '../route.ts';
import { nameIdSchema, periodIdSchema } from '../schemas/common.ts';

/** What rows of the table have in common: places in a path, and what the operations of one audience share. */

export const nothing = z.strictObject({});
export const inProgram = z.strictObject({ programId: nameIdSchema });
export const inPeriod = z.strictObject({ programId: nameIdSchema, periodId: periodIdSchema });
export const ofPartner = z.strictObject({ partnerId: nameIdSchema });
export const admin = { audience: 'admin', roles: ['admin'], method: 'POST', status: 201, query: nothing } as const;
export const ingest = {
  audience: 'ingest',
  roles: ['ingest', 'admin'],
  method: 'POST',
  status: 201,
  query: nothing,
} as const;
export const finance = { audience: 'finance', roles: ['finance', 'admin'], query: nothing } as const;
export const partner = {
  audience: 'partner',
  roles: ['partner', 'finance', 'admin'],
  method: 'GET',
  status: 200,
} as const;
export const open = { audience: 'public', roles: [], method: 'GET', status: 200, query: nothing, body: null } as const;

/** A row whose body, path and query keep their types. */
export function route<Body, Path, Query>(row: Route<Body, Path, Query>): Route<Body, Path, Query> {
  return row;
}
