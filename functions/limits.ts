/** Bounds on what comes from outside; each is asserted where it enters and named in the refusal. */
export const LINES_MAX = 1000;
export const BODY_BYTES_MAX = 1_048_576;
/** How far ahead of the clock a fact may be dated: clocks differ, futures do not happen. */
export const FUTURE_SECONDS_MAX = 300;
export const ID_LENGTH_MAX = 128;
export const METADATA_MEMBERS_MAX = 50;
export const METADATA_VALUE_LENGTH_MAX = 500;
export const QUANTITY_MAX = 1_000_000_000;
/** How deep the JSON of a body may be nested. */
export const BODY_DEPTH_MAX = 32;
/** A page of a list, and a request that holds many. */
export const PAGE_MAX = 100;
/** Rows that one page looks through: what is rare among very many is found over several pages. */
export const ROWS_READ_MAX = 2000;
/** A position that a page goes on from: as long as a sort key may be. */
export const POSITION_BYTES_MAX = 1024;
/** Requests of one caller: so many a second, and so many at once. */
export const RATE_PER_SECOND = 1000;
export const RATE_BURST = 2000;
/** Entries of the audit log in one file. */
export const AUDIT_EXPORT_MAX = 1000;
/** After so long a key of a server that was revoked opens nothing more, anywhere. */
export const API_KEY_SECONDS_MAX = 60;
/** How long the reply to a request with an idempotency key is kept. */
export const REPLY_DAYS = 2;
/** A stored item above this is split into chunks, header last. */
export const ITEM_BYTES_MAX = 100_000;
/** A simulation closes every month of it anew. */
export const SIMULATED_MONTHS_MAX = 36;
/** Partners of a run that are posted, checked and issued in one piece; twice a part of the tree of proofs. */
export const SHARD_PARTNERS = 512;
/** What is kept of a message that is parked. */
export const KEPT_BYTES_MAX = 65_536;
