import * as z from 'zod';
import type { Role, Route } from '../route.ts';
import { nameIdSchema, periodIdSchema } from '../schemas/common.ts';

/** What rows of the table have in common: places in a path, who may, and what the operations of one audience share. */

export const nothing = z.strictObject({});
export const inProgram = z.strictObject({ programId: nameIdSchema });
export const inPeriod = z.strictObject({ programId: nameIdSchema, periodId: periodIdSchema });
export const ofPartner = z.strictObject({ partnerId: nameIdSchema });

/** Who may look into the books of the merchant. */
export const READERS = ['admin', 'finance-maker', 'finance-checker', 'auditor'] as const satisfies readonly Role[];
/** Prepares what another approves. */
export const MAKERS = ['admin', 'finance-maker'] as const satisfies readonly Role[];
/** Approves what another prepared; that it is another is a rule besides. */
export const CHECKERS = ['admin', 'finance-checker'] as const satisfies readonly Role[];
/** Looks after partners: enrolls them, gives them links and coupons. */
export const MANAGERS = ['admin', 'partner-manager'] as const satisfies readonly Role[];
/** Reads what is a partner's: the partner itself, and everybody of the merchant who works with it. */
export const PARTNER_READERS = [
  ...READERS,
  'partner-manager',
  'partner-admin',
  'partner-member',
] as const satisfies readonly Role[];
/** Answers for a partner; finance writes down what it was told. */
export const PARTNER_WRITERS = [...MAKERS, 'partner-admin'] as const satisfies readonly Role[];

export const admin = { audience: 'admin', roles: ['admin'], method: 'POST', status: 201, query: nothing } as const;
export const ingest = {
  audience: 'ingest',
  roles: ['ingest', 'admin'],
  method: 'POST',
  status: 201,
  query: nothing,
} as const;
/** What either person of finance may do. */
export const finance = { audience: 'finance', roles: [...MAKERS, 'finance-checker'], query: nothing } as const;
export const partner = { audience: 'partner', roles: PARTNER_READERS, method: 'GET', status: 200 } as const;
export const open = { audience: 'public', roles: [], method: 'GET', status: 200, query: nothing, body: null } as const;

/** A row that keeps its own types: those of its schemas before parsing are a client's, those after it a handler's. */
export function route<const Row extends Route>(row: Row): Row {
  return row;
}
