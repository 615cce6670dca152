import type { MerchantId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';

/** What became of a request that bore an idempotency key. `attempt` names the try that is at it, or was. */
export interface KeptReply {
  /** Hash over what was asked. */
  readonly fingerprint: string;
  /** `refused`: nothing was done, so the key may be used again. */
  readonly state: 'in-flight' | 'answered' | 'refused';
  readonly attempt: string;
  readonly at: Instant;
  readonly reply: Reply | null;
}

/** An answer as it went out. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers to requests with an idempotency key, for two days. They spare a retry; what guards an effect is its own key. */
export interface ReplyStore {
  reply(merchantId: MerchantId, key: string): Promise<KeptReply | null>;
  /** Replaces what is kept if it is still `expected` (null: absent). False when another try was first. */
  advanceReply(merchantId: MerchantId, key: string, expected: KeptReply | null, next: KeptReply): Promise<boolean>;
}
