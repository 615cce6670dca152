import type { Sha256 } from '../../domain/integrity/merkle.ts';
import type { Instant } from '../../domain/time.ts';
import type { Click } from '../../domain/tracking/click.ts';
import type { StepInput, StepName } from '../steps/machines.ts';
import type { Recorded, Scope } from '../store/scope.ts';
import type { Stores } from '../store/store.ts';
import type { DueAttempt } from '../store/webhook-store.ts';
import type { PostWebhook } from '../webhook/post-webhook.ts';
import type { Cipher } from './cipher.ts';
import type { Signer } from './signer.ts';

/** Everything a use case may lean on; a host makes it once and passes it in. */
export interface Deps {
  readonly stores: Stores;
  /** The host's clock: the laptop's can be set. */
  readonly now: () => Instant;
  /** 128 random bits in URL-safe letters. */
  readonly newId: () => string;
  /** SHA-256 of UTF-8 text, lower-case hex. */
  readonly sha256: (text: string) => string;
  /** Seals bank details. */
  readonly cipher: Cipher;
  /** SHA-256 of bytes, for trees of hashes. */
  readonly sha256Bytes: Sha256;
  /** Signs the roots of closed periods. */
  readonly signer: Signer;
  /** Signs and checks click ids. */
  readonly clickIdKey: Uint8Array;
  /** Takes a click when the store does not: the visitor is redirected all the same, and the queue stores it later. */
  readonly clickFallback?: ((click: UnstoredClick) => Promise<void>) | undefined;
  /** How webhooks leave this host; absent: they do not. */
  readonly webhooks?: WebhookHost | undefined;
}

/** Webhooks live in real time, as tokens do, also on a host whose clock is set to another month: receivers check the time. */
export interface WebhookHost {
  readonly now: () => Instant;
  /** Endpoints may be on this very machine. */
  readonly allowsLocal: boolean;
  readonly post: PostWebhook;
  /** Has an attempt made after so many seconds, at most `LATER_SECONDS_MAX`. What gets lost on the way, the sweep finds. */
  readonly later: (attempt: DueAttempt, seconds: number) => Promise<void>;
}

/** As long as SQS can hold a message back. Longer waits are the sweep's. */
export const LATER_SECONDS_MAX = 900;

/** A click that the store did not take. */
export interface UnstoredClick {
  readonly scope: Scope;
  readonly click: Recorded<Click>;
}

/** A host's way to run a step of a settlement or payout: Step Functions in AWS, at once on the laptop. */
export interface StepRunner {
  readonly start: (step: StepName, input: StepInput) => Promise<void>;
}
