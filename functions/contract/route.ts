import type { z } from 'zod';

/** Who a token may belong to. */
export type Role = 'admin' | 'finance' | 'partner' | 'ingest';

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
  readonly parameters: z.ZodType<Path>;
  readonly query: z.ZodType<Query>;
  /** Null: the operation takes no body. */
  readonly body: z.ZodType<Body> | null;
}
