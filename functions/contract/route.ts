import type { z } from 'zod';

/** A person of a partner: a member reads what is the partner's and registers deals, its admin also answers for it. */
export type PartnerRole = 'partner-admin' | 'partner-member';

/** A person or system of the merchant. A maker prepares what moves money, a checker approves it, an auditor only reads. */
export type MerchantRole = 'admin' | 'partner-manager' | 'finance-maker' | 'finance-checker' | 'auditor' | 'ingest';

/** Who a token may belong to. */
export type Role = MerchantRole | PartnerRole;

export const ROLES = [
  'admin',
  'partner-manager',
  'finance-maker',
  'finance-checker',
  'auditor',
  'ingest',
  'partner-admin',
  'partner-member',
] as const satisfies readonly Role[];

/** Whether a role is one of a partner's people, whose token names the partner. */
export function isPartnerRole(role: Role): role is PartnerRole {
  return role === 'partner-admin' || role === 'partner-member';
}

export type Audience = 'track' | 'ingest' | 'admin' | 'finance' | 'partner' | 'public';

/** One operation of the public HTTP language. API Gateway, the laptop host, the tests and the documents read it from here. */
export interface Route<Body = unknown, Path = unknown, Query = unknown> {
  /** Unique, in camelCase; also the id of its function in the cloud. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly audience: Audience;
  /** Roles whose tokens may call it; empty: anyone, without a token. */
  readonly roles: readonly Role[];
  /** Status of success. */
  readonly status: number;
  /** File under `functions/http/`, without extension; it exports `handler`. */
  readonly module: string;
  readonly summary: string;
  /** It moves or approves money, so it wants an idempotency key. */
  readonly movesMoney?: true;
  /** It cannot be undone, so that it can be tried first, as what moves money can. */
  readonly isFinal?: true;
  /** It answers a secret that is shown once, so its reply is not kept for a retry. */
  readonly answersSecret?: true;
  readonly parameters: z.ZodType<Path>;
  readonly query: z.ZodType<Query>;
  /** Null: the operation takes no body. */
  readonly body: z.ZodType<Body> | null;
  /** The body is a file as it is, not JSON. */
  readonly takes?: 'bytes';
}

/** Whether `?dryRun=true` is understood. */
export function canBeTried({ movesMoney, isFinal }: Pick<Route, 'movesMoney' | 'isFinal'>): boolean {
  return movesMoney === true || isFinal === true;
}
