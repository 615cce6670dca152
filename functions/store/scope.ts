import type { MerchantId, ProgramId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';

/** Every key starts with the merchant, taken from the token, never from the body. */
export interface Scope {
  readonly merchantId: MerchantId;
  readonly programId: ProgramId;
}

/** A fact with the instant at which we first wrote it; a retry finds the first. */
export interface Recorded<T> {
  readonly fact: T;
  readonly recordedAt: Instant;
}

/**
 * What became of a conditional put on a permanent key: `created`; `repeated` when the same content is already there; `conflict`
 * when other content is. `stored` is what the store holds now.
 */
export interface PutOnce<T> {
  readonly outcome: 'created' | 'repeated' | 'conflict';
  readonly stored: Recorded<T>;
}

/** Which rows of an index are wanted: so many after a position, null from the first. */
export interface RowPage {
  readonly after: string | null;
  readonly limit: number;
}
